"""Coming in by a provider that keeps to the book, and by one that does not."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from staff.roles import Role
from staff.sign_on.admission import Admission, roles_in, sites_in
from staff.sign_on.attach import SignOnParts
from staff.sign_on.coming_in import PER_ADDRESS
from staff.sign_on.memory import MemoryIdentities, MemoryPendingSignOns
from staff.sign_on.settings import SignOnSettings
from tests.staff.house import TLS, Hands, House, log_in, open_house, token_in
from tests.staff.sign_on.provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    KEYS,
    FakeProvider,
    open_provider,
    signed_by_another,
    signed_with_the_public_key,
    unsigned,
)

UNTRUE = "Die Anmeldung war nicht zu prüfen"
EXPIRED = "Diese Anmeldung ist abgelaufen oder wurde schon benutzt"
NOT_ADMITTED = "Dieses Firmenkonto ist hier nicht freigeschaltet"
AWAY = "Die Anmeldung über das Firmenkonto antwortet gerade nicht"
# The house's port is known only once it runs; the desk's address may be any that is safe.
DESK = "https://desk.foerdekom.example"


@dataclass
class Town:
    """A house, its provider, and what people do between them."""

    house: House
    provider: FakeProvider
    identities: MemoryIdentities

    async def at_provider(
        self, browser: httpx.AsyncClient, target: str = "/editors"
    ) -> httpx.Response:
        """Press the button, and let the provider answer; the answer is not followed."""
        there = await browser.get("/login/sign-on", params={"next": target})
        assert there.status_code == 303, there.text
        return await browser.get(there.headers["location"])

    async def comes_back(
        self, browser: httpx.AsyncClient, answer: httpx.Response
    ) -> httpx.Response:
        """Go where the provider sends the browser."""
        assert answer.status_code == 302, answer.text
        way = answer.headers["location"]
        assert way.startswith(f"{DESK}/login/sign-on/done?")
        return await browser.get(way.removeprefix(DESK))

    async def sign_on(
        self, browser: httpx.AsyncClient | None = None, target: str = "/editors"
    ) -> httpx.Response:
        browser = browser or self.house.browser()
        return await self.comes_back(browser, await self.at_provider(browser, target))


@asynccontextmanager
async def open_town(
    *, settings: Callable[[dict[str, Any]], None] = lambda _: None, **admission: Any
) -> AsyncIterator[Town]:
    clock = Hands()
    async with open_provider(clock.now) as provider, httpx.AsyncClient(verify=TLS) as http:
        provider.redirect_uris = {f"{DESK}/login/sign-on/done"}
        provider.logout_uris = {f"{DESK}/login"}
        told = {
            "issuer": provider.issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "desk_url": DESK,
            "admission": Admission(**admission),
        }
        settings(told)
        identities = MemoryIdentities()
        parts = SignOnParts(
            settings=SignOnSettings(**told),
            pending=MemoryPendingSignOns(clock),
            identities=identities,
            http=http,
            clock=clock,
        )
        async with open_house(clock, sign_on=parts) as house:
            yield Town(house=house, provider=provider, identities=identities)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as town:
        yield town


def _nobody_came_in(response: httpx.Response, words: str) -> None:
    assert response.status_code in (400, 403, 503), response.text
    assert words in response.text
    cookies = response.headers.get_list("set-cookie")
    assert not [cookie for cookie in cookies if re.match(r"(__Host-)?staff=[^;]", cookie)]


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
        _nobody_came_in(await town.sign_on(), UNTRUE)
        assert town.provider.refusals == ["wrong client secret"]


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "of another sign-on"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": [CLIENT_ID, "another-client"]}, "azp"),
        ({"aud": [CLIENT_ID], "azp": "another-client"}, "azp"),
        ({"iss": "https://evil.example/realm"}, "iss"),
        ({"exp": 1}, "exp"),
        ({"exp": None}, "exp"),
        ({"iat": 4_000_000_000}, "iat"),
        ({"nbf": 4_000_000_000}, "nbf"),
        ({"sub": ""}, "sub"),
        ({"sub": None}, "sub"),
        ({"sub": "s" * 256}, "sub"),
        ({"at_hash": "of another token"}, "at_hash"),
    ],
    ids=str,
)
async def test_a_token_that_says_something_wrong_lets_nobody_in(
    town: Town, claims: dict[str, Any], reason: str
) -> None:
    town.provider.claims = claims
    with capture_logs() as logs:
        _nobody_came_in(await town.sign_on(), UNTRUE)
    (line,) = [one for one in logs if one["event"] == "single_sign_on_refused"]
    assert line["reason"] == reason


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (unsigned, "unsupported_algorithm"),
        (signed_with_the_public_key, "unsupported_algorithm"),
        (signed_by_another, "bad_signature"),
    ],
)
async def test_a_forged_signature_lets_nobody_in(town: Town, forge: Any, reason: str) -> None:
    town.provider.forge = forge
    with capture_logs() as logs:
        _nobody_came_in(await town.sign_on(), UNTRUE)
    (line,) = [one for one in logs if one["event"] == "single_sign_on_refused"]
    assert line["reason"] == reason


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "e30.e30.", "{}", "ä.ö.ü"])
async def test_what_is_no_token_lets_nobody_in(town: Town, token: str) -> None:
    town.provider.forge = lambda _claims: token
    _nobody_came_in(await town.sign_on(), UNTRUE)


async def test_an_algorithm_that_is_not_on_the_list_lets_nobody_in(town: Town) -> None:
    town.provider.algorithm = "RS512"
    _nobody_came_in(await town.sign_on(), UNTRUE)


async def test_a_token_a_minute_too_old_is_still_good_and_one_of_two_minutes_is_not(
    town: Town,
) -> None:
    at = int(town.house.clock.now().timestamp())
    town.provider.claims = {"exp": at - 59}
    assert (await town.sign_on()).status_code == 303
    town.provider.claims = {"exp": at - 120}
    _nobody_came_in(await town.sign_on(), UNTRUE)


async def test_new_keys_are_fetched_when_they_are_first_used_and_withdrawn_ones_forgotten(
    town: Town,
) -> None:
    await town.sign_on()
    await town.sign_on()
    assert town.provider.asked.count("keys") == 1
    town.provider.key, town.provider.published = KEYS[1], [KEYS[1]]
    assert (await town.sign_on()).status_code == 303
    assert town.provider.asked.count("keys") == 2
    town.provider.key = KEYS[0]
    _nobody_came_in(await town.sign_on(), UNTRUE)


async def test_a_key_withdrawn_counts_no_more_after_ten_minutes(town: Town) -> None:
    await town.sign_on()
    town.provider.published = [KEYS[1]]
    town.house.clock.pass_by(minutes=10)
    _nobody_came_in(await town.sign_on(), UNTRUE)


async def test_an_answer_counts_once(town: Town) -> None:
    browser = town.house.browser()
    answer = await town.at_provider(browser)
    assert (await town.comes_back(browser, answer)).status_code == 303
    _nobody_came_in(await town.comes_back(browser, answer), EXPIRED)


async def test_a_code_used_before_is_refused_by_the_provider(town: Town) -> None:
    browser = town.house.browser()
    first = await town.at_provider(browser)
    await town.comes_back(browser, first)
    used = parse_qs(urlsplit(first.headers["location"]).query)["code"][0]
    town.provider.answer = {"code": used}
    _nobody_came_in(await town.sign_on(browser), UNTRUE)
    assert town.provider.refusals == ["unknown or used code"]


async def test_somebody_else_s_code_does_not_fit_one_s_own_sign_on(town: Town) -> None:
    theirs = await town.at_provider(town.house.browser())
    code = parse_qs(urlsplit(theirs.headers["location"]).query)["code"][0]
    town.provider.answer = {"code": code}
    _nobody_came_in(await town.sign_on(), UNTRUE)
    assert town.provider.refusals == ["wrong verifier"]


async def test_another_browser_cannot_end_what_one_began(town: Town) -> None:
    """Who sends a colleague their own answer cannot log the colleague in as themselves."""
    answer = await town.at_provider(town.house.browser())
    _nobody_came_in(await town.comes_back(town.house.browser(), answer), EXPIRED)
    victim = town.house.browser()
    await town.at_provider(victim)
    again = await town.at_provider(town.house.browser())
    _nobody_came_in(await town.comes_back(victim, again), EXPIRED)


async def test_a_sign_on_has_to_end_within_ten_minutes(town: Town) -> None:
    browser = town.house.browser()
    answer = await town.at_provider(browser)
    town.house.clock.pass_by(minutes=10)
    _nobody_came_in(await town.comes_back(browser, answer), EXPIRED)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=guessed&code=x", "?error=access_denied"])
async def test_an_answer_nobody_asked_for_lets_nobody_in(town: Town, query: str) -> None:
    _nobody_came_in(await town.house.browser().get(f"/login/sign-on/done{query}"), EXPIRED)


@pytest.mark.parametrize("issuer", ["https://evil.example/realm", ""])
async def test_an_answer_of_another_issuer_lets_nobody_in_and_the_code_goes_nowhere(
    town: Town, issuer: str
) -> None:
    town.provider.answer = {"iss": issuer}
    _nobody_came_in(await town.sign_on(), UNTRUE)
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
            _nobody_came_in(response, AWAY)
            assert response.status_code == 503


async def test_a_provider_that_is_away_is_told_of_and_passwords_still_work(town: Town) -> None:
    browser = town.house.browser()
    answer = await town.at_provider(browser)
    town.provider.away = True
    _nobody_came_in(await town.comes_back(browser, answer), AWAY)
    assert (await log_in(town.house.browser(), "tomke")).status_code == 303


async def test_who_changes_their_mind_at_the_provider_is_told_so(town: Town) -> None:
    town.provider.answer = {"code": "", "error": "access_denied"}
    _nobody_came_in(await town.sign_on(), "Die Anmeldung wurde abgebrochen")
    town.provider.answer = {"code": "", "error": "<script>alert(1)</script>"}
    response = await town.sign_on()
    _nobody_came_in(response, UNTRUE)
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


async def test_who_has_no_account_or_a_shut_one_does_not_come_in(town: Town) -> None:
    town.provider.person = {"preferred_username": "stranger", "sub": "a-stranger"}
    _nobody_came_in(await town.sign_on(), NOT_ADMITTED)
    town.provider.person = {}
    account = await town.house.account("tomke")
    await town.house.parts.accounts.set_disabled(account.id, True)
    _nobody_came_in(await town.sign_on(), NOT_ADMITTED)


async def test_from_the_first_time_on_the_subject_counts_and_not_what_somebody_is_called(
    town: Town,
) -> None:
    await town.sign_on()
    # Somebody else who takes the name later does not get the account.
    town.provider.person = {"sub": "another-subject"}
    _nobody_came_in(await town.sign_on(), NOT_ADMITTED)
    # The same person under a new name does.
    town.provider.person = {"preferred_username": "tomke.ahrens"}
    assert (await town.sign_on()).status_code == 303
    # And cannot become somebody else by a name.
    town.provider.person = {"preferred_username": "ole"}
    browser = town.house.browser()
    await town.sign_on(browser)
    assert (await browser.get("/editors")).status_code == 200


async def test_roles_and_sites_come_from_the_claim_at_every_sign_on() -> None:
    roles = roles_in("desk-admins=administrator, desk-leads=supervisor,desk=agent")
    sites = sites_in("kiel=Kiel, head-office=*")
    async with open_town(
        roles=roles, roles_claim="realm_access.roles", sites=sites, sites_claim="sites"
    ) as town:
        access = {"roles": ["offline", "desk", "desk-leads"]}
        town.provider.person = {"realm_access": access, "sites": "kiel"}
        browser = town.house.browser()
        await town.sign_on(browser)
        account = await town.house.account("tomke")
        assert (account.role, account.site) == (Role.SUPERVISOR, "Kiel")
        assert (await browser.get("/editors")).status_code == 403
        town.provider.person = {"realm_access": {"roles": ["desk"]}, "sites": ["head-office"]}
        await town.sign_on()
        account = await town.house.account("tomke")
        assert (account.role, account.site) == (Role.AGENT, "")
        for without in (
            {"realm_access": {"roles": ["offline"]}, "sites": "kiel"},
            {"realm_access": "desk-admins, really", "sites": "kiel"},
            {"realm_access": access, "sites": "husum"},
            {"realm_access": access},
        ):
            town.provider.person = without
            _nobody_came_in(await town.sign_on(), NOT_ADMITTED)
        assert (await town.house.account("tomke")).role is Role.AGENT


async def test_accounts_are_made_only_where_the_setting_says_so() -> None:
    roles = roles_in("desk=agent")
    async with open_town(create=True, roles=roles, roles_claim="groups") as town:
        town.provider.person = {
            "sub": "subject-of-wiebke",
            "preferred_username": "Wiebke",
            "name": "Wiebke Harms",
            "groups": ["desk"],
        }
        browser = town.house.browser()
        response = await town.sign_on(browser, target="/")
        assert response.status_code == 303
        account = await town.house.account("wiebke")
        assert (account.name, account.role) == ("Wiebke Harms", Role.AGENT)
        for password in ("", "!", account.password_hash):
            refused = await log_in(town.house.browser(), "wiebke", password)
            assert refused.status_code == 401
        assert (await town.sign_on(target="/")).status_code == 303
        assert len(await town.house.parts.accounts.all()) == 6


async def test_an_address_nobody_verified_is_no_login() -> None:
    async with open_town(login_claim="email") as town:
        for verified, status in ((False, 403), ("true", 403), (True, 303)):
            town.provider.person = {"email": "Tomke", "email_verified": verified}
            assert (await town.sign_on()).status_code == status


async def test_passwords_may_be_left_to_administrators_or_to_nobody() -> None:
    for roles, in_words in ((frozenset({Role.ADMINISTRATOR}), True), (frozenset[Role](), False)):
        async with open_town(
            settings=lambda told, its=roles: told.update(password_roles=its)
        ) as town:
            assert (
                'name="password"' in (await town.house.browser().get("/login")).text
            ) == in_words
            if not in_words:
                continue
            refused = await log_in(town.house.browser(), "tomke")
            assert refused.status_code == 403
            assert "über das Firmenkonto" in refused.text
            assert (await log_in(town.house.browser(), "tomke", "wrong")).status_code == 401
            assert (await log_in(town.house.browser(), "ole")).status_code == 303


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


@pytest.mark.parametrize("text", ["desk", "desk=chief", "=agent", "desk="])
def test_a_table_written_wrongly_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        roles_in(text)


def test_a_group_may_have_a_long_name() -> None:
    assert roles_in("CN=Desk;OU=Kiel=agent") == (("CN=Desk;OU=Kiel", Role.AGENT),)
