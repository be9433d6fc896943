"""Where everybody reads along: exactly one automated line to an interaction, nothing personal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.x.wording import public_post
from conversation.context import Context
from conversation.escalation.findings import Urgency
from conversation.handoff_words import IN_OTHER_LANGUAGES
from conversation.identity import AgentId, Channel, ConversationId, LineId
from conversation.messages import CustomerMessage, Line, Speaker
from conversation.packets import HandoffPacket
from conversation.ports import Engine
from conversation.publicly import ROOM
from conversation.service import Outcome
from conversation.signals import Reason, Signal
from conversation.turns import Reply, Turn
from tests.contract.live import Live
from tests.contract.samples import START, message, taken
from tests.contract.test_answering import ScriptedEngine, _says
from tests.contract.wiring import MOVES, answering, understood
from tests.x.connected import settings

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


async def _posts(
    live: Live, text: str, where: ConversationId, engine: Engine, id: str = "1"
) -> Outcome:
    """Let somebody post a text that the shield has gone over."""
    await live.inbox.add([replace(_posted(where, id), text=text)])
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


TOLD = "Kundennummer [KUNDENNUMMER_1], was kostet der M?"


async def test_whoever_posts_personal_data_is_asked_once_to_delete_it(
    live: Live, where: ConversationId
) -> None:
    await _posts(live, TOLD, where, _says("39,99 Euro."))
    await _posts(live, TOLD, where, _says("49,99 Euro."), "2")
    first, second = await _spoken(live, where)
    words = MOVES.notices.please_delete(form="")
    assert first.text == f"39,99 Euro.\n{words}"
    assert second.text == "49,99 Euro."


async def test_whoever_posts_none_is_not_asked(live: Live, where: ConversationId) -> None:
    await _posts(live, "Internet tot in 24118", where, _says("Ja."))
    (said,) = await _spoken(live, where)
    assert said.text == "Ja."


async def test_a_long_answer_beside_the_request_becomes_the_way_into_private(
    live: Live, where: ConversationId
) -> None:
    await _posts(live, TOLD, where, _says("Das ist so eine Sache. " * 9))
    (said,) = await _spoken(live, where)
    assert MOVES.notices.into_private(form="") in said.text
    assert MOVES.notices.please_delete(form="") in said.text
    assert (len(said.text) <= ROOM, said.buttons) == (True, ())


async def test_the_request_goes_along_with_the_promise_of_a_person(
    live: Live, where: ConversationId
) -> None:
    engine = _says(signal=Signal(Reason.REQUESTED))
    assert await _posts(live, TOLD, where, engine) is Outcome.HANDED_OVER
    (said,) = await _spoken(live, where)
    assert MOVES.notices.please_delete(form="") in said.text
    assert "um 10:25 Uhr" in said.text


async def test_in_danger_the_emergency_number_is_named_and_nothing_else_asked(
    live: Live, where: ConversationId
) -> None:
    text = "Kundennummer [KUNDENNUMMER_1], der Hausnotruf meiner Mutter ist tot!"
    engine = ScriptedEngine(Turn((Reply("Moin!"),), understood("report_outage")))
    assert await _posts(live, text, where, engine) is Outcome.HANDED_OVER
    (said,) = await _spoken(live, where)
    assert "112" in said.text
    assert MOVES.notices.please_delete(form="") not in said.text


async def test_in_private_nobody_is_asked_to_delete_anything(
    live: Live, where: ConversationId
) -> None:
    private = ConversationId(Channel.MESSENGER, thread="1", customer=where.customer)
    await _posts(live, TOLD, private, _says("39,99 Euro."))
    assert not [one for one in await _spoken(live, private) if "lösch" in one.text]


def _packets() -> list[HandoffPacket]:
    packet = HandoffPacket(Reason.REQUESTED, "", "", None)
    german = [
        replace(packet, reason=reason, apologise=sorry, urgency=urgency)
        for reason in Reason
        for sorry in (False, True)
        for urgency in Urgency
    ]
    foreign = replace(packet, reason=Reason.UNSUPPORTED_LANGUAGE)
    return [*german, *(replace(foreign, language=each) for each in IN_OTHER_LANGUAGES)]


async def test_every_request_with_every_promise_fits_into_one_post(where: ConversationId) -> None:
    notices, moment = MOVES.notices, START + timedelta(days=6)
    lost = []
    for form in ("du", "sie"):
        for packet in _packets():
            promise = notices.handed_over(
                packet, public=True, deadline=moment, now=START, form=form
            )
            text = f"{notices.please_delete(form=form)}\n{promise}"
            said = Line(id=LineId("1"), speaker=Speaker.NOTICE, text=text, at=START)
            if not public_post(said, settings()).text.endswith(promise):
                lost.append(promise)
    assert lost == []
