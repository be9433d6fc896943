"""Our names for what lies on Facebook: messages, comments, and the conversations they are in."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from connectors.facebook.fields import milliseconds
from conversation.identity import Channel, ConversationId, MessageId

USER_REF = "user_ref:"
UNKNOWN = "comment:"

_COMMENT = "fb:cmt:"


def messenger_id(mid: str, change: str = "") -> MessageId:
    """Return our id of a Messenger message, or of a change of it."""
    return MessageId(f"fb:mid:{mid}{change}")


def postback_id(customer: str, at: datetime, payload: str) -> MessageId:
    """Return an id for a pressed button that came without one: the same each time it comes."""
    told = f"{customer}\n{milliseconds(at)}\n{payload}"
    return MessageId(f"fb:pb:{sha256(told.encode()).hexdigest()[:32]}")


def comment_id(comment: str, change: str = "") -> MessageId:
    """Return our id of a comment, or of a change of it."""
    return MessageId(f"{_COMMENT}{comment}{change}")


def platform_comment(message: MessageId) -> str:
    """Return Facebook's id of a comment. Raises ValueError for what is no comment."""
    if not message.startswith(_COMMENT):
        raise ValueError("This message is no comment on Facebook.")
    return message.removeprefix(_COMMENT).partition(":")[0]


def messenger_conversation(page: str, customer: str) -> ConversationId:
    """Return the conversation of a page with a person, by the page-scoped id."""
    return ConversationId(channel=Channel.MESSENGER, thread=page, customer=customer)


@dataclass(frozen=True, slots=True)
class CommentThread:
    """Where a comment stands: under which post, and under which top-level comment."""

    post: str
    root: str

    def conversation(self, customer: str) -> ConversationId:
        """Return the conversation with one person there."""
        thread = f"{self.post}/{self.root}"
        return ConversationId(channel=Channel.FB_COMMENT, thread=thread, customer=customer)

    @classmethod
    def of(cls, conversation: ConversationId) -> "CommentThread":
        """Read what `conversation` wrote."""
        post, _, root = conversation.thread.partition("/")
        return cls(post=post, root=root)


def author_of(comment: str, author: str) -> str:
    """Return who wrote a comment; whom Meta does not name is a person for each comment."""
    return author or f"{UNKNOWN}{comment}"
