"""Supervisors read why a person was fetched or not; agents and strangers do not."""

from dataclasses import replace

import pytest

from conversation.context import Context
from conversation.escalation.findings import Figure, Finding, Rule, WeighedTurn
from conversation.escalation.table import Table
from conversation.identity import LineId
from conversation.ports import Saying
from conversation.signals import Reason
from handoff.console.addresses import segment_of
from handoff.console.why import entries
from handoff.console.why_words import RULES
from tests.console.world import World, customer

PATH = f"/escalation/{segment_of(customer())}"
FURIOUS = Finding(
    Rule.ANGER_HIGH, 1.0, (Figure("level", 3.0, 3.0), Figure("sure", 0.81, 0.4)), counts=True
)
GUARDED = replace(FURIOUS, counts=False)


async def _weighed(world: World, line: LineId, **turn: object) -> None:
    """Let the rules have weighed a line of Anna's."""
    one = WeighedTurn(line=line, at=world.now, stay=0, intent="report_outage", felt=2.7)
    state, context = await world.desk.recall(customer())
    kept = (*context.weighed, replace(one, **turn))  # type: ignore[arg-type]
    context = replace(context, weighed=kept)
    await world.outbox.say(Saying(conversation=customer(), hold=state.hold, context=context))


async def test_a_supervisor_reads_turn_by_turn_which_rules_found_what(world: World) -> None:
    calm = await world.writes("Internet geht nicht <b>")
    furious = await world.writes("IHR IDIOTEN, ruft an: [TELEFON_1]")
    await _weighed(world, calm)
    await _weighed(world, furious, findings=(FURIOUS,), total=1.0, handed_over=Reason.ANGER)
    page = (await (await world.house.logged_in("silke")).get(PATH)).text
    assert page.index("Internet geht nicht &lt;b&gt;") < page.index("IHR IDIOTEN")
    assert page.index("Blieb beim Assistenten") < page.index("Übergeben: Verärgert")
    for words in ("Keine Regel hat etwas gefunden", "Wut", "Sicherheit 0,81 (ab 0,4)"):
        assert words in page
    assert "Summe 1 von 1" in page
    assert "[TELEFON_1]" in page
    assert "0431 5550123" not in page


async def test_what_did_not_count_is_shown_as_such(world: World) -> None:
    await _weighed(world, await world.writes("IHR IDIOTEN"), findings=(GUARDED,))
    page = (await (await world.house.logged_in("silke")).get(PATH)).text
    assert "zählt hier nicht" in page
    assert "Blieb beim Assistenten" in page


async def test_the_packet_explains_a_conversation_whose_context_is_gone(world: World) -> None:
    line = await world.writes("IHR IDIOTEN")
    turn = WeighedTurn(line=line, at=world.now, stay=0, findings=(FURIOUS,), total=1.0)
    await world.hands_over(wish="IHR IDIOTEN", wish_line=line, weighed=(turn,))
    page = (await (await world.house.logged_in("silke")).get(PATH)).text
    assert "Wut" in page


async def test_agents_read_what_the_assistant_did_not_say_any_more(world: World) -> None:
    await world.hands_over(unsaid=("Der Termin <am Freitag> ist gebucht.",))
    path = f"/console/conversations/{segment_of(customer())}"
    page = (await (await world.house.logged_in("mara")).get(path)).text
    assert "Nicht mehr gesagt" in page
    assert "Der Termin &lt;am Freitag&gt; ist gebucht." in page


async def test_a_supervisor_comes_from_a_conversation_to_its_reasons_and_an_agent_does_not(
    world: World,
) -> None:
    await world.writes("Moin")
    path = f"/console/conversations/{segment_of(customer())}"
    link = f'href="{PATH}"'
    assert link in (await (await world.house.logged_in("silke")).get(path)).text
    assert link not in (await (await world.house.logged_in("mara")).get(path)).text


async def test_the_table_of_thresholds_is_shown_whole(world: World) -> None:
    await world.writes("Moin")
    page = (await (await world.house.logged_in("silke")).get("/escalation")).text
    for entry in entries(Table()):
        assert entry.rule in page
    assert PATH in page


async def test_agents_and_strangers_do_not_get_in(world: World) -> None:
    await world.writes("Moin")
    agent = await world.house.logged_in("mara")
    for path in ("/escalation", PATH):
        assert (await agent.get(path)).status_code == 403
    assert "Übergaberegeln" not in (await agent.get("/console/queue")).text


@pytest.mark.parametrize("segment", ["nonsense", segment_of(customer("nobody"))])
async def test_what_is_no_conversation_is_not_found(world: World, segment: str) -> None:
    browser = await world.house.logged_in("silke")
    assert (await browser.get(f"/escalation/{segment}")).status_code == 404


def test_every_rule_has_words() -> None:
    assert set(RULES) == set(Rule)
    assert Context().weighed == ()
