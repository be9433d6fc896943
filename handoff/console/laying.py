"""Laying a conversation away for later: until when, and what is to be done then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.errors import NoRoomError, OfferedAlreadyError, StaleHoldError
from conversation.identity import ConversationId
from conversation.notes import Note, NoteId, NoteKind, Notes
from conversation.ports import Clock, Desk, Transcripts
from handoff.console.acting import FULL, MOVED_ON, NOT_YOURS
from handoff.console.showing import promise_kept
from handoff.console.times import clock_time
from handoff.console.views import Notice
from handoff.routing.claiming import Claiming
from staff.language import N_, in_german
from staff.ports import Account, Audit

LONGEST_STEP = 300
LATEST = timedelta(days=30)

NO_STEP = Notice(N_("Nicht zurückgelegt: Es fehlt, was dann zu tun ist."), bad=True)
TOO_LONG = Notice(
    N_("Nicht zurückgelegt: Mehr als %(longest_step)s Zeichen.", longest_step=LONGEST_STEP),
    bad=True,
)
NO_TIME = Notice(
    N_(
        "Nicht zurückgelegt: Der Zeitpunkt muss in den nächsten %(days)s Tagen liegen.",
        days=LATEST.days,
    ),
    bad=True,
)
UNANSWERED = Notice(
    N_("Nicht zurückgelegt: Eine Antwort ist zugesagt. Bitte erst schreiben, wann es weitergeht."),
    bad=True,
)
DONE = N_(
    "Zurückgelegt bis {}. Schreibt die Kundin oder der Kunde vorher, wartet es gleich wieder."
)
TAKEN_UP = Notice(N_("Weiter geht es: Die Unterhaltung ist wieder bei mir."))
NOT_LAID = Notice(N_("Hier ist nichts zurückgelegt."), bad=True)
STEP_NOTED = Notice(N_("Nächster Schritt vermerkt."))
STEP_DONE = Notice(N_("Nächster Schritt gestrichen."))
STEP_TOO_LONG = Notice(
    N_("Nicht vermerkt: Mehr als %(longest_step)s Zeichen.", longest_step=LONGEST_STEP), bad=True
)
NOTED = "Wiedervorlage {}: {}"


@dataclass(frozen=True, slots=True)
class Laying:
    """Keeps what an agent cannot go on with yet, without its taking their room."""

    desk: Desk
    transcripts: Transcripts
    claiming: Claiming
    notes: Notes
    audit: Audit
    clock: Clock
    zone: ZoneInfo

    async def lay_away(
        self, conversation: ConversationId, agent: Account, *, until: str, step: str
    ) -> Notice:
        """Lay a conversation away until a local time such as `2026-11-25T09:00`."""
        step = " ".join(step.split())
        now, moment = self.clock.now(), self._moment(until)
        if moment is None or not now < moment <= now + LATEST:
            return NO_TIME
        if problem := _wrong(step) or await self._too_early(conversation, agent):
            return problem
        try:
            hold = (await self.desk.state(conversation)).hold
            await self.claiming.places.note_step(conversation, hold=hold, step=step, now=now)
            await self.claiming.lay_away(conversation, agent.id, until=moment)
        except StaleHoldError:
            return MOVED_ON
        with in_german():  # a note is kept, for colleagues of every language
            noted = NOTED.format(clock_time(moment, zone=self.zone, now=now), step)
        id = NoteId(f"later-{int(now.timestamp() * 1000)}-{agent.id}")
        note = Note(id, NoteKind.NOTE, agent.id, agent.name, noted, now)
        await self.notes.write(conversation, note)
        await self.audit.record(agent.id, "laid_away", conversation, moment.isoformat())
        return Notice(DONE.format(clock_time(moment, zone=self.zone, now=now)))

    async def take_up(self, conversation: ConversationId, agent: Account) -> Notice:
        """Go on with it before its time."""
        standing = await self.claiming.places.standing(conversation)
        if standing.state.hold.agent != agent.id or not standing.place.laid_until:
            return NOT_LAID
        try:
            await self.claiming.take_up(conversation, agent.id)
        except NoRoomError:
            return FULL
        except (StaleHoldError, OfferedAlreadyError):
            return MOVED_ON
        await self.audit.record(agent.id, "took_up", conversation)
        return TAKEN_UP

    async def note_step(self, conversation: ConversationId, agent: Account, step: str) -> Notice:
        """Note what is to be done next, without laying it away; empty: it is done."""
        step = " ".join(step.split())
        if len(step) > LONGEST_STEP:
            return STEP_TOO_LONG
        hold = (await self.desk.state(conversation)).hold
        if hold.agent != agent.id:
            return NOT_YOURS
        try:
            now = self.clock.now()
            await self.claiming.places.note_step(conversation, hold=hold, step=step, now=now)
        except StaleHoldError:
            return MOVED_ON
        await self.audit.record(agent.id, "noted_step", conversation)
        return STEP_NOTED if step else STEP_DONE

    async def _too_early(self, conversation: ConversationId, agent: Account) -> Notice | None:
        """Return why an agent may not lay it away yet: nobody shall wait for a promise unseen."""
        state = await self.desk.state(conversation)
        if state.hold.agent != agent.id:
            return NOT_YOURS
        lines = await self.transcripts.lines(conversation)
        promised = state.hold.deadline is not None
        return UNANSWERED if promised and not promise_kept(state, lines) else None

    def _moment(self, until: str) -> datetime | None:
        try:
            return datetime.fromisoformat(until).replace(tzinfo=self.zone)
        except ValueError:
            return None


def _wrong(step: str) -> Notice | None:
    if not step:
        return NO_STEP
    return TOO_LONG if len(step) > LONGEST_STEP else None
