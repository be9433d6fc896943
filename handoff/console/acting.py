"""What agents do: take over, answer, give back, close, reveal. Each ends in a clear sentence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from conversation.context import Context
from conversation.errors import (
    AlreadyClaimedError,
    NoRoomError,
    NotOfferedError,
    OfferedAlreadyError,
    StaleHoldError,
)
from conversation.files import FileId
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.messages import Line, Speaker
from conversation.moves import Moves
from conversation.packets import PassedOn
from conversation.ports import (
    Clock,
    ConversationState,
    Desk,
    Move,
    Outbox,
    Saying,
    Transcripts,
    Vault,
)
from conversation.public_words import PublicWords
from conversation.satisfaction import Surveys, Unasked
from conversation.text_modules import variables
from conversation.turns import SlotValue
from handoff.console.attaching import Attaching
from handoff.console.placeholders import is_placeholder
from handoff.console.views import Notice
from handoff.console.words import personal_words
from handoff.routing.claiming import Claiming
from staff.language import N_, _
from staff.ports import Account, Accounts, Audit

LONGEST_REPLY = 4000

CLAIMED = Notice(N_("Übernommen. Die Kundin oder der Kunde weiß Bescheid."))
CLOSED_ALREADY = Notice(N_("Diese Unterhaltung ist inzwischen abgeschlossen."), bad=True)
FULL = Notice(
    N_("Nicht übernommen: Mehr auf einmal ist nicht vorgesehen. Bitte erst etwas abschließen."),
    bad=True,
)
DECLINED = Notice(N_("Abgelehnt. Es wird jemand anderem angeboten."))
OFFER_OVER = Notice(
    N_("Das Angebot ist vorbei; die Unterhaltung wird anderen angeboten."), bad=True
)
KEPT = N_("Nicht übernommen: Das wird gerade {} angeboten. Ohne Annahme ist es gleich wieder frei.")
MOVED_ON = Notice(
    N_("Inzwischen hat sich hier etwas geändert. Bitte nachsehen und noch einmal."), bad=True
)
NOT_YOURS = Notice(
    N_("Nichts wurde gesendet: Diese Unterhaltung ist erst zu übernehmen."), bad=True
)
EMPTY = Notice(N_("Die Antwort ist leer."), bad=True)
TOO_LONG = Notice(
    N_("Die Antwort ist länger als %(longest_reply)s Zeichen.", longest_reply=LONGEST_REPLY),
    bad=True,
)
TOO_PERSONAL = N_("Nichts wurde gesendet: Hier lesen alle mit, und darin steht: {}.")
GAPS = N_("Nichts wurde gesendet: Noch auszufüllen oder zu streichen ist {}.")
GIVEN_BACK = Notice(N_("Zurückgegeben. Ab jetzt antwortet wieder der Assistent."))
PASSED_ON = N_("Weitergegeben an {}.")
CLOSED = Notice(N_("Abgeschlossen. Schreibt die Kundin oder der Kunde wieder, beginnt es neu."))
CLOSED_AND_ASKED = Notice(
    N_("Abgeschlossen, mit der Frage nach der Zufriedenheit. Die Antwort darauf öffnet nichts neu.")
)


class Take(Protocol):
    """A way of taking a conversation; raises what `Claiming.pick` and `Claiming.accept` raise."""

    async def __call__(self, conversation: ConversationId, agent: AgentId, *, name: str) -> Hold:
        """Take it."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Carries out what an agent wants, if it may still be done."""

    desk: Desk
    claiming: Claiming
    outbox: Outbox
    transcripts: Transcripts
    vault: Vault
    moves: Moves
    accounts: Accounts
    audit: Audit
    clock: Clock
    public_words: PublicWords
    attaching: Attaching
    surveys: Surveys = field(default_factory=Unasked)

    async def claim(self, conversation: ConversationId, agent: Account) -> Notice:
        """Take a conversation over; who is second learns who was first."""
        if (await self.desk.state(conversation)).hold.owner is Owner.NOBODY:
            return CLOSED_ALREADY
        return await self._take(self.claiming.pick, conversation, agent)

    async def accept(self, conversation: ConversationId, agent: Account) -> Notice:
        """Take what one is offered, if it still is."""
        return await self._take(self.claiming.accept, conversation, agent)

    async def decline(self, conversation: ConversationId, agent: Account) -> Notice:
        """Leave what one is offered to another agent."""
        try:
            await self.claiming.decline(conversation, agent.id)
        except NotOfferedError:
            return OFFER_OVER
        await self.audit.record(agent.id, "declined", conversation)
        return DECLINED

    async def _take(self, take: Take, conversation: ConversationId, agent: Account) -> Notice:
        # Whoever takes something is there, also without the console's stream.
        await self.claiming.roster.beat(agent.id, now=self.claiming.wall.now())
        try:
            await take(conversation, agent.id, name=agent.name)
        except NotOfferedError:
            return OFFER_OVER
        except AlreadyClaimedError as error:
            return await self._claimed_by(error.winner, agent)
        except OfferedAlreadyError as error:
            return Notice(KEPT.format(await self._name(error.agent)), bad=True)
        except NoRoomError:
            return FULL
        except StaleHoldError:
            return MOVED_ON
        await self.audit.record(agent.id, "claimed", conversation)
        return CLAIMED

    async def reply(
        self,
        conversation: ConversationId,
        agent: Account,
        *,
        text: str,
        line: LineId,
        files: Sequence[FileId] = (),
    ) -> Notice | None:
        """Say something as an agent; the same line twice is said once. None: all went well."""
        text = text.replace("\r\n", "\n").strip()
        if not text and not files:
            return EMPTY
        if len(text) > LONGEST_REPLY:
            return TOO_LONG
        if problem := gaps_in(text):
            return problem
        state = await self.desk.state(conversation)
        if state.hold.agent != agent.id:
            return await self._not_said(state, line)
        if kinds := await self.public_words.kinds(conversation, text):
            return Notice(TOO_PERSONAL.format(personal_words(kinds)), bad=True)
        attached = await self.attaching.take(conversation, agent, files, line=line, text=text)
        if isinstance(attached, Notice):
            return attached
        said = Line(
            id=line,
            speaker=Speaker.AGENT,
            text=text,
            at=self.clock.now(),
            author=agent.name,
            attachments=attached,
        )
        try:
            await self.outbox.say(Saying(conversation=conversation, hold=state.hold, lines=(said,)))
        except StaleHoldError:
            return await self._not_said(await self.desk.state(conversation), line)
        return None

    async def give_back(
        self, conversation: ConversationId, agent: Account, *, confirmed: Collection[str]
    ) -> Notice:
        """Return a conversation to the assistant, with those of its facts that are right."""
        state, context = await self.desk.recall(conversation)
        if state.hold.agent != agent.id:
            return await self._not_mine(state)
        facts = _confirmed(state, context, confirmed)
        move = self.moves.give_back(state, context, facts=facts)
        return await self._move(move, agent, done=GIVEN_BACK, what="gave_back")

    async def close(
        self, conversation: ConversationId, agent: Account, *, ask: bool = True
    ) -> Notice:
        """End a conversation; unless told not to `ask`, with the question about satisfaction."""
        state, context = await self.desk.recall(conversation)
        if state.hold.agent != agent.id:
            return await self._not_mine(state)
        survey = await self.surveys.survey(state, context) if ask else None
        move = self.moves.close(state, context, survey=survey)
        notice = await self._move(
            move, agent, done=CLOSED_AND_ASKED if survey else CLOSED, what="closed"
        )
        if survey and notice.bad:
            await self.surveys.take_back(conversation)
        return notice

    async def pass_on(
        self, conversation: ConversationId, agent: Account, passed_on: PassedOn
    ) -> Notice:
        """Give a conversation to colleagues, who may take it from now on."""
        state, context = await self.desk.recall(conversation)
        if state.hold.agent != agent.id:
            return await self._not_mine(state)
        move = self.moves.pass_on(state, context, passed_on)
        done = Notice(PASSED_ON.format(passed_on.to))
        return await self._move(move, agent, done=done, what="passed_on")

    async def reveal(
        self, conversation: ConversationId, agent: Account, *, placeholder: str
    ) -> str:
        """Return what a placeholder stands for, empty if nothing does; noted before it is shown."""
        if not is_placeholder(placeholder):
            return ""
        await self.audit.record(agent.id, "revealed", conversation, placeholder)
        values = await self.vault.resolve(conversation, [placeholder])
        return values.get(placeholder, "")

    async def _move(self, move: Move, agent: Account, *, done: Notice, what: str) -> Notice:
        try:
            await self.desk.move(move)
        except AlreadyClaimedError as error:
            return await self._claimed_by(error.winner, agent)
        except StaleHoldError:
            return MOVED_ON
        await self.claiming.left(move.saying.conversation, agent.id)
        await self.audit.record(agent.id, what, move.saying.conversation)
        return done

    async def _claimed_by(self, winner: AgentId | None, agent: Account) -> Notice:
        if winner == agent.id:
            return CLAIMED
        name = await self._name(winner)
        return Notice(_("%(name)s war schneller und hat schon übernommen.", name=name), bad=True)

    async def _not_said(self, state: ConversationState, line: LineId) -> Notice | None:
        """Return why nothing was sent, unless it was: this may be the second try of a good one."""
        if line in await self.transcripts.deliveries(state.conversation):
            return None
        return await self._not_mine(state)

    async def _not_mine(self, state: ConversationState) -> Notice:
        if state.hold.owner is Owner.NOBODY:
            return CLOSED_ALREADY
        if state.hold.agent is None:
            return NOT_YOURS
        name = await self._name(state.hold.agent)
        return Notice(
            _("Nichts wurde gesendet: %(name)s hat diese Unterhaltung jetzt.", name=name), bad=True
        )

    async def _name(self, agent: AgentId | None) -> str:
        account = await self.accounts.by_id(agent) if agent else None
        return account.name if account else _("Jemand anderes")


def gaps_in(text: str) -> Notice | None:
    """Return why a text is not sent in which a ready text's variable was never filled in."""
    gaps = ", ".join(f"{{{{{name}}}}}" for name in variables(text))
    return Notice(GAPS.format(gaps), bad=True) if gaps else None


def _confirmed(
    state: ConversationState, context: Context, confirmed: Collection[str]
) -> dict[str, SlotValue]:
    """Return the packet's facts as slots: confirmed ones as the assistant had them, no others."""
    facts = state.packet.facts if state.packet else ()
    return {
        fact.name: context.slots.get(fact.name, fact.value) if fact.name in confirmed else None
        for fact in facts
    }
