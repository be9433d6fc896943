"""Who speaks where: the ids that every other part passes on without looking inside."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Self
from urllib.parse import quote, unquote

MessageId = NewType("MessageId", str)
LineId = NewType("LineId", str)
AgentId = NewType("AgentId", str)


class Channel(StrEnum):
    """A way on which customers reach us."""

    WEBCHAT = "webchat"
    X_PUBLIC = "x_public"
    X_DM = "x_dm"
    MESSENGER = "messenger"
    FB_COMMENT = "fb_comment"

    @property
    def public(self) -> bool:
        """Whether everybody reads along."""
        return self in (Channel.X_PUBLIC, Channel.FB_COMMENT)


@dataclass(frozen=True, slots=True)
class ConversationId:
    """One thread with one customer on one channel."""

    channel: Channel
    thread: str
    customer: str

    def __str__(self) -> str:
        return ":".join((self.channel.value, quote(self.thread, ""), quote(self.customer, "")))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str()` wrote. Raises ValueError for anything else."""
        channel, thread, customer = text.split(":")
        if not thread or not customer:
            raise ValueError("A conversation id has a channel, a thread and a customer.")
        return cls(Channel(channel), unquote(thread), unquote(customer))
