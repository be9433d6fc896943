"""Watching, the next step, and going on early, over HTTP."""

import re
from datetime import timedelta

import httpx

from handoff.console.addresses import path_of
from tests.console.test_laying import LINE
from tests.console.world import BERLIN, World, customer

STEP = "Bei der Technik <b>nachfragen</b>"


async def _claimed(world: World) -> httpx.AsyncClient:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    await world.act(mara, "reply", line=LINE, text="Ich melde mich übermorgen.")
    return mara


def _news(page: str) -> str:
    found = re.search(r'data-marked="(\d+)"', page)
    assert found is not None
    return found[1]


async def test_who_watches_is_told_when_the_customer_writes_and_when_it_is_closed(
    world: World,
) -> None:
    mara, jonas = await _claimed(world), await world.house.logged_in("jonas")
    await world.act(jonas, "watch")
    assert (await world.state()).hold.agent == "id-mara"
    page = (await jonas.get("/console/watched")).text
    assert path_of(customer()) in page
    assert _news(page) == "0"
    await world.writes("Ist da noch jemand?")
    page = (await jonas.get("/console/queue")).text
    assert _news(page) == "1"
    assert "Hat geschrieben" in (await jonas.get("/console/watched")).text
    await jonas.get(path_of(customer()))  # who looks has seen it
    assert _news((await jonas.get("/console/watched")).text) == "0"
    await world.act(mara, "close")
    page = (await jonas.get("/console/watched")).text
    assert _news(page) == "1"
    assert "Abgeschlossen" in page
    assert _news((await mara.get("/console/queue")).text) == "0"
    await world.act(jonas, "watch")
    assert path_of(customer()) not in (await jonas.get("/console/watched")).text


async def test_the_next_step_is_a_field_of_its_own_shown_in_lists(world: World) -> None:
    mara = await _claimed(world)
    await world.act(mara, "step", step=STEP)
    shown = "Bei der Technik &lt;b&gt;nachfragen&lt;/b&gt;"
    for path in ("/console/mine", path_of(customer())):
        assert shown in (await mara.get(path)).text
    jonas = await world.house.logged_in("jonas")
    assert (await world.act(jonas, "step", step="Anderes")).status_code == 409
    assert (await world.act(mara, "step", step="x" * 301)).status_code == 409
    await world.act(mara, "step", step="")
    assert shown not in (await mara.get("/console/mine")).text
    assert ("id-mara", "noted_step") in [(who, what) for who, what, _ in world.acts]


async def test_what_is_laid_away_is_gone_on_with_by_key(world: World) -> None:
    mara = await _claimed(world)
    until = (world.now + timedelta(days=2)).astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")
    await world.act(mara, "later", until=until, step=STEP)
    before = await world.said()
    page = (await mara.get(path_of(customer()))).text
    assert 'data-key="e"' in page
    assert (
        'id="take-up"'
        not in (await (await world.house.logged_in("jonas")).get(path_of(customer()))).text
    )
    await world.act(mara, "take-up")
    page = (await mara.get(path_of(customer()))).text
    assert 'id="take-up"' not in page
    assert "Bei mir, wieder" not in page
    assert (await world.state()).hold.agent == "id-mara"
    assert await world.said() == before
    assert (await world.act(mara, "take-up")).status_code == 409
