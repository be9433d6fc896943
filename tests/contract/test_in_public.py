"""Where everybody reads along: exactly one automated line to an interaction, nothing personal."""

from dataclasses import replace

import pytest

from conversation.context import Context
from conversation.identity import AgentId, Channel, ConversationId
from conversation.messages import CustomerMessage, Line, Speaker
from conversation.ports import Engine
from conversation.service import Outcome
from conversation.signals import Reason, Signal
from tests.contract.conftest import Live
from tests.contract.samples import message, taken
from tests.contract.test_answering import _says
from tests.contract.wiring import MOVES, answering

POST = ConversationId(Channel.X_PUBLIC, thread="900", customer="222")
COMMENT = ConversationId(Channel.FB_COMMENT, thread="1_2/3_4", customer="77")

pytestmark = pytest.mark.parametrize("where", [POST, COMMENT], ids=["x", "facebook"])


def _posted(where: ConversationId, id: str = "1") -> CustomerMessage:
    return replace(message(id, "Was kostet der M?"), conversation=where)


async def _play(live: Live, engine: Engine, where: ConversationId, id: str = "1") -> Outcome:
    await live.inbox.add([_posted(where, id)])
    batch = await taken(live.inbox)
    outcome = await answering(live, engine).answer(batch)
    await live.inbox.release(batch.lease)
    return outcome


async def _spoken(live: Live, where: ConversationId) -> list[Line]:
    lines = await live.transcripts.lines(where)
    return [line for line in lines if line.speaker is not Speaker.CUSTOMER]


async def test_an_answer_is_one_line(live: Live, where: ConversationId) -> None:
    await _play(live, _says("39,99 Euro.", "Mit Glasfaser."), where)
    (said,) = await _spoken(live, where)
    assert (said.text, said.speaker) == ("39,99 Euro.\nMit Glasfaser.", Speaker.ASSISTANT)
    assert (await live.desk.context(where)).disclosed_at is not None


async def test_a_handoff_is_one_line_with_its_promise(live: Live, where: ConversationId) -> None:
    engine = _says(signal=Signal(Reason.REQUESTED))
    assert await _play(live, engine, where) is Outcome.HANDED_OVER
    (said,) = await _spoken(live, where)
    assert "um 10:25 Uhr" in said.text


async def test_no_change_of_hands_is_told_to_everybody(live: Live, where: ConversationId) -> None:
    await _play(live, _says(signal=Signal(Reason.REQUESTED)), where)
    said = await _spoken(live, where)
    for move in (
        lambda state: MOVES.extend(state, Context()),
        lambda state: MOVES.claim(state, Context(), agent=AgentId("mara"), name="Mara"),
        lambda state: MOVES.give_back(state, Context(), facts={}),
        lambda state: MOVES.close(state, Context()),
    ):
        await live.desk.move(move(await live.desk.state(where)))
    assert await _spoken(live, where) == said


async def test_personal_data_is_never_repeated(live: Live, where: ConversationId) -> None:
    await _play(live, _says("Zu FK-1048 gibt es eine Störung."), where)
    (said,) = await _spoken(live, where)
    assert "FK-1048" not in said.text
    assert "Direktnachricht" in said.text
