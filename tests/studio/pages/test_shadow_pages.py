"""Editors let a candidate read along, see what it would do otherwise, and stop it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from studio.training.shadows import End, Shadow
from tests.studio.pages.world import World, open_studio, send
from tests.studio.training.samples import BETTER, NEW, OLD, compared, kept, present
from tests.studio.training.turns import BILL, SomeTurns

TRAINING = "/studio/training"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_studio(tmp_path) as opened:
        present(opened.training.models_dir)
        kept(opened.training.models_dir)
        yield opened


@pytest.fixture
async def browser(world: World) -> httpx.AsyncClient:
    return await world.house.logged_in("tomke")


async def begun(world: World, browser: httpx.AsyncClient) -> Shadow:
    job = compared(world.training.models_dir, BETTER)
    answer = await send(browser, f"{TRAINING}/{job.id}/shadow", hours="24", most="500")
    shadow = world.training.shadows.active()
    assert shadow is not None
    assert answer.headers["location"] == f"/studio/shadow/{shadow.id}"
    return shadow


async def test_a_candidate_is_asked_to_read_along_once(
    world: World, browser: httpx.AsyncClient
) -> None:
    shadow = await begun(world, browser)
    assert (shadow.model, shadow.beside, shadow.most) == (NEW, OLD, 500)
    page = (await browser.get(f"/studio/shadow/{shadow.id}")).text
    assert "wird gestartet" in page
    assert "0 von höchstens 500" in page
    assert "zu wenige (0 von 0)" in page
    again = await send(browser, f"{TRAINING}/{shadow.training}/shadow", hours="24", most="500")
    assert again.status_code == 409
    assert "liest schon einer mit" in again.text
    comparison = (await browser.get(f"{TRAINING}/{shadow.training}")).text
    assert f'href="/studio/shadow/{shadow.id}"' in comparison
    await send(browser, f"/studio/shadow/{shadow.id}/stop")
    assert world.training.shadows.active() is None
    told = [entry.what for entry in world.house.audit.entries]
    assert told[-2:] == ["shadow_begun", "shadow_stopped"]


async def test_what_it_would_do_otherwise_is_shown_until_it_is_erased(
    world: World, browser: httpx.AsyncClient
) -> None:
    shadow = await begun(world, browser)
    turns = world.training.turns
    assert isinstance(turns, SomeTurns)
    many = {f"c|{number}": BILL for number in range(40)}
    otherwise = replace(BILL, intent="greet", confidence=0.62, person=True)
    many |= {"x|1": otherwise, "x|2": replace(BILL, understood=False)}
    turns.lines.update({name: f"Frage {name}" for name in many})
    turns.lines["x|1"] = "<b>moin</b>"
    await turns.keep(shadow.id, many)
    world.training.shadows.write(replace(shadow, runs=True, read=42, dropped=3))
    page = (await browser.get(f"/studio/shadow/{shadow.id}/progress")).text
    assert "42 von höchstens 500 Nachrichten gelesen, 3 ausgelassen" in page
    assert "95,2 % (84 bis 99)" in page
    assert "anders gehandelt würde: 2" in page
    assert "&lt;b&gt;moin" in page
    assert "jetzt ask_bill (90 %), er greet (62 %) und ein Mensch" in page
    assert "er nicht verstanden" in page
    del turns.lines["x|1"]
    world.training.shadows.write(replace(shadow, end=End.TIME))
    page = (await browser.get(f"/studio/shadow/{shadow.id}")).text
    assert "&lt;b&gt;moin" not in page
    assert "die Zeit ist um" in page
    assert "Beenden" not in page


async def test_nonsense_is_refused_and_only_editors_get_in(
    world: World, browser: httpx.AsyncClient
) -> None:
    job = compared(world.training.models_dir, BETTER)
    path = f"{TRAINING}/{job.id}/shadow"
    for hours, most in (("0", "5"), ("x", "5"), ("5", "100000"), ("", ""), ("²", "5")):
        assert (await send(browser, path, hours=hours, most=most)).status_code == 400
    assert (await send(browser, f"{TRAINING}/nix/shadow", hours="1", most="1")).status_code == 404
    assert (await browser.get("/studio/shadow/nix")).status_code == 404
    assert (await browser.post(path, data={"hours": "1", "most": "1"})).status_code == 403
    agent = await world.house.logged_in("mara")
    assert (await send(agent, path, hours="1", most="1")).status_code == 403
    assert world.training.shadows.active() is None
