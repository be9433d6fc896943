"""The use case over every live store: answered, handed over, or left to people. Never silence."""

import asyncio
from dataclasses import dataclass, field

from conversation.errors import EngineUnavailableError
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.messages import Button, Line, Speaker
from conversation.ports import Engine
from conversation.service import Outcome
from conversation.signals import Reason, Signal
from conversation.turns import EngineRequest, Reply, Turn
from tests.contract.conftest import LEASE
from tests.contract.live import Live
from tests.contract.samples import START, conversation, message, taken
from tests.contract.wiring import CLOCK, MOVES, answering, understood

DISCLOSURE = MOVES.notices.disclosure()


@dataclass
class ScriptedEngine:
    """Answers every question the same way, and remembers what it was asked."""

    turn_: Turn | None
    asked: list[EngineRequest] = field(default_factory=list)

    async def turn(self, request: EngineRequest) -> Turn:
        self.asked.append(request)
        if self.turn_ is None:
            raise EngineUnavailableError("It is down.")
        return self.turn_


def _says(*texts: str, signal: Signal | None = None) -> ScriptedEngine:
    replies = tuple(Reply(text, buttons=(Button("Ja", "/affirm"),)) for text in texts)
    slots = {"tariff": "Zuhause M", "address_form": "du", "last_topic": "tariffs"}
    return ScriptedEngine(Turn(replies, understood(), slots=slots, signal=signal))


async def _play(live: Live, engine: Engine, text: str, id: str = "1") -> Outcome:
    await live.inbox.add([message(id, text)])
    batch = await taken(live.inbox)
    outcome = await answering(live, engine).answer(batch)
    await live.inbox.release(batch.lease)
    return outcome


async def _spoken(live: Live) -> list[Line]:
    lines = await live.transcripts.lines(conversation())
    return [line for line in lines if line.speaker is not Speaker.CUSTOMER]


async def test_the_assistant_answers_and_says_first_that_it_is_a_machine(live: Live) -> None:
    engine = _says("39,99 Euro.")
    assert await _play(live, engine, "Was kostet der M?") is Outcome.ANSWERED
    assert [line.text for line in await _spoken(live)] == [DISCLOSURE, "39,99 Euro."]
    await _play(live, engine, "Und der L?", "2")
    assert [line.text for line in await _spoken(live)][2:] == ["39,99 Euro."]


async def test_after_a_long_pause_the_machine_says_again_what_it_is(live: Live) -> None:
    await _play(live, _says("Ja."), "Moin")
    CLOCK.set(START.replace(hour=20))
    try:
        await _play(live, _says("Ja."), "Moin", "2")
    finally:
        CLOCK.set(START)
    assert [line.text for line in await _spoken(live)] == [DISCLOSURE, "Ja.", DISCLOSURE, "Ja."]


async def test_the_engine_is_asked_with_the_customers_form_of_address_and_known_slots(
    live: Live,
) -> None:
    engine = _says("Gern.")
    await _play(live, engine, "Können Sie mir den M erklären?")
    await _play(live, engine, "und der Upload?", "2")
    first, second = engine.asked
    assert first.slots["address_form"] == "sie"
    assert second.slots == {
        "tariff": "Zuhause M",
        "last_topic": "tariffs",
        "address_form": "sie",
        "channel": "webchat",
    }
    assert first.sender == second.sender == f"{conversation()}#0"


async def test_lines_of_one_turn_are_asked_together(live: Live) -> None:
    engine = _says("Gern.")
    await live.inbox.add([message("1", "moin", second=1), message("2", "was kostet m", second=2)])
    batch = await taken(live.inbox)
    await answering(live, engine).answer(batch)
    assert engine.asked[0].text == "moin\nwas kostet m"


async def test_a_wish_for_a_person_is_queued_with_all_that_is_known(live: Live) -> None:
    await _play(live, _says("39,99 Euro."), "Was kostet der M?")
    signal = Signal(Reason.REQUESTED, "Möchte mit einem Menschen schreiben.")
    assert await _play(live, _says(signal=signal), "Mensch bitte", "2") is Outcome.HANDED_OVER
    (state,) = await live.desk.waiting()
    assert state.packet is not None
    assert (state.packet.reason, state.packet.wish) == (Reason.REQUESTED, "Mensch bitte")
    assert [(fact.name, fact.value) for fact in state.packet.facts] == [("tariff", "Zuhause M")]
    assert [one.intent for one in state.packet.understood] == ["ask_tariff_details"] * 2
    last = (await _spoken(live))[-1]
    assert (last.speaker, "um 10:25 Uhr" in last.text) == (Speaker.NOTICE, True)


async def test_while_people_hold_it_the_engine_is_not_even_asked(live: Live) -> None:
    await _play(live, _says(signal=Signal(Reason.REQUESTED)), "Mensch!")
    engine = _says("Ich bin's, der Assistent!")
    assert await _play(live, engine, "Hallo?", "2") is Outcome.LEFT_TO_PEOPLE
    assert engine.asked == []
    assert await live.inbox.take() is None


async def test_when_the_engine_is_down_the_customer_hears_sorry_and_gets_a_person(
    live: Live,
) -> None:
    assert await _play(live, ScriptedEngine(None), "Moin") is Outcome.HANDED_OVER
    (state,) = await live.desk.waiting()
    assert state.packet is not None
    assert state.packet.reason is Reason.BOT_UNAVAILABLE
    assert "Entschuldigung" in (await _spoken(live))[-1].text


async def test_a_turn_without_a_word_is_never_silence(live: Live) -> None:
    assert await _play(live, _says(), "Moin") is Outcome.HANDED_OVER


async def test_a_photo_without_words_goes_to_a_person(live: Live) -> None:
    engine = _says("Schönes Foto!")
    assert await _play(live, engine, "  ") is Outcome.HANDED_OVER
    assert engine.asked == []


async def test_a_message_that_fails_again_and_again_goes_to_a_person_unread(live: Live) -> None:
    await live.inbox.add([message("1")])
    for _ in range(3):
        await taken(live.inbox)
        await asyncio.sleep(LEASE.total_seconds() + 0.02)
    batch = await taken(live.inbox)
    engine = _says("Ja.")
    assert await answering(live, engine).answer(batch) is Outcome.HANDED_OVER
    assert engine.asked == []


async def test_whoever_writes_after_the_end_starts_anew_with_the_machine(live: Live) -> None:
    await _play(live, _says(signal=Signal(Reason.REQUESTED)), "Mensch!")
    state = await live.desk.state(conversation())
    context = await live.desk.context(conversation())
    await live.desk.move(MOVES.close(state, context))
    engine = _says("Moin!")
    assert await _play(live, engine, "Da bin ich wieder", "2") is Outcome.ANSWERED
    assert [line.text for line in await _spoken(live)][-2:] == [DISCLOSURE, "Moin!"]
    assert (await live.desk.state(conversation())).hold.owner is Owner.ASSISTANT
    assert engine.asked[0].sender == f"{conversation()}#3"


async def test_given_back_with_facts_the_machine_knows_them_and_has_said_that_it_is_one(
    live: Live,
) -> None:
    await _play(live, _says(signal=Signal(Reason.REQUESTED)), "Mensch!")
    state = await live.desk.state(conversation())
    context = await live.desk.context(conversation())
    await live.desk.move(MOVES.claim(state, context, agent=AgentId("mara"), name="Mara"))
    state = await live.desk.state(conversation())
    context = await live.desk.context(conversation())
    await live.desk.move(MOVES.give_back(state, context, facts={"postal_code": "24118"}))
    engine = _says("Gern.")
    await _play(live, engine, "Und der Upload?", "2")
    assert engine.asked[0].slots["postal_code"] == "24118"
    notices = [line.text for line in await _spoken(live) if line.speaker is Speaker.NOTICE]
    assert "Mara" in notices[-2]
    assert "Computerprogramm" in notices[-1]
