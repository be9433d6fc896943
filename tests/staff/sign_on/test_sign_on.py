"""Coming in by a provider that keeps to the book, and by one that does not."""

from datetime import timedelta
from typing import Any

import pytest

from staff.sign_on.admission import Admission
from staff.sign_on.coming_in import PER_ADDRESS
from staff.sign_on.settings import SignOnSettings
from tests.staff.house import token_in
from tests.staff.sign_on.provider import CLIENT_ID
from tests.staff.sign_on.town import DESK, UNTRUE, Town, nobody_came_in, open_town


async def test_who_has_an_account_comes_in_and_goes_on_where_they_wanted(town: Town) -> None:
    browser = town.house.browser()
    assert "Mit Firmenkonto anmelden" in (await browser.get("/login")).text
    response = await town.sign_on(browser)
    assert (response.status_code, response.headers["location"]) == (303, "/editors")
    assert (await browser.get("/editors")).text == "the editors' room"
    assert town.provider.refusals == []
    acts = [(one.who, one.what, one.detail) for one in town.house.audit.entries]
    assert ("id-tomke", "logged_in", "single_sign_on") in acts


async def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there() -> None:
    async with open_town() as town:
        town.provider.auth_method = "client_secret_post"
        assert (await town.sign_on()).status_code == 303


async def test_a_wrong_client_secret_lets_nobody_in() -> None:
    async with open_town(settings=lambda told: told.update(client_secret="stale")) as town:
        nobody_came_in(await town.sign_on(), UNTRUE)
        assert town.provider.refusals == ["wrong client secret"]


async def test_logging_out_here_leads_to_logging_out_there(town: Town) -> None:
    browser = town.house.browser()
    await town.sign_on(browser)
    # A role without an area has a page of its own with the form.
    token = token_in((await browser.get("/")).text)
    response = await browser.post("/logout", data={"csrf": token})
    assert response.status_code == 200
    way = response.headers["refresh"].removeprefix("0; url=")
    assert way.startswith(f"{town.provider.issuer}/logout?")
    assert (await browser.get("/editors")).status_code == 303
    there = await browser.get(way)
    assert there.headers["location"] == f"{DESK}/login"
    assert town.provider.logged_out[0]["client_id"] == CLIENT_ID


async def test_logging_out_works_also_while_the_provider_is_away(town: Town) -> None:
    browser = town.house.browser()
    await town.sign_on(browser)
    token = token_in((await browser.get("/")).text)
    town.provider.away = True
    town.house.clock.pass_by(minutes=11)
    response = await browser.post("/logout", data={"csrf": token})
    assert (response.status_code, response.headers["location"]) == (303, "/login")
    assert (await browser.get("/editors")).status_code == 303


async def test_who_presses_the_button_in_a_loop_has_to_wait(town: Town) -> None:
    browser = town.house.browser()
    for _ in range(300):
        await town.house.parts.attempts.enter("sign-on:127.0.0.1", PER_ADDRESS)
    response = await browser.get("/login/sign-on")
    assert response.status_code == 429
    assert "Zu viele Versuche" in response.text
    town.house.clock.pass_by(seconds=timedelta(minutes=15).total_seconds())
    assert (await browser.get("/login/sign-on")).status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "http://login.example"},
        {"issuer": "https://user:secret@login.example"},
        {"desk_url": "http://desk.example"},
        {"desk_url": "desk.example"},
        {"client_secret": ""},
        {"scopes": "profile"},
        {"algorithms": frozenset({"none"})},
        {"algorithms": frozenset({"HS256"})},
        {"algorithms": frozenset()},
        {"admission": Admission(create=True)},
    ],
    ids=str,
)
def test_settings_that_would_not_be_safe_are_refused(change: dict[str, Any]) -> None:
    usual = {"issuer": "https://a.example", "client_id": "a", "client_secret": "b"}
    usual["desk_url"] = "https://desk.example"
    SignOnSettings(**usual)
    with pytest.raises(ValueError):
        SignOnSettings(**{**usual, **change})


def test_a_secret_is_in_no_description() -> None:
    told = SignOnSettings(
        issuer="https://a.example", client_id="a", client_secret="hunter2", desk_url=DESK
    )
    assert "hunter2" not in repr(told)
