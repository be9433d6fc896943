"""Programs that may use the JSON interface: each has a name and a token of its own."""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest

from chassis.errors import UnauthorizedError


def token_digest(token: str) -> str:
    """Return what is kept of a program's token."""
    return sha256(token.encode()).hexdigest()


class Programs:
    """Knows programs by the digest of their bearer token: `digests` maps names to digests."""

    def __init__(self, digests: Mapping[str, str]) -> None:
        self._digests = dict(digests)

    def name_of(self, token: str | None) -> str:
        """Return whose token this is, in the same time for each. Raises UnauthorizedError."""
        given = token_digest(token or "")
        found = [name for name, digest in self._digests.items() if compare_digest(digest, given)]
        if not token or not found:
            raise UnauthorizedError("A valid bearer token is needed.")
        return found[0]
