"""Who somebody is on a platform, and where they may go on in private."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from conversation.identity import Channel, ConversationId

#: Where a private message may continue what began in public.
CONTINUING = frozenset({Channel.X_DM, Channel.MESSENGER})


class Platform(StrEnum):
    """Whose user ids they are; an id of one platform names nobody on another."""

    X = "x"
    FACEBOOK = "facebook"
    WEB = "web"


PLATFORMS = {
    Channel.X_PUBLIC: Platform.X,
    Channel.X_DM: Platform.X,
    Channel.MESSENGER: Platform.FACEBOOK,
    Channel.FB_COMMENT: Platform.FACEBOOK,
    Channel.WEBCHAT: Platform.WEB,
}


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Somebody as one platform knows them."""

    platform: Platform
    user: str

    def __str__(self) -> str:
        return f"{self.platform.value}:{self.user}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str()` wrote. Raises ValueError for anything else."""
        platform, _, user = text.partition(":")
        if not user:
            raise ValueError("A person has a platform and a user id.")
        return cls(Platform(platform), user)


def person_of(conversation: ConversationId) -> Person:
    """Return who writes in a conversation, by the id that the platform vouches for."""
    return Person(PLATFORMS[conversation.channel], conversation.customer)
