"""Making good: an agent apologises, promises a call back, asks for a credit, and it gets done.

What is promised stands in the notes beside the conversation and in the audit log, and keeps the
conversation open until somebody has said that it is done, or why it is needless.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.identity import AgentId, ConversationId, LineId
from conversation.notes import Note, NoteId, NoteKind, Notes
from conversation.ports import Clock, Desk, Shield, Vault
from conversation.repairs import (
    CreditRefusedError,
    Credits,
    CreditStand,
    CreditsUnavailableError,
    Repair,
    RepairId,
    RepairKind,
    Repairs,
    RepairState,
)
from handoff.console.acting import NOT_YOURS, Acting
from handoff.console.laying import LATEST
from handoff.console.outer_words import told
from handoff.console.placeholders import is_placeholder, pieces
from handoff.console.repair_words import KINDS, cents_of, euros, promised
from handoff.console.times import clock_time
from handoff.console.views import Notice
from staff.language import N_, _, in_german
from staff.ports import Account, Accounts, Audit
from staff.roles import Role

LONGEST_WORDS = 300
CUSTOMER_DIGITS = 8
DECIDED_WITHIN = timedelta(days=7)
PHONE, CUSTOMER = "[TELEFON_", "[KUNDENNUMMER_"
BACK_OFFICE = AgentId("backoffice")
BACK_OFFICE_NAME = "Back Office"
MAY_TAKE = (Role.AGENT, Role.SUPERVISOR)

APOLOGISED = Notice(N_("Entschuldigt. Es ist unterwegs."))
CALL_PROMISED = N_("Rückruf vermerkt bis {}. Die Unterhaltung bleibt offen, bis er erledigt ist.")
ASKED = N_("Gutschrift beantragt ({}). Die Unterhaltung bleibt offen, bis entschieden ist.")
ASKED_LATER = Notice(
    N_("Vermerkt. Das Back Office antwortet gerade nicht; der Antrag geht von selbst dorthin.")
)
GRANTED = N_("Gutschrift genehmigt ({}).")
REFUSED = N_("Abgelehnt vom Back Office: {}")
NO_WORDS = Notice(N_("Nicht vermerkt: Es fehlt, worum es geht."), bad=True)
TOO_LONG = Notice(
    N_("Nicht vermerkt: Mehr als %(longest_words)s Zeichen.", longest_words=LONGEST_WORDS), bad=True
)
NO_NUMBER = Notice(N_("Nicht vermerkt: Es fehlt eine Telefonnummer."), bad=True)
NO_CUSTOMER = Notice(N_("Nicht beantragt: Es fehlt eine Kundennummer mit acht Ziffern."), bad=True)
NO_AMOUNT = Notice(N_("Nicht beantragt: Der Betrag fehlt oder ist keiner."), bad=True)
TOO_MUCH = N_("Nicht beantragt: Mehr als {} braucht eine Rolle mit höherer Grenze.")
NOBODY = Notice(N_("Nicht vermerkt: Diese Person gibt es nicht mehr."), bad=True)
NO_TIME = Notice(
    N_(
        "Nicht vermerkt: Der Zeitpunkt muss in den nächsten %(days)s Tagen liegen.",
        days=LATEST.days,
    ),
    bad=True,
)
DONE = Notice(N_("Erledigt."))
DROPPED = Notice(N_("Gestrichen."))
NO_REASON = Notice(N_("Nicht gestrichen: Es fehlt, warum."), bad=True)
SETTLED_ALREADY = Notice(N_("Das ist inzwischen erledigt oder hat sich geändert."), bad=True)
NOT_YOURS_TO_SETTLE = Notice(
    N_("Das melden kann, wer die Unterhaltung oder die Aufgabe hat, oder die Teamleitung."),
    bad=True,
)
STILL_OPEN = N_(
    "Bleibt offen: {} ist noch nicht erledigt. Erst erledigen und mit d melden, "
    "oder mit w bis dahin zurücklegen."
)


@dataclass(frozen=True, slots=True)
class CallBack:
    """What a form says of a call back: who calls, until which local time, which number, why."""

    owner: str
    until: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says of a credit: how much, for whom, why."""

    amount: str
    customer: str
    words: str


@dataclass(frozen=True, slots=True)
class Repairing:
    """Carries it out. `limits` are the highest credits, in cents, by role; no entry: none."""

    acting: Acting
    desk: Desk
    repairs: Repairs
    notes: Notes
    vault: Vault
    shield: Shield
    credits: Credits
    accounts: Accounts
    audit: Audit
    clock: Clock
    zone: ZoneInfo
    limits: Mapping[Role, int]

    async def apologise(
        self, conversation: ConversationId, agent: Account, *, text: str, id: RepairId
    ) -> Notice:
        """Say an apology, as it was edited, and note that it was said."""
        notice = await self.acting.reply(conversation, agent, text=text, line=LineId(f"agent-{id}"))
        if notice is not None:
            return notice
        now = self.clock.now()
        said = _repair(id, conversation, RepairKind.APOLOGY, agent, now=now, due_at=now)
        said = replace(said, state=RepairState.DONE, settled_by=agent.id, settled_at=now)
        await self._promise(said, agent)
        return APOLOGISED

    async def promise_call(
        self, conversation: ConversationId, agent: Account, call: CallBack, *, id: RepairId
    ) -> Notice:
        """Promise that a colleague calls, by when, and at which number."""
        now, due_at = self.clock.now(), self._moment(call.until)
        if due_at is None or not now < due_at <= now + LATEST:
            return NO_TIME
        owner = await self.accounts.by_id(AgentId(call.owner))
        if owner is None or owner.disabled or owner.role not in MAY_TAKE:
            return NOBODY
        if problem := await self._wrong(conversation, agent, call.words):
            return problem
        number = await self._placeholder(conversation, call.number, PHONE)
        if not number:
            return NO_NUMBER
        repair = _repair(id, conversation, RepairKind.CALL_BACK, agent, now=now, due_at=due_at)
        words = await self.shield.protect(conversation, _flat(call.words))
        await self._promise(replace(repair, owner=owner.id, number=number, words=words), agent)
        return Notice(CALL_PROMISED.format(clock_time(due_at, zone=self.zone, now=now)))

    async def ask_credit(
        self, conversation: ConversationId, agent: Account, wanted: Wanted, *, id: RepairId
    ) -> Notice:
        """Ask the back office for a credit; what it says at once is told at once."""
        cents, limit = cents_of(wanted.amount), self.limits.get(agent.role, 0)
        if not cents:
            return NO_AMOUNT
        if cents > limit:
            return Notice(TOO_MUCH.format(euros(limit)), bad=True)
        if problem := await self._wrong(conversation, agent, wanted.words):
            return problem
        customer = await self._customer(conversation, wanted.customer)
        if not customer:
            return NO_CUSTOMER
        now = self.clock.now()
        due_at = now + DECIDED_WITHIN
        repair = _repair(id, conversation, RepairKind.CREDIT, agent, now=now, due_at=due_at)
        words = await self.shield.protect(conversation, _flat(wanted.words))
        asked = replace(repair, cents=cents, customer=customer, words=words)
        await self._promise(asked, agent)
        return await self.follow(asked)

    async def follow(self, repair: Repair) -> Notice:
        """Ask for a credit, again if need be, or how it stands, and keep what has changed."""
        try:
            stand = await self._stand(repair)
        except CreditsUnavailableError:
            return ASKED_LATER
        except CreditRefusedError as error:
            stand = CreditStand(repair.reference, granted=False, words=str(error))
        after = replace(repair, reference=stand.reference, state=_STATES[stand.granted])
        if after.state is RepairState.REFUSED:
            after = replace(after, answer=stand.words)
        if after.state is RepairState.DONE:
            after = replace(after, settled_by=BACK_OFFICE, settled_at=self.clock.now())
        notice = _told(after)
        if after != repair and await self.repairs.change(repair, after):
            await self.audit.record(
                BACK_OFFICE, f"credit_{after.state.value}", repair.conversation, after.reference
            )
            if after.state is not RepairState.OPEN:
                with in_german():
                    noted = _told(after).words
                await self._note(after, noted, author=BACK_OFFICE, name=BACK_OFFICE_NAME)
        return notice

    async def follow_all(self) -> int:
        """Follow every credit that nobody has decided on; return how many there were."""
        asked = await self.repairs.asked()
        for one in asked:
            await self.follow(one)
        return len(asked)

    async def done(self, conversation: ConversationId, agent: Account, *, id: RepairId) -> Notice:
        """Say that a repair is done."""
        return await self._settle(conversation, agent, id=id, state=RepairState.DONE)

    async def drop(
        self, conversation: ConversationId, agent: Account, *, id: RepairId, reason: str
    ) -> Notice:
        """Say why a repair is needless."""
        reason = _flat(reason)[:LONGEST_WORDS]
        if not reason:
            return NO_REASON
        kept = await self.shield.protect(conversation, reason)
        return await self._settle(
            conversation, agent, id=id, state=RepairState.DROPPED, answer=kept
        )

    async def keeps_open(self, conversation: ConversationId) -> Notice | None:
        """Return why a conversation must not leave people's hands yet, if that is so."""
        still = [one for one in await self.repairs.of([conversation]) if one.open]
        if not still:
            return None
        return Notice(STILL_OPEN.format(", ".join(str(KINDS[one.kind]) for one in still)), bad=True)

    async def _settle(
        self,
        conversation: ConversationId,
        agent: Account,
        *,
        id: RepairId,
        state: RepairState,
        answer: str = "",
    ) -> Notice:
        repair = await self.repairs.one(id)
        if repair is None or repair.conversation != conversation or not repair.open:
            return SETTLED_ALREADY
        holder = (await self.desk.state(conversation)).hold.agent
        if agent.id not in (holder, repair.owner) and agent.role is not Role.SUPERVISOR:
            return NOT_YOURS_TO_SETTLE
        after = replace(
            repair,
            state=state,
            answer=answer or repair.answer,
            settled_by=agent.id,
            settled_at=self.clock.now(),
        )
        if not await self.repairs.change(repair, after):
            return SETTLED_ALREADY
        await self.audit.record(agent.id, f"repair_{state.value}", conversation, repair.kind.value)
        done = state is RepairState.DONE
        with in_german():
            kind = str(KINDS[repair.kind])
        words = f"{kind} erledigt." if done else f"{kind} gestrichen: {answer}"
        await self._note(after, words, author=agent.id, name=agent.name)
        return DONE if done else DROPPED

    async def _wrong(
        self, conversation: ConversationId, agent: Account, words: str
    ) -> Notice | None:
        if not _flat(words):
            return NO_WORDS
        if len(_flat(words)) > LONGEST_WORDS:
            return TOO_LONG
        state = await self.desk.state(conversation)
        return None if state.hold.agent == agent.id else NOT_YOURS

    async def _stand(self, repair: Repair) -> CreditStand:
        if repair.reference:
            return await self.credits.stand(repair.reference)
        values = await self.vault.resolve(repair.conversation, [repair.customer])
        customer = _digits(values.get(repair.customer, ""))
        if not customer:
            raise CreditRefusedError("Die Kundennummer ist nicht mehr bekannt.")
        return await self.credits.ask(
            key=f"repair-{repair.id}", customer=customer, cents=repair.cents, words=repair.words
        )

    async def _customer(self, conversation: ConversationId, text: str) -> str:
        """Return the placeholder of a customer's number, empty if it is none."""
        if is_placeholder(text.strip()):
            values = await self.vault.resolve(conversation, [text.strip()])
            text = values.get(text.strip(), "")
        digits = _digits(text)
        if not digits:
            return ""
        return await self._placeholder(conversation, f"Kundennummer {digits}", CUSTOMER)

    async def _placeholder(self, conversation: ConversationId, text: str, kind: str) -> str:
        """Return the one placeholder of a kind that stands for what was typed, empty if none."""
        text = text.strip()
        if is_placeholder(text):
            known = await self.vault.resolve(conversation, [text])
            return text if text in known and text.startswith(kind) else ""
        kept = await self.shield.protect(conversation, text)
        found = [one.text for one in pieces(kept) if one.hidden and one.text.startswith(kind)]
        return found[0] if len(found) == 1 else ""

    async def _promise(self, repair: Repair, agent: Account) -> None:
        """Keep it, once however often its form is sent, and note it for its owner."""
        await self.audit.record(
            agent.id, _PROMISED[repair.kind], repair.conversation, _detail(repair)
        )
        if not await self.repairs.add(repair):
            return
        owner = await self.accounts.by_id(repair.owner)
        with in_german():
            until = clock_time(repair.due_at, zone=self.zone, now=repair.at)
        words = promised(repair, owner=owner.name if owner else "jemand", until=until)
        await self._note(repair, words, author=agent.id, name=agent.name)

    async def _note(self, repair: Repair, words: str, *, author: AgentId, name: str) -> None:
        id = NoteId(f"repair-{repair.id}-{repair.state.value}")
        mentions = (repair.owner,) if repair.owner != author else ()
        note = Note(
            id, NoteKind.NOTE, author, name, words.strip(), self.clock.now(), mentions=mentions
        )
        await self.notes.write(repair.conversation, note)

    def _moment(self, until: str) -> datetime | None:
        try:
            return datetime.fromisoformat(until).replace(tzinfo=self.zone)
        except ValueError:
            return None


_STATES = {None: RepairState.OPEN, True: RepairState.DONE, False: RepairState.REFUSED}
_PROMISED = {
    RepairKind.APOLOGY: "apologised",
    RepairKind.CALL_BACK: "promised_call_back",
    RepairKind.CREDIT: "asked_for_credit",
}


def _repair(
    id: RepairId,
    conversation: ConversationId,
    kind: RepairKind,
    agent: Account,
    *,
    now: datetime,
    due_at: datetime,
) -> Repair:
    return Repair(
        id=id,
        conversation=conversation,
        kind=kind,
        by=agent.id,
        owner=agent.id,
        words="",
        at=now,
        due_at=due_at,
    )


def _told(repair: Repair) -> Notice:
    if repair.state is RepairState.REFUSED:
        return Notice(REFUSED.format(told(repair.answer) or _("ohne Angabe von Gründen")), bad=True)
    words = GRANTED if repair.state is RepairState.DONE else ASKED
    return Notice(words.format(euros(repair.cents)))


def _detail(repair: Repair) -> str:
    """Return what the audit log says beside the kind; nothing personal."""
    if repair.kind is RepairKind.CREDIT:
        with in_german():
            return euros(repair.cents)
    if repair.kind is RepairKind.CALL_BACK:
        return f"{repair.owner} {repair.due_at.isoformat()}"
    return ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _digits(text: str) -> str:
    digits = "".join(re.findall(r"[0-9]", text))
    return digits if len(digits) == CUSTOMER_DIGITS else ""


def first_due(repairs: Sequence[Repair]) -> datetime | None:
    """Return when the first open one is due."""
    return min((one.due_at for one in repairs if one.open), default=None)
