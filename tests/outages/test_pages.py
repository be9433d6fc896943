"""Outage mode over HTTP: who may approve, what is looked at first, and what goes out."""

from collections.abc import AsyncIterator

import httpx
import pytest

from conversation.messages import Speaker
from conversation.outages import Place
from handoff.outages.reading import ROOT, writing_path
from staff.csrf import csrf_token
from tests.outages.world import HERE, Outaged, open_outages

TEXT = "Moin {Name}, in 24937 ist eine Störung. [Du hörst|Sie hören] von uns. <b>"


@pytest.fixture
async def desk() -> AsyncIterator[Outaged]:
    async with open_outages() as opened:
        yield opened


async def send(browser: httpx.AsyncClient, what: str, **fields: str) -> httpx.Response:
    """Send a form as a browser without scripts does."""
    token = csrf_token(browser.cookies["staff"])
    form = {"csrf": token, "place": "", "outage": "", "text": TEXT}
    return await browser.post(f"{ROOT}/{what}", data={**form, **fields})


async def test_groups_are_shown_with_how_many_and_one_alone_is_none(desk: Outaged) -> None:
    await desk.report("anna", "bo")
    await desk.report("far", place=Place("24103", "tv"))
    page = (await (await desk.world.house.logged_in("silke")).get(ROOT)).text
    assert "24937 · Internet" in page
    assert '<td class="number">2</td>' in page
    assert "24103" not in page


async def test_a_text_is_looked_at_before_it_goes_out(desk: Outaged) -> None:
    await desk.report("anna", "bo")
    browser = await desk.world.house.logged_in("silke")
    page = (await browser.get(writing_path(HERE))).text
    assert "Gemeldet: 2." in page
    page = (await send(browser, "check", place=str(HERE))).text
    assert "Moin Anna Petersen, in 24937 ist eine Störung. Sie hören von uns. &lt;b&gt;" in page
    assert "Moin, in 24937 ist eine Störung. Du hörst von uns." in page
    assert await desk.outages.open() == []


async def test_what_was_approved_goes_to_all_and_its_end_as_well(desk: Outaged) -> None:
    await desk.report("anna", "bo")
    browser = await desk.world.house.logged_in("silke")
    answer = await send(browser, "send", place=str(HERE))
    assert answer.headers["location"] == f"{ROOT}?done=approved"
    assert await desk.tell() == 2
    page = (await browser.get(ROOT)).text
    assert "Informiert: 2" in page
    assert "wird informiert" in page
    (outage,) = await desk.outages.open()
    assert "Störung beenden" in (await browser.get(f"{ROOT}/{outage.id}/end")).text
    answer = await send(browser, "send", outage=outage.id, text="Es läuft wieder.")
    assert answer.headers["location"] == f"{ROOT}?done=ended"
    assert await desk.tell() == 2
    assert (await desk.world.said("bo"))[-1] == (Speaker.NOTICE, "Es läuft wieder.")
    what = [entry.what for entry in desk.world.house.audit.entries]
    assert what[-2:] == ["outage_approved", "outage_fixed"]


async def test_a_second_one_at_the_same_place_is_refused_and_sends_nothing(desk: Outaged) -> None:
    browser = await desk.world.house.logged_in("silke")
    await send(browser, "send", place=str(HERE))
    answer = await send(browser, "send", place=str(HERE), text="Noch einmal.")
    assert answer.status_code == 409
    assert "läuft schon eine Störung" in answer.text
    assert len(await desk.outages.latest()) == 1


async def test_what_is_over_does_not_end_again(desk: Outaged) -> None:
    browser = await desk.world.house.logged_in("silke")
    await send(browser, "send", place=str(HERE))
    (outage,) = await desk.outages.open()
    await send(browser, "send", outage=outage.id)
    answer = await send(browser, "send", outage=outage.id)
    assert answer.status_code == 409
    assert (await browser.get(f"{ROOT}/{outage.id}/end")).status_code == 404


@pytest.mark.parametrize("what", ["check", "send"])
async def test_a_crooked_text_is_said_and_stays_in_its_field(desk: Outaged, what: str) -> None:
    browser = await desk.world.house.logged_in("silke")
    answer = await send(browser, what, place=str(HERE), text="Moin {Vorname}")
    assert answer.status_code == 400
    assert "Bitte prüfen" in answer.text
    assert "Moin {Vorname}</textarea>" in answer.text
    assert await desk.outages.latest() == []


async def test_a_text_may_be_changed_after_it_was_looked_at(desk: Outaged) -> None:
    browser = await desk.world.house.logged_in("silke")
    page = (await send(browser, "change", place=str(HERE), text="Moin {Name}, …")).text
    assert "Moin {Name}, …</textarea>" in page


@pytest.mark.parametrize("login", ["mara", "tomke", "ole"])
async def test_only_supervisors_may_write_to_many(desk: Outaged, login: str) -> None:
    browser = await desk.world.house.logged_in(login)
    for path in (ROOT, writing_path(HERE), f"{ROOT}/x/end"):
        assert (await browser.get(path)).status_code == 403
    for what in ("check", "change", "send"):
        assert (await send(browser, what, place=str(HERE))).status_code == 403
    assert await desk.outages.latest() == []


async def test_crooked_places_and_forms_from_elsewhere_are_refused(desk: Outaged) -> None:
    browser = await desk.world.house.logged_in("silke")
    for place in ("", "2493|tv", "24937|tv|x"):
        assert (await send(browser, "send", place=place)).status_code == 400
    assert (await browser.get(f"{ROOT}/new?plz=abc&dienst=tv")).status_code == 400
    assert (await send(browser, "send", place=str(HERE), csrf="x")).status_code == 403
    assert await desk.outages.latest() == []
