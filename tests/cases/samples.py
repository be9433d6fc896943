"""People who write in public and in private, and a clock to let time pass."""

from datetime import UTC, datetime, timedelta

from conversation.identity import Channel, ConversationId

START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


class Watch:
    """A clock that stands still until a test lets time pass."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


def post(author: str = "222", thread: str = "9001") -> ConversationId:
    return ConversationId(Channel.X_PUBLIC, thread=thread, customer=author)


def direct(person: str = "222") -> ConversationId:
    return ConversationId(Channel.X_DM, thread="111", customer=person)


def comment(author: str = "77", thread: str = "1_2/1_3") -> ConversationId:
    return ConversationId(Channel.FB_COMMENT, thread=thread, customer=author)


def messenger(person: str = "8801") -> ConversationId:
    return ConversationId(Channel.MESSENGER, thread="1", customer=person)


def chat(person: str = "anna") -> ConversationId:
    return ConversationId(Channel.WEBCHAT, thread=person, customer=person)
