"""The board over HTTP: who may see it, what it shows, what supervisors do with it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from conversation.holds import Owner
from conversation.packets import Understood
from conversation.routing.teams import Presence
from conversation.signals import Reason
from handoff.board.addresses import ROOT, path_of_giving
from handoff.console.addresses import key_of, path_of
from staff.csrf import csrf_token
from tests.board.world import JONAS, MARA, SILKE, open_board, there
from tests.console.world import World, customer


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with open_board() as opened:
        yield opened


async def decide(
    world: World, browser: httpx.AsyncClient, what: str, *, of: str = "anna", **fields: str
) -> httpx.Response:
    """Send a supervisor's form as a browser without scripts does."""
    state = await world.state(of)
    form = {"csrf": csrf_token(browser.cookies["staff"]), "epoch": str(state.hold.epoch)}
    return await browser.post(f"{path_of_giving(customer(of))}/{what}", data={**form, **fields})


@pytest.mark.parametrize("login", ["mara", "tomke", "ole"])
async def test_only_supervisors_see_the_board(world: World, login: str) -> None:
    await world.hands_over()
    browser = await world.house.logged_in(login)
    for path in (ROOT, path_of_giving(customer())):
        assert (await browser.get(path)).status_code == 403
    answer = await decide(world, browser, "assign", agent=MARA)
    assert answer.status_code == 403
    assert (await world.state()).hold.owner is Owner.QUEUE


async def test_the_board_shows_who_waits_and_who_is_there(world: World) -> None:
    await there(world, MARA)
    await there(world, JONAS, presence=Presence.BREAK)
    line = await world.writes("Internet weg")
    await world.hands_over(
        wish="Mein Internet ist weg <b>!", understood=(Understood(line, "report_outage", 0.9),)
    )
    page = (await (await world.house.logged_in("silke")).get(ROOT)).text
    assert "Mein Internet ist weg &lt;b&gt;!" in page
    assert "Mara Petersen" in page
    assert "Pause" in page
    assert 'href="/board" aria-current="page"' in page
    waiting_for_technics = page.split("Flensburg")[1].split("Kiel")[0]
    assert '<td class="number">1</td>' in waiting_for_technics


async def test_of_many_who_wait_the_most_urgent_come_first(world: World) -> None:
    for number in range(300):
        await world.hands_over(of=f"c{number}")
    await world.hands_over(of="last", wish="Der Hausnotruf geht nicht", reason=Reason.SENSITIVE)
    page = (await (await world.house.logged_in("silke")).get(ROOT)).text
    rows = page.split('<li id="waiting-')[1:]
    assert rows[0].startswith(key_of(customer("last")))
    assert len(rows) == 30
    assert "und 271 weitere" in page


async def test_a_script_gets_the_part_alone(world: World) -> None:
    browser = await world.house.logged_in("silke")
    part = (await browser.get(ROOT, headers={"HX-Request": "true"})).text
    assert "<html" not in part
    assert 'id="board-state"' in part


async def test_a_conversation_is_given_to_somebody_and_it_is_noted(world: World) -> None:
    await there(world, JONAS)
    await world.hands_over()
    browser = await world.house.logged_in("silke")
    answer = await decide(world, browser, "assign", agent=JONAS, reason="Kennt den Fall")
    assert answer.status_code == 303
    assert (await world.state()).hold.agent == JONAS
    assert "Zugewiesen" in (await browser.get(answer.headers["location"])).text
    entry = world.house.audit.entries[-1]
    assert (entry.who, entry.what, entry.conversation) == (SILKE, "reassigned", customer())
    assert entry.detail == "id-jonas: Kennt den Fall"


async def test_a_supervisor_takes_over_from_an_agent_and_lands_in_the_conversation(
    world: World,
) -> None:
    await there(world, MARA)
    await world.hands_over()
    agent = await world.house.logged_in("mara")
    await world.act(agent, "claim")
    assert (await world.state()).hold.agent == MARA
    browser = await world.house.logged_in("silke")
    answer = await decide(world, browser, "take")
    assert answer.headers["location"] == path_of(customer())
    assert (await world.state()).hold.agent == SILKE
    assert world.house.audit.entries[-1].what == "took_over"
    # The agent hears who has it now instead of sending.
    refused = await world.act(agent, "reply", text="Moin", line="0123456789abcdef")
    assert "Silke Hansen" in refused.text


async def test_it_goes_back_into_the_queue_and_the_customer_hears_nothing(world: World) -> None:
    await there(world, MARA)
    await world.hands_over()
    await world.act(await world.house.logged_in("mara"), "claim")
    said = await world.said()
    answer = await decide(world, await world.house.logged_in("silke"), "requeue")
    assert answer.status_code == 303
    assert (await world.state()).hold.owner is Owner.QUEUE
    assert await world.said() == said
    assert world.house.audit.entries[-1].what == "requeued"


async def test_a_decision_that_came_too_late_says_so_and_changes_nothing(world: World) -> None:
    await there(world, MARA, JONAS)
    await world.hands_over()
    browser = await world.house.logged_in("silke")
    old = str((await world.state()).hold.epoch)
    await world.act(await world.house.logged_in("mara"), "claim")
    answer = await decide(world, browser, "assign", agent=JONAS, epoch=old)
    assert answer.status_code == 409
    assert "Inzwischen hat jemand übernommen" in answer.text
    assert (await world.state()).hold.agent == MARA
    assert all(entry.what != "reassigned" for entry in world.house.audit.entries)


async def test_nobody_named_or_nobody_there_is_said(world: World) -> None:
    await world.hands_over()
    browser = await world.house.logged_in("silke")
    assert "auswählen, wer" in (await decide(world, browser, "assign")).text
    answer = await decide(world, browser, "assign", agent=MARA)
    assert "Mara Petersen ist nicht da" in answer.text


async def test_an_unknown_conversation_and_a_crooked_form_are_refused(world: World) -> None:
    browser = await world.house.logged_in("silke")
    assert (await browser.get(path_of_giving(customer("nobody")))).status_code == 404
    await world.hands_over()
    assert (await decide(world, browser, "take", epoch="1; drop")).status_code == 400
    without_token = await browser.post(f"{path_of_giving(customer())}/take", data={"epoch": "1"})
    assert without_token.status_code == 403


async def test_what_an_agent_holds_is_shown_with_them(world: World) -> None:
    await there(world, MARA)
    await world.hands_over()
    await world.act(await world.house.logged_in("mara"), "claim")
    page = (await (await world.house.logged_in("silke")).get(ROOT)).text
    assert f'id="held-{key_of(customer())}"' in page
    assert "3 von 6" in page


@pytest.fixture
async def apart(world: World) -> World:
    """A supervisor of Kiel; somebody waits in each of Kiel (all topics) and Flensburg (outages)."""
    for login, site in (("silke", "Kiel"), ("mara", "Flensburg"), ("jonas", "Kiel")):
        await world.house.parts.accounts.set_site((await world.house.account(login)).id, site)
    await there(world, MARA, JONAS)
    line = await world.writes("Internet weg", of="far")
    outage = (Understood(line, "report_outage", 0.9),)
    await world.hands_over(of="far", wish="Hier in Flensburg", understood=outage)
    await world.hands_over(of="near", wish="Hier in Kiel")
    return world


async def test_a_site_s_board_shows_its_own_and_of_others_the_sum(apart: World) -> None:
    page = (await (await apart.house.logged_in("silke")).get(ROOT)).text
    assert "Hier in Kiel" in page
    assert "Jonas Lorenzen" in page
    for foreign in ("Hier in Flensburg", "Mara Petersen", "Technik"):
        assert foreign not in page
    assert "An den anderen Standorten zusammen: 1 wartend, 1 bereit." in page
    assert page.count('<li id="waiting-') == 1
    figure = page.split('id="figure-waiting"')[1].split("</b>")[0]
    assert figure.endswith("<b>1")


async def test_nothing_is_given_to_or_taken_from_another_site(apart: World) -> None:
    silke = await apart.house.logged_in("silke")
    given = await decide(apart, silke, "assign", of="near", agent=MARA)
    assert given.status_code == 409
    assert "Mara Petersen arbeitet an einem anderen Standort" in given.text
    options = given.text.split('name="agent"', 1)[1]
    assert JONAS in options
    assert MARA not in options
    for what in ("assign", "take", "requeue"):
        assert (await decide(apart, silke, what, of="far", agent=JONAS)).status_code == 404
    assert [(await apart.state(of)).hold.owner for of in ("far", "near")] == [Owner.QUEUE] * 2
    assert (await decide(apart, silke, "assign", of="near", agent=JONAS)).status_code == 303
    assert (await apart.state("near")).hold.agent == JONAS


async def test_what_goes_back_to_another_site_s_team_leads_to_the_board(apart: World) -> None:
    apart.house.clock.pass_by(minutes=6)
    jonas, silke = await apart.house.logged_in("jonas"), await apart.house.logged_in("silke")
    await there(apart, JONAS)
    assert (await apart.act(jonas, "claim", of="far")).is_redirect
    answer = await decide(apart, silke, "requeue", of="far")
    assert answer.headers["location"] == f"{ROOT}?done=requeued"


async def test_with_sites_together_everybody_sees_all_as_before() -> None:
    async with open_board(sites_apart=False) as world:
        await world.house.parts.accounts.set_site(SILKE, "Kiel")
        await world.house.parts.accounts.set_site(JONAS, "Kiel")
        line = await world.writes("Internet weg")
        outage = (Understood(line, "report_outage", 0.9),)
        await world.hands_over(wish="In Flensburg", understood=outage)
        silke, jonas = [await world.house.logged_in(one) for one in ("silke", "jonas")]
        assert "In Flensburg" in (await silke.get(ROOT)).text
        assert (await silke.get(path_of_giving(customer()))).status_code == 200
        assert (await jonas.get(path_of(customer()))).status_code == 200
