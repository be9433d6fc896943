"""Who is answered elsewhere hears nothing from the assistant, until they are ours again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from connectors.incoming import Control
from conversation.context import Context
from conversation.holds import Owner
from conversation.identity import AgentId, MessageId
from conversation.messages import Speaker
from conversation.moves import ELSEWHERE
from conversation.service import Outcome
from gateway.elsewhere import Elsewhere
from gateway.intake import ChannelIntake
from tests.contract.incoming import ANNA, POST, at, elsewhere, texts, written
from tests.contract.live import Live
from tests.contract.samples import START, taken
from tests.contract.wiring import CLOCK, MOVES, SlowEngine, answering


async def test_after_an_answer_from_elsewhere_the_assistant_is_silent(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(), elsewhere(text="Ich bin's, Ole. FK-1048?")])
    state = await live.desk.state(ANNA)
    assert (state.hold.owner, state.hold.agent) == (Owner.AGENT, ELSEWHERE)
    assert state.packet is not None
    assert "außerhalb" in state.packet.summary
    said = (await live.transcripts.lines(ANNA))[-1]
    assert (said.speaker, said.author) == (Speaker.AGENT, ELSEWHERE)
    assert said.text == "Ich bin's, Ole. [KUNDENNUMMER_1]?"
    assert await live.outbox.take() is None
    batch = await taken(live.inbox)
    outcome = await answering(live, SlowEngine(1, longest=2)).answer(batch)
    assert outcome is Outcome.LEFT_TO_PEOPLE


async def test_a_reply_thought_of_while_somebody_answered_elsewhere_is_never_sent(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written()])
    batch = await taken(live.inbox)

    class Meanwhile(SlowEngine):
        async def turn(self, request: Any) -> Any:
            await intake.take([elsewhere()])
            return await super().turn(request)

    outcome = await answering(live, Meanwhile(1, longest=2)).answer(batch)
    assert outcome is Outcome.OVERTAKEN
    assert await live.outbox.take() is None


async def test_an_agent_of_this_desk_keeps_what_is_also_answered_elsewhere(
    live: Live, intake: ChannelIntake
) -> None:
    state = await live.desk.state(ANNA)
    await live.desk.move(MOVES.claim(state, Context(), agent=AgentId("mara"), name="Mara"))
    await intake.take([elsewhere()])
    assert (await live.desk.state(ANNA)).hold.agent == "mara"
    assert (await texts(live))[-1] == "Ich kümmere mich."


async def test_a_late_repetition_does_not_silence_the_assistant_again(
    live: Live, intake: ChannelIntake
) -> None:
    control = Control(MessageId("k1"), ANNA, ours=False, at=at(1))
    await intake.take([elsewhere(), control])
    await intake.take([Control(MessageId("k2"), ANNA, ours=True, at=at(2))])
    assert (await live.desk.state(ANNA)).hold.owner is Owner.ASSISTANT
    await intake.take([elsewhere(), control])
    assert (await live.desk.state(ANNA)).hold.owner is Owner.ASSISTANT


async def test_another_application_takes_the_conversation_and_gives_it_back(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([Control(MessageId("k1"), ANNA, ours=False, at=at(1))])
    assert (await live.desk.state(ANNA)).hold.agent == ELSEWHERE
    await intake.take([Control(MessageId("k2"), ANNA, ours=True, at=at(2))])
    assert (await live.desk.state(ANNA)).hold.owner is Owner.ASSISTANT
    assert (await live.desk.context(ANNA)).disclosed_at is None


@pytest.fixture
async def later() -> AsyncIterator[None]:
    yield
    CLOCK.set(START)


@pytest.mark.usefixtures("later")
async def test_there_is_a_way_back_from_elsewhere(live: Live, intake: ChannelIntake) -> None:
    way_back = Elsewhere(
        desk=live.desk,
        transcripts=live.transcripts,
        moves=MOVES,
        clock=CLOCK,
        patience=timedelta(minutes=30),
        quiet=timedelta(hours=24),
    )
    await intake.take([elsewhere(), elsewhere("e2", of=POST)])
    await intake.take([written("9", "Und nun?", second=60)])
    CLOCK.set(START + timedelta(minutes=29))
    await way_back.check()
    assert (await live.desk.state(ANNA)).hold.agent == ELSEWHERE
    CLOCK.set(START + timedelta(minutes=40))
    await way_back.check()
    (waiting,) = await live.desk.waiting()
    assert (waiting.conversation, waiting.hold.deadline is not None) == (ANNA, True)
    assert (await live.desk.state(POST)).hold.agent == ELSEWHERE
    CLOCK.set(START + timedelta(hours=25))
    await way_back.check()
    assert (await live.desk.state(POST)).hold.owner is Owner.ASSISTANT
