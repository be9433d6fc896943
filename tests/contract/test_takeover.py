"""Takeover against a slow assistant, interleaved at random: once a person has it, it is silent."""

import asyncio
import random

import pytest

from conversation.errors import StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.messages import Speaker
from conversation.service import Outcome
from tests.contract.conftest import Live
from tests.contract.samples import conversation, message, taken
from tests.contract.wiring import MOVES, SlowEngine, answering

ROUNDS = 10_000
AT_ONCE = 40


async def _take_over(live: Live, name: str, steps: int) -> None:
    """Let an agent take the conversation from whoever has it, however often that changes."""
    for _ in range(steps):
        await asyncio.sleep(0)
    while True:
        state = await live.desk.state(conversation(name))
        context = await live.desk.context(conversation(name))
        try:
            await live.desk.move(MOVES.claim(state, context, agent=AgentId("jana"), name="Jana"))
        except StaleHoldError:
            continue
        return


async def _round(live: Live, name: str, steps: int, answered: list[Outcome]) -> None:
    await live.inbox.add([message(f"{name}-1", of=name)])
    batch = await taken(live.inbox)
    outcome, _ = await asyncio.gather(
        answering(live, SlowEngine(steps, longest=60)).answer(batch),
        _take_over(live, batch.lease.conversation.thread, steps),
    )
    answered.append(outcome)
    await live.inbox.release(batch.lease)


@pytest.mark.timeout(300)
async def test_no_reply_of_the_assistant_after_a_takeover_in_ten_thousand_interleavings(
    live: Live,
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    steps = random.Random(seed)
    answered: list[Outcome] = []
    for start in range(0, ROUNDS, AT_ONCE):
        names = [f"round-{number}" for number in range(start, start + AT_ONCE)]
        await asyncio.gather(*(_round(live, name, steps.randrange(80), answered) for name in names))

    late = 0
    for number in range(ROUNDS):
        lines = await live.transcripts.lines(conversation(f"round-{number}"))
        speakers = [line.speaker for line in lines]
        claimed = next(place for place, line in enumerate(lines) if line.id.startswith("claimed"))
        late += Speaker.ASSISTANT in speakers[claimed:]
        state = await live.desk.state(conversation(f"round-{number}"))
        assert state.hold.owner is Owner.AGENT
    assert late == 0
    # Both orders must have happened, or nothing was shown.
    assert answered.count(Outcome.ANSWERED) > ROUNDS // 100
    assert (
        answered.count(Outcome.OVERTAKEN) + answered.count(Outcome.LEFT_TO_PEOPLE) > ROUNDS // 100
    )
