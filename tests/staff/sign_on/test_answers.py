"""What comes back from the provider counts once, for one browser, and leads nowhere else."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.staff.house import log_in
from tests.staff.sign_on.town import AWAY, DESK, EXPIRED, UNTRUE, Town, nobody_came_in, open_town


async def test_an_answer_counts_once(town: Town) -> None:
    browser = town.house.browser()
    answer = await town.at_provider(browser)
    assert (await town.comes_back(browser, answer)).status_code == 303
    nobody_came_in(await town.comes_back(browser, answer), EXPIRED)


async def test_a_code_used_before_is_refused_by_the_provider(town: Town) -> None:
    browser = town.house.browser()
    first = await town.at_provider(browser)
    await town.comes_back(browser, first)
    used = parse_qs(urlsplit(first.headers["location"]).query)["code"][0]
    town.provider.answer = {"code": used}
    nobody_came_in(await town.sign_on(browser), UNTRUE)
    assert town.provider.refusals == ["unknown or used code"]


async def test_somebody_else_s_code_does_not_fit_one_s_own_sign_on(town: Town) -> None:
    theirs = await town.at_provider(town.house.browser())
    code = parse_qs(urlsplit(theirs.headers["location"]).query)["code"][0]
    town.provider.answer = {"code": code}
    nobody_came_in(await town.sign_on(), UNTRUE)
    assert town.provider.refusals == ["wrong verifier"]


async def test_another_browser_cannot_end_what_one_began(town: Town) -> None:
    """Who sends a colleague their own answer cannot log the colleague in as themselves."""
    answer = await town.at_provider(town.house.browser())
    nobody_came_in(await town.comes_back(town.house.browser(), answer), EXPIRED)
    victim = town.house.browser()
    await town.at_provider(victim)
    again = await town.at_provider(town.house.browser())
    nobody_came_in(await town.comes_back(victim, again), EXPIRED)


async def test_a_sign_on_has_to_end_within_ten_minutes(town: Town) -> None:
    browser = town.house.browser()
    answer = await town.at_provider(browser)
    town.house.clock.pass_by(minutes=10)
    nobody_came_in(await town.comes_back(browser, answer), EXPIRED)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=guessed&code=x", "?error=access_denied"])
async def test_an_answer_nobody_asked_for_lets_nobody_in(town: Town, query: str) -> None:
    nobody_came_in(await town.house.browser().get(f"/login/sign-on/done{query}"), EXPIRED)


@pytest.mark.parametrize("issuer", ["https://evil.example/realm", ""])
async def test_an_answer_of_another_issuer_lets_nobody_in_and_the_code_goes_nowhere(
    town: Town, issuer: str
) -> None:
    town.provider.answer = {"iss": issuer}
    nobody_came_in(await town.sign_on(), UNTRUE)
    assert "token" not in town.provider.asked


async def test_metadata_of_another_issuer_or_with_an_open_address_is_not_followed() -> None:
    for metadata in (
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "//evil.example"},
        {"code_challenge_methods_supported": ["plain"]},
        {"jwks_uri": None},
    ):
        async with open_town() as town:
            town.provider.metadata = metadata
            response = await town.house.browser().get("/login/sign-on")
            nobody_came_in(response, AWAY)
            assert response.status_code == 503


async def test_a_provider_that_is_away_is_told_of_and_passwords_still_work(town: Town) -> None:
    browser = town.house.browser()
    answer = await town.at_provider(browser)
    town.provider.away = True
    nobody_came_in(await town.comes_back(browser, answer), AWAY)
    assert (await log_in(town.house.browser(), "tomke")).status_code == 303


async def test_who_changes_their_mind_at_the_provider_is_told_so(town: Town) -> None:
    town.provider.answer = {"code": "", "error": "access_denied"}
    nobody_came_in(await town.sign_on(), "Die Anmeldung wurde abgebrochen")
    town.provider.answer = {"code": "", "error": "<script>alert(1)</script>"}
    response = await town.sign_on()
    nobody_came_in(response, UNTRUE)
    assert "alert(1)" not in response.text


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_signing_on_never_leads_to_another_site(town: Town, target: str) -> None:
    assert (await town.sign_on(target=target)).headers["location"] == "/"


async def test_where_browsers_are_sent_back_to_is_not_made_from_the_request(town: Town) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    there = await town.house.browser().get("/login/sign-on", headers=headers)
    query = parse_qs(urlsplit(there.headers["location"]).query)
    assert query["redirect_uri"] == [f"{DESK}/login/sign-on/done"]


async def test_a_session_known_before_signing_on_is_worthless_after_it(town: Town) -> None:
    browser = town.house.browser(session="planted")
    await town.sign_on(browser)
    assert browser.cookies["staff"] != "planted"
    mine = await town.house.logged_in("mara")
    old = mine.cookies["staff"]
    await town.sign_on(mine)
    assert (await town.house.browser(session=old).get("/")).status_code == 303
