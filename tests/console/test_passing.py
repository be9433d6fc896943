"""Passing on: to a team or a colleague, with a reason; the customer hears nothing of it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.promises import OpeningHours
from conversation.routing.teams import Directory, Presence, Team, TeamId
from handoff.console.addresses import path_of
from handoff.console.passing import LONGEST_REASON
from tests.console.world import BERLIN, World, customer, open_desk

TECHNICIANS = Team(TeamId("tech"), "Technik", "Kiel", "SH", OpeningHours(zone=BERLIN))
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with open_desk(directory=Directory(teams={TECHNICIANS.id: TECHNICIANS})) as world:
        await world.hands_over(wish="Mein Anschluss ist tot.")
        yield world


async def _passes(
    world: World, login: str, *, to: str, reason: str = "Leitung bitte messen."
) -> httpx.Response:
    browser = await world.house.logged_in(login)
    return await world.act(browser, "pass-on", to=to, reason=reason)


async def _claimed(world: World, login: str = "mara") -> None:
    await world.act(await world.house.logged_in(login), "claim")


async def test_a_team_gets_it_with_the_reason_and_the_customer_hears_nothing(world: World) -> None:
    await _claimed(world)
    before = await world.said()
    assert (await _passes(world, "mara", to="team:tech", reason=f"Messen. {SCRIPT}")).is_redirect
    state = await world.state()
    assert (state.hold.owner, state.hold.agent) == (Owner.QUEUE, None)
    assert state.packet is not None
    assert state.packet.wish == "Mein Anschluss ist tot."
    assert state.packet.passed_on is not None
    assert (state.packet.passed_on.team, state.packet.passed_on.by) == ("tech", "id-mara")
    assert await world.said() == before
    page = (await (await world.house.logged_in("jonas")).get(path_of(customer()))).text
    assert "<b>Mara Petersen</b> gab es" in page
    assert "weiter an <b>Technik</b>" in page
    assert "Messen. &lt;script&gt;" in page
    assert world.acts[-1] == ("id-mara", "passed_on", "")


async def test_a_colleague_is_told_by_a_note_that_stays_when_it_is_passed_on_again(
    world: World,
) -> None:
    await _claimed(world)
    await _passes(world, "mara", to="agent:id-jonas")
    jonas = await world.house.logged_in("jonas")
    assert "Mara Petersen nennt mich" in (await jonas.get("/console/asked")).text
    await _claimed(world, "jonas")
    await _passes(world, "jonas", to="agent:id-mara", reason="Gemessen, Leitung ist gut.")
    notes = [(note.name, note.text) for note in await world.notes.of(customer())]
    assert notes == [
        ("Mara Petersen", "Weitergegeben an Jonas Lorenzen: Leitung bitte messen."),
        ("Jonas Lorenzen", "Weitergegeben an Mara Petersen: Gemessen, Leitung ist gut."),
    ]


async def test_it_gives_back_the_room_it_took(world: World) -> None:
    await _claimed(world)
    mara = AgentId("id-mara")
    work = await world.roster.one(mara)
    assert work is not None
    assert len(work.seats) == 1
    await _passes(world, "mara", to="team:tech")
    work = await world.roster.one(mara)
    assert work is not None
    assert work.seats == ()


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("team:tech", " \n", "Es fehlt, warum"),
        ("team:tech", "x" * (LONGEST_REASON + 1), "Der Grund ist länger"),
        ("team:nowhere", "Weil.", "gibt es nicht mehr"),
        ("agent:nobody", "Weil.", "gibt es nicht mehr"),
        ("agent:id-mara", "Weil.", "gibt es nicht mehr"),  # herself
        ("agent:id-tomke", "Weil.", "gibt es nicht mehr"),  # an editor answers nobody
        ("", "Weil.", "gibt es nicht mehr"),
    ],
)
async def test_what_cannot_be_done_is_said_and_it_stays_with_the_agent(
    world: World, to: str, reason: str, sentence: str
) -> None:
    await _claimed(world)
    answer = await _passes(world, "mara", to=to, reason=reason)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert (await world.state()).hold.agent == "id-mara"
    assert await world.notes.of(customer()) == []


async def test_only_who_holds_it_may_pass_it_on(world: World) -> None:
    await _claimed(world)
    assert (await _passes(world, "jonas", to="team:tech")).status_code == 409
    assert (await _passes(world, "tomke", to="team:tech")).status_code == 403
    assert (await world.state()).hold.agent == "id-mara"
    assert await world.notes.of(customer()) == []


async def test_the_choice_names_teams_and_colleagues_and_who_is_there(world: World) -> None:
    await world.roster.choose(AgentId("id-jonas"), Presence.BREAK, now=world.now)
    mara = await world.house.logged_in("mara")
    part = (await mara.get(f"{path_of(customer())}/recipients")).text
    assert '<option value="team:tech">Technik</option>' in part
    assert "Jonas Lorenzen (in der Pause)" in part
    assert "Silke" in part
    for absent in ("Mara Petersen", "Tomke"):
        assert absent not in part
