"""The way to what placeholders stand for; only actions that need a real value ask for it."""

from collections.abc import Sequence

import httpx

RESOLVE = "/vault/resolve"


class VaultUnavailableError(Exception):
    """The vault did not answer, or not in a way that can be used."""


class Vault:
    """Resolves placeholders such as `[KUNDENNUMMER_1]` of one conversation."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def resolve(self, *, conversation: str, placeholders: Sequence[str]) -> dict[str, str]:
        """Return the values of those placeholders that are known. Raises VaultUnavailableError."""
        question = {"conversation": conversation, "placeholders": list(placeholders)}
        try:
            response = await self._client.post(RESOLVE, json=question)
            response.raise_for_status()
            values = response.json()["values"]
            return {name: str(values[name]) for name in placeholders if name in values}
        except httpx.HTTPError as error:
            raise VaultUnavailableError(type(error).__name__) from error
        except (ValueError, KeyError, TypeError) as error:
            raise VaultUnavailableError("The answer cannot be read.") from error


def vault_client(*, url: str, token: str, seconds: float) -> httpx.AsyncClient:
    """Return a client for the vault; only a refused connection is tried twice."""
    return httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=seconds,
        transport=httpx.AsyncHTTPTransport(retries=1),
    )
