"""Direct messages, and who may write to whom."""

from collections.abc import Iterator

from tests.world.clock import WorldClock
from tests.world.numbers import Numbers
from tests.world.x.accounts import Accounts
from tests.world.x.problems import forbidden, invalid
from tests.world.x.state import Message, conversation_of
from tests.world.x.timeline import Timeline

LONGEST = 10_000
NO_PERMISSION = "You do not have permission to DM one or more participants."


class Mail:
    """All direct messages, oldest first."""

    def __init__(
        self, clock: WorldClock, numbers: Numbers, accounts: Accounts, timeline: Timeline
    ) -> None:
        self._clock = clock
        self._numbers = numbers
        self._accounts = accounts
        self._timeline = timeline
        self._messages: dict[str, Message] = {}

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages.values())

    def get(self, id: str) -> Message | None:
        return self._messages.get(id)

    def delete(self, id: str) -> None:
        del self._messages[id]

    def of(self, account: str, *, conversation: str | None = None) -> list[Message]:
        """Return what an account sees, newest first."""
        seen = [
            message
            for message in self
            if account in (message.sender_id, message.recipient_id)
            and conversation in (None, message.conversation_id)
        ]
        return sorted(seen, key=lambda message: int(message.id), reverse=True)

    def check(self, sender: str, recipient: str, text: str) -> None:
        """Raise X's refusal if the API does not take a message."""
        person = self._accounts.get(recipient)
        if person is None:
            raise invalid("participant_id: the user does not exist", value=recipient)
        if len(text) > LONGEST:
            raise invalid(f"text: longer than {LONGEST} characters")
        if sender in person.blocked or not self._may_write(sender, recipient):
            raise forbidden(NO_PERMISSION)

    def send(
        self,
        sender: str,
        recipient: str,
        text: str,
        *,
        by_api: bool = False,
        media: tuple[str, ...] = (),
    ) -> Message:
        """Deliver a message; ValueError if it is empty or too long."""
        if not text or len(text) > LONGEST:
            raise ValueError("a message has between 1 and 10,000 characters")
        message = Message(
            id=self._numbers.snowflake(),
            sender_id=sender,
            recipient_id=recipient,
            text=text,
            created_at=self._clock.now(),
            media=media,
            by_api=by_api,
        )
        self._messages[message.id] = message
        return message

    def read(self, reader: str, writer: str) -> Message | None:
        """Mark all of `writer`'s messages as read; return the newest of them."""
        conversation = conversation_of(reader, writer)
        own = [one for one in self.of(reader, conversation=conversation) if one.sender_id == writer]
        for message in own:
            message.read = True
        return own[0] if own else None

    def _may_write(self, sender: str, recipient: str) -> bool:
        person = self._accounts.of(recipient)
        wrote = any(one.sender_id == recipient and one.recipient_id == sender for one in self)
        return wrote or person.open_to_messages or self._timeline.engaged(sender, recipient)
