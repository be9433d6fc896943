"""Tells our account's own words apart: sent by us, or by a person in X's own app."""

from dataclasses import dataclass
from datetime import datetime

from connectors.incoming import Incoming, SaidElsewhere, Skipped
from connectors.x.attempts import Attempt, Attempts, fingerprint
from connectors.x.known import Known, KnownMessages, Sort, message_id
from conversation.identity import ConversationId, LineId, MessageId


@dataclass(frozen=True, slots=True)
class Own:
    """Words of our account, seen at X under `id`."""

    id: str
    conversation: ConversationId
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrived:
    """A line in doubt of which an echo shows that it arrived."""

    conversation: ConversationId
    line: LineId


@dataclass(frozen=True, slots=True)
class Echoes:
    """Recognises what we sent, also before the call that sent it has returned."""

    known: KnownMessages
    attempts: Attempts

    async def hear(self, own: Own) -> tuple[Incoming, Arrived | None]:
        """Return what own words mean, and the line in doubt that they settle."""
        sort = Sort.of(own.conversation)
        id = message_id(sort, own.id)
        known = await self.known.of(sort, own.id)
        if known is None:
            if (attempt := await self._sent(own)) is not None:
                arrived = Arrived(own.conversation, attempt.line) if attempt.doubtful else None
                return Skipped(f"{sort.value}.echo"), arrived
            # Its sender may have heard how it ended meanwhile: what is open no more is known.
            known = await self.known.of(sort, own.id)
        if known is not None and known.message != id:
            return Skipped(f"{sort.value}.echo"), None
        # Heard of before and not ours: told again under the same id, which costs nothing.
        await self.known.remember(sort, own.id, Known(message=id, conversation=own.conversation))
        return SaidElsewhere(id, own.conversation, text=own.text, at=own.at), None

    async def _sent(self, own: Own) -> Attempt | None:
        """Find the line of which these words are the echo, and note what it became."""
        wanted = fingerprint(own.text)
        for attempt in await self.attempts.open(own.conversation):
            if attempt.fingerprint == wanted:
                await self.note(own.conversation, attempt.line, own.id)
                return attempt
        return None

    async def note(self, conversation: ConversationId, line: LineId, id: str) -> None:
        """Remember that X's `id` is our line."""
        known = Known(message=MessageId(line), conversation=conversation)
        await self.known.remember(Sort.of(conversation), id, known)
        await self.attempts.posted(conversation, line, id)
