"""X's operations on direct messages."""

from collections.abc import Sequence
from datetime import timedelta

from tests.world.x.door import Answer, Call, Door
from tests.world.x.limits import MESSAGES, OTHERS, READING_MESSAGES
from tests.world.x.media import OF_MESSAGES, shown
from tests.world.x.platform import XPlatform
from tests.world.x.problems import invalid, not_found
from tests.world.x.reading import page_of
from tests.world.x.state import Message, conversation_of

READABLE = timedelta(days=30)
KIND = "MessageCreate"


def open_messages(door: Door, x: XPlatform) -> None:
    """Serve writing, reading and deleting direct messages."""
    routes = MessageRoutes(x)
    conversation = "/2/dm_conversations"
    door.open(
        "POST",
        f"{conversation}/with/{{participant_id}}/messages",
        routes.write_to,
        limits=MESSAGES,
    )
    door.open(
        "POST", f"{conversation}/{{dm_conversation_id}}/messages", routes.write_in, limits=MESSAGES
    )
    door.open("GET", "/2/dm_events", routes.all, limits=READING_MESSAGES)
    door.open(
        "GET",
        f"{conversation}/with/{{participant_id}}/dm_events",
        routes.with_one,
        limits=READING_MESSAGES,
    )
    door.open("GET", f"{conversation}/{{id}}/dm_events", routes.of_one, limits=READING_MESSAGES)
    door.open("GET", "/2/dm_events/{event_id}", routes.one, limits=READING_MESSAGES)
    door.open("DELETE", "/2/dm_events/{event_id}", routes.delete, limits=OTHERS)


class MessageRoutes:
    """Each method is one operation."""

    def __init__(self, x: XPlatform) -> None:
        self._x = x

    async def write_to(self, call: Call) -> Answer:
        return self._write(call, call.path["participant_id"])

    async def write_in(self, call: Call) -> Answer:
        parties = call.path["dm_conversation_id"].split("-")
        others = [id for id in parties if id != call.user]
        if len(parties) != 2 or len(others) != 1:
            raise not_found("dm_conversation", "id", call.path["dm_conversation_id"])
        return self._write(call, others[0])

    async def all(self, call: Call) -> Answer:
        return self._page(self._x.mail.of(call.user), call)

    async def with_one(self, call: Call) -> Answer:
        conversation = conversation_of(call.user, call.path["participant_id"])
        return self._page(self._x.mail.of(call.user, conversation=conversation), call)

    async def of_one(self, call: Call) -> Answer:
        return self._page(self._x.mail.of(call.user, conversation=call.path["id"]), call)

    async def one(self, call: Call) -> Answer:
        found = self._x.reading.messages([self._mine(call)], call.query)
        return Answer({**found, "data": found["data"][0]})

    async def delete(self, call: Call) -> Answer:
        self._x.mail.delete(self._mine(call).id)
        return Answer({"data": {"deleted": True}})

    def _mine(self, call: Call) -> Message:
        message = self._x.mail.get(call.path["event_id"])
        if message is None or call.user not in (message.sender_id, message.recipient_id):
            raise not_found("dm_event", "id", call.path["event_id"])
        return message

    def _write(self, call: Call, recipient: str) -> Answer:
        text = call.body.get("text", "")
        media = [one["media_id"] for one in call.body.get("attachments", ())]
        if not text and not media:
            raise invalid("text: the message is empty")
        pictures = self._x.pictures.use(call.user, media, OF_MESSAGES, most=1)
        self._x.mail.check(call.user, recipient, text)
        message = self._x.write(
            call.user, recipient, shown(text, pictures), by_api=True, media=tuple(media)
        )
        data = {"dm_conversation_id": message.conversation_id, "dm_event_id": message.id}
        return Answer({"data": data}, status=201)

    def _page(self, messages: Sequence[Message], call: Call) -> Answer:
        since = self._x.clock.now() - READABLE
        wanted = KIND in call.query.get("event_types", [KIND])
        kept = [message for message in messages if wanted and message.created_at > since]
        return Answer(
            page_of(
                kept,
                call.query,
                usual=100,
                build=lambda page: self._x.reading.messages(page, call.query),
                ids=False,
            )
        )
