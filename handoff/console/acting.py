"""What agents do: take over, answer, give back, close, reveal. Each ends in a clear sentence."""

from collections.abc import Collection
from dataclasses import dataclass

from conversation.context import Context
from conversation.errors import AlreadyClaimedError, StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.messages import Line, Speaker
from conversation.moves import Moves
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
from conversation.turns import SlotValue
from handoff.console.placeholders import is_placeholder
from handoff.console.views import Notice
from handoff.console.words import personal_words
from staff.ports import Account, Accounts, Audit

LONGEST_REPLY = 4000

CLAIMED = Notice("Übernommen. Die Kundin oder der Kunde weiß Bescheid.")
CLOSED_ALREADY = Notice("Diese Unterhaltung ist inzwischen abgeschlossen.", bad=True)
MOVED_ON = Notice(
    "Inzwischen hat sich hier etwas geändert. Bitte nachsehen und noch einmal.", bad=True
)
NOT_YOURS = Notice("Nichts wurde gesendet: Diese Unterhaltung ist erst zu übernehmen.", bad=True)
EMPTY = Notice("Die Antwort ist leer.", bad=True)
TOO_LONG = Notice(f"Die Antwort ist länger als {LONGEST_REPLY} Zeichen.", bad=True)
TOO_PERSONAL = "Nichts wurde gesendet: Hier lesen alle mit, und darin steht: {}."
GIVEN_BACK = Notice("Zurückgegeben. Ab jetzt antwortet wieder der Assistent.")
CLOSED = Notice("Abgeschlossen. Schreibt die Kundin oder der Kunde wieder, beginnt es neu.")


@dataclass(frozen=True, slots=True)
class Acting:
    """Carries out what an agent wants, if it may still be done."""

    desk: Desk
    outbox: Outbox
    transcripts: Transcripts
    vault: Vault
    moves: Moves
    accounts: Accounts
    audit: Audit
    clock: Clock
    public_words: PublicWords

    async def claim(self, conversation: ConversationId, agent: Account) -> Notice:
        """Take a conversation over; who is second learns who was first."""
        state, context = await self.desk.recall(conversation)
        if state.hold.owner is Owner.NOBODY:
            return CLOSED_ALREADY
        if state.hold.agent is not None:
            return await self._claimed_by(state.hold.agent, agent)
        move = self.moves.claim(state, context, agent=agent.id, name=agent.name)
        return await self._move(move, agent, done=CLAIMED, what="claimed")

    async def reply(
        self, conversation: ConversationId, agent: Account, *, text: str, line: LineId
    ) -> Notice | None:
        """Say something as an agent; the same line twice is said once. None: all went well."""
        text = text.replace("\r\n", "\n").strip()
        if not text:
            return EMPTY
        if len(text) > LONGEST_REPLY:
            return TOO_LONG
        state = await self.desk.state(conversation)
        if state.hold.agent != agent.id:
            return await self._not_said(state, line)
        if kinds := await self.public_words.kinds(conversation, text):
            return Notice(TOO_PERSONAL.format(personal_words(kinds)), bad=True)
        said = Line(
            id=line, speaker=Speaker.AGENT, text=text, at=self.clock.now(), author=agent.name
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

    async def close(self, conversation: ConversationId, agent: Account) -> Notice:
        """End a conversation."""
        state, context = await self.desk.recall(conversation)
        if state.hold.agent != agent.id:
            return await self._not_mine(state)
        return await self._move(self.moves.close(state, context), agent, done=CLOSED, what="closed")

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
        await self.audit.record(agent.id, what, move.saying.conversation)
        return done

    async def _claimed_by(self, winner: AgentId | None, agent: Account) -> Notice:
        if winner == agent.id:
            return CLAIMED
        name = await self._name(winner)
        return Notice(f"{name} war schneller und hat schon übernommen.", bad=True)

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
        return Notice(f"Nichts wurde gesendet: {name} hat diese Unterhaltung jetzt.", bad=True)

    async def _name(self, agent: AgentId | None) -> str:
        account = await self.accounts.by_id(agent) if agent else None
        return account.name if account else "Jemand anderes"


def _confirmed(
    state: ConversationState, context: Context, confirmed: Collection[str]
) -> dict[str, SlotValue]:
    """Return the packet's facts as slots: confirmed ones as the assistant had them, no others."""
    facts = state.packet.facts if state.packet else ()
    return {
        fact.name: context.slots.get(fact.name, fact.value) if fact.name in confirmed else None
        for fact in facts
    }
