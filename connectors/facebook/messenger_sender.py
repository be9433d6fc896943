"""Messenger's way out: inside the windows, in order, each message once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.facebook.composing import messages_of
from connectors.facebook.dispatch import Dispatch, Shipment
from connectors.facebook.fields import Fields, fields_of, items_of, optional_id
from connectors.facebook.graph import Graph
from connectors.facebook.ids import USER_REF
from connectors.facebook.journal import Part
from connectors.facebook.settings import FacebookSettings, Page
from connectors.facebook.uploading import Uploading
from connectors.facebook.usage import Usage
from connectors.facebook.windows import Windows
from conversation.errors import UndeliverableError
from conversation.identity import ConversationId
from conversation.messages import Line
from conversation.ports import Clock

NOT_CONNECTED = "Diese Facebook-Seite ist nicht verbunden."
NOTHING_TO_SAY = "Darin ist nichts, was Messenger zeigen könnte."
LOOKED_AT = 25  # messages; more than can follow one line within a lease
SECONDS_ONLY = timedelta(seconds=2)  # Facebook tells times of messages in whole seconds


@dataclass(slots=True)
class MessengerSender:
    """Sends lines through the Send API (POST /{page}/messages).

    Sending a line again shows it once: what became of each part is written down, and a part that is
    in doubt is looked for before it is sent again. That is what `repeatable` says.
    """

    settings: FacebookSettings
    graph: Graph
    dispatch: Dispatch
    windows: Windows
    uploading: Uploading
    clock: Clock
    repeatable: bool = True

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender; also raises TryLaterError.

        The assistant and notices are sent as RESPONSE only, a person's lines also under the
        HUMAN_AGENT tag; outside both windows nothing leaves.
        """
        page = self._page(conversation)
        messages = [*messages_of(line), *await self._uploaded(page, conversation, line)]
        if not messages:
            raise UndeliverableError(NOTHING_TO_SAY)
        for number, message in enumerate(messages, start=1):
            part = Part(conversation, line.id, number=number, parts=len(messages))
            if (await self.dispatch.journal.look(part, self.clock.now())).is_sent:
                continue
            kind = await self.windows.kind_of_message(conversation, line.speaker, self.clock.now())
            await self.dispatch(self._shipment(page, part, message, kind))

    async def _uploaded(self, page: Page, conversation: ConversationId, line: Line) -> list[Fields]:
        """Return the messages that a line's files are; outside the windows nothing is uploaded."""
        if line.attachments:
            await self.windows.kind_of_message(conversation, line.speaker, self.clock.now())
        return await self.uploading.messages(page, conversation, line)

    def _page(self, conversation: ConversationId) -> Page:
        page = self.settings.page(conversation.thread)
        if page is None:
            raise UndeliverableError(NOT_CONNECTED)
        return page

    def _shipment(self, page: Page, part: Part, message: Fields, kind: dict[str, str]) -> Shipment:
        recipient = _recipient(part.conversation)
        whole = {**message, "metadata": part.metadata}

        async def send() -> tuple[str, Usage]:
            body = {"recipient": recipient, **kind, "message": whole}
            answer, usage = await self.graph.post(page, (page.id, "messages"), body)
            return optional_id(answer.get("message_id")), usage

        async def find(since: datetime) -> str | None:
            return await self._find(page, part, message["text"], since)

        return Shipment(part=part, page=page, send=send, find=find if "text" in message else None)

    async def _find(self, page: Page, part: Part, text: str, since: datetime) -> str | None:
        """Look for a text of ours in the conversation, as the page's inbox shows it."""
        fields = f"messages.limit({LOOKED_AT}){{id,message,from,created_time}}"
        answer = await self.graph.get(
            page,
            (page.id, "conversations"),
            platform="messenger",
            user_id=part.conversation.customer,
            fields=fields,
        )
        for thread in items_of(answer.get("data")):
            messages = fields_of(fields_of(thread).get("messages"))
            for message in map(fields_of, items_of(messages.get("data"))):
                if not says(message, page, text, since):
                    continue
                mid = optional_id(message.get("id"))
                if not await self.dispatch.journal.sent(part.conversation, mid):
                    return mid
        return None


def says(message: Fields, page: Page, text: str, since: datetime) -> bool:
    """Say whether a message or comment that Facebook shows is our page's, with that text, since."""
    if optional_id(fields_of(message.get("from")).get("id")) != page.id:
        return False
    if str(message.get("message", "")).split() != text.split():
        return False
    try:
        created = datetime.fromisoformat(str(message.get("created_time")))
    except ValueError:
        return False
    return created.tzinfo is not None and created >= since - SECONDS_ONLY


def _recipient(conversation: ConversationId) -> dict[str, str]:
    customer = conversation.customer
    if customer.startswith(USER_REF):
        return {"user_ref": customer.removeprefix(USER_REF)}
    return {"id": customer}
