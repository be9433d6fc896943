"""Laying away, over HTTP: until a moment, with what is to be done then."""

import re
from datetime import timedelta

import httpx
import pytest

from conversation.identity import AgentId
from conversation.routing.lifecycle import Cause
from handoff.console.addresses import path_of
from handoff.console.laying import LONGEST_STEP
from tests.console.world import BERLIN, World, customer

LINE = "0123456789abcdef0123"
STEP = "Bei der Technik <b>nachfragen</b>"


async def _lays(world: World, login: str, *, until: str, step: str = STEP) -> httpx.Response:
    browser = await world.house.logged_in(login)
    return await world.act(browser, "later", until=until, step=step)


def _in(world: World, **time: float) -> str:
    return (world.now + timedelta(**time)).astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")


async def _claimed(world: World) -> httpx.AsyncClient:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    await world.act(mara, "reply", line=LINE, text="Ich melde mich übermorgen.")
    return mara


async def test_what_is_laid_away_is_shown_with_its_time_and_next_step(world: World) -> None:
    mara = await _claimed(world)
    before = await world.said()
    assert (await _lays(world, "mara", until=_in(world, days=2))).is_redirect
    for path in ("/console/mine", path_of(customer())):
        assert re.search(r"wieder \d+\.\d+\. \d+:\d\d", (await mara.get(path)).text)
    (note,) = await world.notes.of(customer())
    assert note.text.startswith("Wiedervorlage ")
    assert note.text.endswith(STEP)
    assert "Bei der Technik &lt;b&gt;" in (await mara.get(path_of(customer()))).text
    assert (await world.state()).hold.agent == "id-mara"
    assert await world.said() == before
    work = await world.roster.one(AgentId("id-mara"))
    assert work is not None
    assert work.seats == ()
    assert world.house.audit.entries[-1].what == "laid_away"


async def test_what_is_at_hand_stands_before_what_is_laid_away(world: World) -> None:
    mara = await _claimed(world)
    await _lays(world, "mara", until=_in(world, days=2))
    await world.hands_over(of="ben")
    await world.act(mara, "claim", of="ben")
    page = (await mara.get("/console/mine")).text
    assert page.index(path_of(customer("ben"))) < page.index(path_of(customer("anna")))


@pytest.mark.parametrize(
    ("time", "step", "sentence"),
    [
        ({"days": 1}, " ", "was dann zu tun ist"),
        ({"days": 1}, "x" * (LONGEST_STEP + 1), "Mehr als"),
        ({"minutes": -5}, STEP, "Der Zeitpunkt muss"),
        ({"days": 31}, STEP, "Der Zeitpunkt muss"),
        (None, STEP, "Der Zeitpunkt muss"),
    ],
)
async def test_what_cannot_be_done_is_said(
    world: World, time: dict[str, float] | None, step: str, sentence: str
) -> None:
    await _claimed(world)
    until = _in(world, **time) if time else "morgen"
    answer = await _lays(world, "mara", until=until, step=step)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert await world.notes.of(customer()) == []


async def test_what_was_promised_is_answered_before_it_is_laid_away(world: World) -> None:
    await world.hands_over()
    await world.act(await world.house.logged_in("mara"), "claim")
    answer = await _lays(world, "mara", until=_in(world, days=1))
    assert answer.status_code == 409
    assert "Eine Antwort ist zugesagt" in answer.text
    assert await world.notes.of(customer()) == []


async def test_what_waits_again_says_why(world: World) -> None:
    mara = await _claimed(world)
    await _lays(world, "mara", until=_in(world, days=2))
    state, context = await world.desk.recall(customer())
    await world.desk.move(world.moves.take_up(state, context, why=Cause.WROTE_AGAIN))
    for path in ("/console/queue", path_of(customer())):
        assert "Fragt nach" in (await mara.get(path)).text


async def test_what_people_have_had_for_days_says_so(world: World) -> None:
    mara = await world.house.logged_in("mara")
    for name, hours in (("anna", 73), ("ben", 23)):
        await world.hands_over(of=name, handed_off_at=world.now - timedelta(hours=hours))
        await world.act(mara, "claim", of=name)
    page = (await mara.get("/console/mine")).text
    assert re.findall(r'<span class="row-mark">([^<]*)', page) == ["3 Tage offen"]
    mark = '<span class="chip soon">3 Tage offen</span>'
    assert mark in (await mara.get(path_of(customer("anna")))).text
    assert mark not in (await mara.get(path_of(customer("ben")))).text


async def test_only_who_holds_it_lays_it_away(world: World) -> None:
    await _claimed(world)
    assert (await _lays(world, "jonas", until=_in(world, days=1))).status_code == 409
    assert (await _lays(world, "tomke", until=_in(world, days=1))).status_code == 403
    assert await world.notes.of(customer()) == []
