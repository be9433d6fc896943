"""A person is fetched by the rules, over every live store: words, packet and explanation."""

from collections.abc import Sequence
from dataclasses import replace

from conversation.context import Context
from conversation.escalation.findings import Rule, Urgency
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.messages import Line, Speaker
from conversation.packets import HandoffPacket
from conversation.service import Outcome
from conversation.signals import Reason, Signal
from conversation.turns import EngineRequest, Reply, Turn
from handoff.console.platforms import Unconnected
from handoff.overview.overview import Overview
from tests.contract.live import Live
from tests.contract.samples import CLOCK, conversation, message, taken
from tests.contract.wiring import MOVES, answering, understood

FURY = "IHR IDIOTEN, SEIT TAGEN KEIN INTERNET!!!"
DANGER = "Das Telefon meiner Mutter ist tot und sie hat den Hausnotruf da dran."
CHEERFUL = "Gern! Hier sind unsere Tarife."


class MoodyEngine:
    """Answers cheerfully, whatever it reads, and reads anger off the capitals."""

    def __init__(self, signal: Signal | None = None) -> None:
        self._signal = signal

    async def turn(self, request: EngineRequest) -> Turn:
        furious = request.text.isupper()
        read = replace(understood("report_outage"), anger=3 if furious else 0)
        return Turn(
            replies=(Reply(CHEERFUL),),
            understanding=read,
            slots={"customer_number": "[KUNDENNUMMER_1]", "postal_code": "24118"},
            signal=self._signal,
        )


async def _play(
    live: Live, text: str, id: str, *, of: str = "anna", signal: Signal | None = None
) -> Outcome:
    await live.inbox.add([message(id, text, of=of)])
    batch = await taken(live.inbox)
    outcome = await answering(live, MoodyEngine(signal)).answer(batch)
    await live.inbox.release(batch.lease)
    return outcome


async def _said(live: Live, speaker: Speaker, *, of: str = "anna") -> list[Line]:
    lines: Sequence[Line] = await live.transcripts.lines(conversation(of))
    return [line for line in lines if line.speaker is speaker]


async def _packet(live: Live, *, of: str = "anna") -> HandoffPacket:
    packet = (await live.desk.state(conversation(of))).packet
    assert packet is not None
    return packet


async def _context(live: Live) -> Context:
    return await live.desk.context(conversation())


async def _give_back(live: Live) -> None:
    """Let an agent take the conversation and give it back."""
    for to_agent in (True, False):
        state, context = await live.desk.recall(conversation())
        move = (
            MOVES.claim(state, context, agent=AgentId("mara"), name="Mara")
            if to_agent
            else MOVES.give_back(state, context, facts={})
        )
        await live.desk.move(move)


async def test_a_furious_customer_gets_a_person_and_not_the_assistants_cheerful_answer(
    live: Live,
) -> None:
    assert await _play(live, FURY, "1") is Outcome.HANDED_OVER
    assert await _said(live, Speaker.ASSISTANT) == []
    assert "tut mir leid" in (await _said(live, Speaker.NOTICE))[-1].text
    packet = await _packet(live)
    assert (packet.reason, packet.apologise, packet.tried) == (Reason.ANGER, True, ())
    assert packet.unsaid == (CHEERFUL,)


async def test_facts_of_the_turn_whose_answer_was_not_said_are_in_the_packet(live: Live) -> None:
    await _play(live, FURY, "1")
    packet = await _packet(live)
    assert {fact.name for fact in packet.facts} == {"customer_number", "postal_code"}
    assert packet.missing == ()


async def test_what_was_named_in_passing_is_in_the_packet_though_no_slot_took_it(
    live: Live,
) -> None:
    await _play(live, "50 Euro im Monat, und seit dem 2. November geht nichts", "1")
    await _play(live, FURY, "2")
    facts = {fact.name: fact.value for fact in (await _packet(live)).facts}
    assert (facts["amount"], facts["date"]) == ("50 Euro", "2. November")


async def test_the_words_of_an_action_that_hands_over_are_said(live: Live) -> None:
    signal = Signal(Reason.DISPUTE, "Bestreitet eine Rechnung.")
    await _play(live, "Die Rechnung stimmt nicht", "1", signal=signal)
    assert [line.text for line in await _said(live, Speaker.ASSISTANT)] == [CHEERFUL]
    assert (await _packet(live)).reason is Reason.DISPUTE


async def test_the_packet_explains_the_handoff_by_rules_and_figures(live: Live) -> None:
    await _play(live, "Mein Internet ist weg", "1")
    await _play(live, FURY, "2")
    calm, furious = (await _packet(live)).weighed
    assert (calm.line, calm.handed_over, calm.total) == ("1", None, 0.0)
    assert (furious.line, furious.handed_over) == ("2", Reason.ANGER)
    counted = [each for each in furious.findings if each.counts]
    assert [each.rule for each in counted] == [Rule.ANGER_HIGH]
    assert [(each.name, each.threshold) for each in counted[0].figures] == [
        ("felt", 1.95),
        ("sure", 0.5),
    ]


async def test_what_stays_with_the_assistant_is_explained_as_well(live: Live) -> None:
    await _play(live, "Mein Internet ist weg", "1")
    (weighed,) = (await _context(live)).weighed
    assert (weighed.intent, weighed.handed_over, weighed.needed) == ("report_outage", None, 1.0)


async def test_danger_is_told_the_112_and_stands_first_in_the_queue(live: Live) -> None:
    await _play(live, FURY, "1", of="bert")
    await _play(live, DANGER, "2", of="anna")
    assert "112" in (await _said(live, Speaker.NOTICE))[-1].text
    overview = Overview(live.places, live.changes, Unconnected(), CLOCK)
    queue = (await overview.now()).page()
    assert [one.conversation.thread for one in queue] == ["anna", "bert"]
    assert (await _packet(live)).urgency is Urgency.EMERGENCY


async def test_who_already_waits_and_tells_of_danger_comes_first_and_hears_of_the_112_once(
    live: Live,
) -> None:
    await _play(live, FURY, "1")
    before = await live.desk.state(conversation())
    assert await _play(live, DANGER, "2") is Outcome.LEFT_TO_PEOPLE
    assert await _play(live, DANGER, "3") is Outcome.LEFT_TO_PEOPLE
    after = await live.desk.state(conversation())
    assert (after.hold.owner, after.hold.deadline) == (Owner.QUEUE, before.hold.deadline)
    packet = await _packet(live)
    assert (packet.urgency, packet.reason) == (Urgency.EMERGENCY, Reason.ANGER)
    told = [line for line in await _said(live, Speaker.NOTICE) if "112" in line.text]
    assert len(told) == 1
    assert await live.inbox.take() is None


async def test_who_waits_and_writes_on_hears_nothing_from_a_machine(live: Live) -> None:
    await _play(live, FURY, "1")
    said = len(await _said(live, Speaker.NOTICE))
    await _play(live, "HALLO???", "2")
    assert len(await _said(live, Speaker.NOTICE)) == said


async def test_after_a_return_the_same_fury_does_not_come_back_at_once(live: Live) -> None:
    await _play(live, FURY, "1")
    await _give_back(live)
    context = await _context(live)
    assert (context.understood, context.misunderstood_in_a_row) == ((), 0)
    assert await _play(live, FURY, "2") is Outcome.ANSWERED
    assert await _play(live, FURY, "3") is Outcome.ANSWERED
    assert await _play(live, FURY, "4") is Outcome.HANDED_OVER
    assert [each.line for each in (await _context(live)).weighed] == ["1", "2", "3", "4"]


async def test_after_the_end_it_can_still_be_read_why(live: Live) -> None:
    await _play(live, FURY, "1")
    state, context = await live.desk.recall(conversation())
    await live.desk.move(MOVES.close(state, context))
    assert [each.handed_over for each in (await _context(live)).weighed] == [Reason.ANGER]
