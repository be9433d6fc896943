"""The way back from people who answer in a platform's own app: nobody is forgotten there."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from redis.exceptions import RedisError

from chassis.logs import get_logger
from conversation.errors import StaleHoldError
from conversation.messages import Speaker
from conversation.moves import ELSEWHERE, Moves
from conversation.ports import Clock, ConversationState, Desk, Move, Transcripts

CHECK_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Looks now and then at conversations that are answered elsewhere; several may run.

    A customer whose last word has waited for `patience` is queued for the people of this desk.
    After `quiet` without a word the conversation is the assistant's again.
    """

    desk: Desk
    transcripts: Transcripts
    moves: Moves
    clock: Clock
    patience: timedelta
    quiet: timedelta

    async def run(self) -> None:
        """Check until cancelled."""
        while True:
            try:
                await self.check()
            except RedisError as error:
                get_logger().warning("elsewhere_not_checked", exc_info=error)
            await asyncio.sleep(CHECK_SECONDS)

    async def check(self) -> None:
        """Move what has waited long enough."""
        for state in await self.desk.held_by(ELSEWHERE):
            try:
                if move := await self._move(state):
                    await self.desk.move(move)
            except StaleHoldError:
                continue  # somebody has taken it meanwhile, or another worker was faster

    async def _move(self, state: ConversationState) -> Move | None:
        lines = await self.transcripts.lines(state.conversation)
        last = lines[-1].at if lines else state.since
        if last is None:
            return None
        context = await self.desk.context(state.conversation)
        silence = self.clock.now() - last
        if lines and lines[-1].speaker is Speaker.CUSTOMER and silence >= self.patience:
            return self.moves.seek_people(state, context)
        return self.moves.take_back(state, context) if silence >= self.quiet else None
