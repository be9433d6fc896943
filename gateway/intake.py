"""Takes in what connectors were told: kept for good before it is acknowledged, each id once."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chassis.logs import get_logger
from connectors.incoming import (
    AccountTrouble,
    Control,
    Edited,
    Erased,
    Incoming,
    SaidElsewhere,
    Seen,
    Skipped,
    Typing,
    Written,
)
from conversation.cases import Cases
from conversation.context import Context
from conversation.errors import StaleHoldError
from conversation.holds import Owner
from conversation.identity import ConversationId, LineId
from conversation.messages import CustomerMessage, Line, Speaker
from conversation.moves import ELSEWHERE, Moves
from conversation.ports import ConversationState, Desk, Inbox, Move, Shield
from conversation.records import Accounts, Amendment, Records, Trouble
from gateway.measures import IntakeMeasures

AT_ONCE = 16
TRIES = 20

Decide = Callable[[ConversationState, Context], Move | None]


@dataclass(frozen=True, slots=True)
class ChannelIntake:
    """The one intake of all platforms; see connectors.incoming.Intake.

    Every effect may be repeated: whoever was cut off tells all of it again. What changes hands does
    so before its words are noted as known, so that a repetition finds the rest to do.
    """

    inbox: Inbox
    desk: Desk
    moves: Moves
    shield: Shield
    records: Records
    accounts: Accounts
    cases: Cases
    measures: IntakeMeasures

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """See Intake. In order within a conversation; conversations wait for nobody."""
        threads: dict[ConversationId | None, list[Incoming]] = {}
        for one in incoming:
            threads.setdefault(getattr(one, "conversation", None), []).append(one)
        places = asyncio.Semaphore(AT_ONCE)
        work = (self._thread(thread, places) for thread in threads.values())
        # One that fails keeps none of the others back; all of it will be told again.
        failed = [one for one in await asyncio.gather(*work, return_exceptions=True) if one]
        for error in failed:
            raise error

    async def _thread(self, incoming: Sequence[Incoming], places: asyncio.Semaphore) -> None:
        async with places:
            for one in incoming:
                await self._take(one)
                self.measures.incoming.labels(type(one).__name__.lower()).inc()

    async def _take(self, one: Incoming) -> None:
        match one:
            case Written():
                await self._written(one)
            case Edited() | Erased():
                await self._changed(one)
            case SaidElsewhere():
                await self._said_elsewhere(one)
            case Seen():
                await self.records.saw(one.conversation, one.progress, one.until)
            case Typing():
                await self.records.typing(one.conversation)
            case Control():
                await self._control(one)
            case AccountTrouble():
                await self._account(one)
            case Skipped():
                self.measures.skipped.labels(one.name[:60]).inc()

    async def _written(self, written: Written) -> None:
        conversation = written.conversation
        text = await self.shield.protect(conversation, written.text)
        if written.unasked and not await self.records.knows(conversation, written.id):
            await self._move(conversation, self._overheard(written, text))
        message = CustomerMessage(
            id=written.id,
            conversation=conversation,
            text=text,
            sent_at=written.sent_at,
            payload=await self._pressed(written),
            attachments=written.attachments,
            name=written.name,
        )
        if not conversation.channel.public:
            # A worker may answer at once, and should know the case.
            await self.cases.join(conversation)
        await self.inbox.add([message])
        await self.records.amend_late(conversation, written.id)

    async def _pressed(self, written: Written) -> str | None:
        """Return the button's payload if it was offered here; nobody else may tell the engine."""
        if written.payload is None:
            return None
        offered = (await self.desk.context(written.conversation)).offered
        known = any(button.payload == written.payload for button in offered)
        return written.payload if known else None

    async def _changed(self, changed: Edited | Erased) -> None:
        text = None
        if isinstance(changed, Edited):
            text = await self.shield.protect(changed.conversation, changed.text)
        await self.records.amend(
            Amendment(
                id=changed.id,
                of=changed.of,
                conversation=changed.conversation,
                at=changed.at,
                text=text,
            )
        )

    async def _said_elsewhere(self, said: SaidElsewhere) -> None:
        if await self.records.knows(said.conversation, said.id):
            return
        await self._move(said.conversation, self._elsewhere)
        text = await self.shield.protect(said.conversation, said.text)
        line = Line(
            id=LineId(said.id), speaker=Speaker.AGENT, text=text, at=said.at, author=ELSEWHERE
        )
        await self.records.write_down(said.conversation, line)

    async def _control(self, control: Control) -> None:
        if await self.records.knows(control.conversation, control.id):
            return
        await self._move(control.conversation, self._back if control.ours else self._elsewhere)
        await self.records.note(control.conversation, control.id)

    async def _account(self, told: AccountTrouble) -> None:
        log = get_logger()
        if told.usable:
            log.warning("account_works_again", account=told.account, topic=told.topic)
            await self.accounts.ends(told.account, told.topic, told.at)
        else:
            log.critical("account_in_trouble", account=told.account, topic=told.topic)
            trouble = Trouble(
                account=told.account,
                topic=told.topic,
                reason=told.reason,
                at=told.at,
                stops=told.stops,
            )
            await self.accounts.begins(trouble)
        word = "works" if told.usable else "trouble"
        self.measures.accounts.labels(told.account, told.topic, word).inc()

    def _elsewhere(self, state: ConversationState, context: Context) -> Move | None:
        """Leave it to whoever answers elsewhere, unless an agent has it already."""
        if state.hold.owner is Owner.AGENT:
            return None
        return self.moves.answered_elsewhere(state, context)

    def _back(self, state: ConversationState, context: Context) -> Move | None:
        return self.moves.take_back(state, context) if state.hold.agent == ELSEWHERE else None

    def _overheard(self, written: Written, text: str) -> Decide:
        def decide(state: ConversationState, context: Context) -> Move | None:
            if state.hold.by_human:
                return None
            return self.moves.overheard(state, context, id=written.id, text=text)

        return decide

    async def _move(self, conversation: ConversationId, decide: Decide) -> None:
        """Change hands as `decide` says of the hold as it is. Raises StaleHoldError at last."""
        for last in (*(False,) * TRIES, True):
            state, context = await self.desk.recall(conversation)
            move = decide(state, context)
            if move is None:
                return
            try:
                await self.desk.move(move)
            except StaleHoldError:
                if last:
                    raise
            else:
                return
