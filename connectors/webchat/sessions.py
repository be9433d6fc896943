"""Session ids that cannot be guessed or made up: random, and signed by us."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from conversation.identity import Channel, ConversationId

SALT = "lotse.webchat.session"
RANDOM_BYTES = 18
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Session:
    """A visitor's session: `token` is what the browser keeps, `id` the part without signature.

    The token is a key to the conversation; it is neither stored nor logged.
    """

    id: str
    token: str

    @property
    def conversation(self) -> ConversationId:
        """The conversation that this session is."""
        return ConversationId(channel=Channel.WEBCHAT, thread=self.id, customer=self.id)


class Sessions:
    """Issues sessions and recognises its own; `keys` sign, the first one new sessions."""

    def __init__(self, keys: Sequence[str]) -> None:
        newest_last = list(reversed(keys))
        self._signer = Signer(newest_last, salt=SALT, key_derivation="hmac", digest_method=sha256)

    def new(self) -> Session:
        """Return a session that nobody has had before."""
        id = secrets.token_urlsafe(RANDOM_BYTES)
        return Session(id=id, token=self._signer.sign(id).decode())

    def read(self, token: object) -> Session | None:
        """Return the session of a token that we issued; None for anything else."""
        if not isinstance(token, str) or len(token) > LONGEST or not token.isascii():
            return None
        try:
            id = self._signer.unsign(token).decode()
        except BadSignature:
            return None
        return Session(id=id, token=token)
