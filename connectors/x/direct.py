"""The way out of direct messages."""

from typing import Any

from connectors.x.media import Media
from connectors.x.outcomes import RuledOutError
from connectors.x.sending import Parcel, Sending
from connectors.x.settings import BudgetKind, XSettings
from connectors.x.threads import Threads
from connectors.x.wording import direct_message
from conversation.identity import ConversationId
from conversation.messages import Line, Speaker


class XDirectSender:
    """Sends direct messages. Repeatable: attempts are looked for before another is made."""

    repeatable = True

    def __init__(
        self, *, sending: Sending, media: Media, threads: Threads, settings: XSettings
    ) -> None:
        self._sending = sending
        self._media = media
        self._threads = threads
        self._settings = settings

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender. Raises NeedsPersonError, RuledOutError and TryLaterError beside."""
        if await self._sending.was_sent(conversation, line):
            return
        by_person = line.speaker is Speaker.AGENT
        thread = await self._threads.of(conversation)
        if thread.stopped and not by_person:
            words = "Die Person hat um keine weiteren automatischen Nachrichten gebeten."
            raise RuledOutError("stopped", words)
        text = direct_message(line, self._settings, greeted=thread.greeted)
        body: dict[str, Any] = {"text": text}
        if media := await self._media.of(conversation, line):
            body["attachments"] = [{"media_id": id} for id in media]
        await self._sending.send(
            Parcel(
                conversation=conversation,
                line=line,
                text=text,
                path=f"/2/dm_conversations/with/{conversation.customer}/messages",
                body=body,
                kind=BudgetKind.DIRECT_MESSAGE,
                id_name="dm_event_id",
            )
        )
        await self._threads.said(conversation, greeted=not by_person, offered=line.buttons)
