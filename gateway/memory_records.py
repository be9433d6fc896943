"""Records and accounts in memory: the twins for tests and for trying things out."""

from collections import defaultdict
from datetime import datetime, timedelta
from time import monotonic

from conversation.identity import ConversationId, LineId, MessageId
from conversation.keys import Box
from conversation.messages import Delivery, Line, Progress
from conversation.ports import FeedKind
from conversation.records import Amendment, Trouble
from gateway.amending import line_after, message_after, packet_after
from gateway.memory import arrived_mark
from handoff.codec import LINE
from handoff.memory import MemoryLive


class MemoryRecords:
    """See conversation.records.Records for every method."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live
        self._late: dict[tuple[ConversationId, MessageId], Amendment] = {}
        self._progress: dict[ConversationId, dict[Progress, datetime]] = defaultdict(dict)

    async def knows(self, conversation: ConversationId, id: str) -> bool:
        """See Records."""
        live = self._live
        return (conversation, id) in live.seen or LineId(id) in live.deliveries[conversation]

    async def note(self, conversation: ConversationId, id: str) -> None:
        """See Records."""
        self._live.seen.add((conversation, id))

    async def amend(self, amendment: Amendment) -> None:
        """See Records."""
        mark = (amendment.conversation, str(amendment.id))
        if mark not in self._live.seen:
            self._live.seen.add(mark)
            self._change(amendment)

    async def amend_late(self, conversation: ConversationId, message: MessageId) -> None:
        """See Records."""
        late = self._late.pop((conversation, message), None)
        if late is not None:
            self._change(late)

    async def write_down(self, conversation: ConversationId, line: Line) -> bool:
        """See Records."""
        if line.id in self._live.deliveries[conversation]:
            return False
        self._live.deliveries[conversation][line.id] = Delivery.SENT
        self._live.transcribe(conversation, line)
        return True

    async def saw(self, conversation: ConversationId, progress: Progress, until: datetime) -> bool:
        """See Records."""
        marks = self._progress[conversation]
        if progress in marks and marks[progress] >= until:
            return False
        marks[progress] = until
        body = {"progress": progress.value, "until": until.isoformat()}
        self._live.tell(FeedKind.SEEN, conversation, body)
        return True

    async def seen(self, conversation: ConversationId) -> dict[Progress, datetime]:
        """See Records."""
        return dict(self._progress[conversation])

    async def typing(self, conversation: ConversationId) -> None:
        """See Records."""
        self._live.tell(FeedKind.TYPING, conversation, {})

    async def forget(self, conversation: ConversationId) -> None:
        """See Records."""
        live = self._live
        self._late = {key: late for key, late in self._late.items() if key[0] != conversation}
        self._progress.pop(conversation, None)
        for box in live.boxes.values():
            box.items.pop(conversation, None)
            box.dead.pop(conversation, None)
            box.ready.pop(conversation, None)
            box.first.pop(conversation, None)
        live.transcripts.pop(conversation, None)
        live.contexts.pop(conversation, None)
        live.packets.pop(conversation, None)
        live.recent.pop(conversation, None)
        live.notes.pop(conversation, None)
        live.asked = {key: at for key, at in live.asked.items() if key[0] != conversation}
        live.marks = {key: at for key, at in live.marks.items() if key[1] != conversation}
        live.tell(FeedKind.FORGOTTEN, conversation, {})

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        """See Records."""
        state = self._live.deliveries[conversation].get(line)
        if state is Delivery.QUEUED:
            self._live.seen.add((conversation, arrived_mark(line)))
        if state is not Delivery.UNCERTAIN:
            return
        dead = self._live.boxes[Box.OUTBOX].dead
        dead[conversation] = [letter for letter in dead[conversation] if letter[0] != line]
        self._live.settle(conversation, line, Delivery.SENT, "")

    def _change(self, change: Amendment) -> None:
        c, live = change.conversation, self._live
        lines = live.transcripts[c]
        place = next((n for n, line in enumerate(lines) if str(line.id) == change.of), None)
        if place is None:
            self._late[c, change.of] = change
            return
        before, after = lines[place], line_after(lines[place], change)
        self._change_mail(c, change.of, after)
        if (packet := live.packets.get(c)) is not None:
            live.packets[c] = packet_after(packet, before, after)
        if after != before:
            lines[place] = after
            kind = FeedKind.ERASED if after.erased_at is not None else FeedKind.EDITED
            live.tell(kind, c, LINE.plain(after))

    def _change_mail(self, c: ConversationId, of: MessageId, line: Line) -> None:
        box = self._live.boxes[Box.INBOX]
        if of in box.items[c]:
            order, message = box.items[c].pop(of)
            if (changed := message_after(message, line)) is not None:
                box.items[c][of] = (order, changed)
        letters = []
        for letter in box.dead[c]:
            body = message_after(letter[2], line) if letter[0] == of else letter[2]
            if body is not None:
                letters.append((*letter[:2], body, *letter[3:]))
        box.dead[c] = letters


class MemoryAccounts:
    """See conversation.records.Accounts for every method."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[datetime, Trouble | None]] = {}
        self._tried: dict[str, float] = {}

    async def begins(self, trouble: Trouble) -> None:
        """See Accounts."""
        self._note(trouble.account, trouble.topic, trouble.at, trouble)

    async def ends(self, account: str, topic: str, at: datetime) -> None:
        """See Accounts."""
        self._note(account, topic, at, None)

    async def troubles(self) -> list[Trouble]:
        """See Accounts."""
        standing = [trouble for _, trouble in self._last.values() if trouble is not None]
        return sorted(standing, key=lambda one: one.at)

    async def may_try(self, account: str, *, every: timedelta) -> bool:
        """See Accounts."""
        now = monotonic()
        if now < self._tried.get(account, 0.0):
            return False
        self._tried[account] = now + every.total_seconds()
        return True

    def _note(self, account: str, topic: str, at: datetime, trouble: Trouble | None) -> None:
        known = self._last.get((account, topic))
        if known is None or known[0] <= at:
            self._last[account, topic] = (at, trouble)
