"""Programs that may use the JSON interface: each has a name and a token of its own."""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest

from chassis.errors import ForbiddenError, UnauthorizedError
from conversation.ports import Clock
from staff.tokens import USED_EVERY, MemoryTokens, Scope, Tokens


def token_digest(token: str) -> str:
    """Return what is kept of a program's token."""
    return sha256(token.encode()).hexdigest()


class Programs:
    """Knows programs by the digest of their bearer token.

    `digests` maps names to digests and comes from the settings: these may do everything. `tokens`
    were made by administrators, with a scope and an end.
    """

    def __init__(
        self, digests: Mapping[str, str], *, clock: Clock, tokens: Tokens | None = None
    ) -> None:
        self._digests = dict(digests)
        self._tokens = tokens or MemoryTokens()
        self._clock = clock

    async def name_of(self, token: str | None, *, changing: bool) -> str:
        """Return whose token this is. Raises UnauthorizedError, ForbiddenError.

        `changing`: it is to do more than ask.
        """
        given = token_digest(token or "")
        found = [name for name, digest in self._digests.items() if compare_digest(digest, given)]
        if token and found:
            return found[0]
        kept, now = await self._tokens.by_digest(given), self._clock.now()
        if not token or kept is None or not kept.counts(now):
            raise UnauthorizedError("A valid bearer token is needed.")
        if changing and kept.scope is not Scope.WRITE:
            raise ForbiddenError("This token may read only.")
        if kept.used_at is None or now - kept.used_at >= USED_EVERY:
            await self._tokens.note_use(kept.id, at=now)
        return kept.name
