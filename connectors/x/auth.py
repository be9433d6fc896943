"""Signs requests to X: for our account by OAuth 1.0a, for our app by its bearer token."""

from collections.abc import Mapping
from typing import Protocol

from authlib.oauth1 import ClientAuth  # type: ignore[import-untyped]

from connectors.x.problems import XError
from connectors.x.settings import OAuth1Keys


class Authorization(Protocol):
    """A way to say who asks."""

    async def headers(self, method: str, url: str) -> Mapping[str, str]:
        """Return the headers for a request without a form body; `url` includes its query.

        Raises NotSentError if a token could not be got, TokenDeadError if there will be none.
        """

    async def renew(self, used: Mapping[str, str]) -> bool:
        """Get another token, unless that has happened since `used`; False if there is none."""


class TokenDeadError(XError):
    """X gives no more tokens: somebody has to connect the account again."""


class OAuth1:
    """User context with four keys that do not expire. A JSON body is not part of the signature."""

    def __init__(self, keys: OAuth1Keys) -> None:
        self._client = ClientAuth(
            client_id=keys.consumer_key,
            client_secret=keys.consumer_secret,
            token=keys.token,
            token_secret=keys.token_secret,
        )

    async def headers(self, method: str, url: str) -> Mapping[str, str]:
        """See Authorization."""
        _, headers, _ = self._client.prepare(method, url, {"Content-Type": "application/json"}, b"")
        return {"authorization": str(headers["Authorization"])}

    async def renew(self, used: Mapping[str, str]) -> bool:
        """See Authorization."""
        return False


class AppBearer:
    """The app itself, for webhooks, streams and search; never for direct messages."""

    def __init__(self, token: str) -> None:
        self._headers = {"authorization": f"Bearer {token}"}

    async def headers(self, method: str, url: str) -> Mapping[str, str]:
        """See Authorization."""
        return self._headers

    async def renew(self, used: Mapping[str, str]) -> bool:
        """See Authorization."""
        return False
