"""Who may call what: nobody, unless the route says so."""

from collections.abc import AsyncIterator

import httpx
import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from staff.csrf import csrf_token
from staff.memory import MemorySessions
from staff.programs import token_digest
from staff.roles import Role
from tests.staff.house import TOKEN, Hands, House, open_house

EVERYBODY = ("mara", "silke", "tomke", "ole")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as house:
        yield house


def csrf(browser: httpx.AsyncClient) -> str:
    return csrf_token(browser.cookies["staff"])


async def test_a_route_that_nobody_marked_is_refused_to_everybody(house: House) -> None:
    for login in EVERYBODY:
        assert (await (await house.logged_in(login)).get("/forgotten")).status_code == 403
    assert (await house.browser().get("/forgotten")).status_code == 303


async def test_only_the_named_role_comes_in(house: House) -> None:
    for login in EVERYBODY:
        response = await (await house.logged_in(login)).get("/editors")
        assert response.status_code == (200 if login == "tomke" else 403)


async def test_a_role_taken_away_counts_from_the_next_request_on(house: House) -> None:
    browser = await house.logged_in("tomke")
    await house.parts.accounts.set_role((await house.account("tomke")).id, Role.AGENT)
    assert (await browser.get("/editors")).status_code == 403


async def test_who_is_not_logged_in_is_led_to_the_login_and_back(house: House) -> None:
    response = await house.browser().get("/editors?page=2")
    assert response.status_code == 303
    assert response.headers["location"] == "/login?next=%2Feditors%3Fpage%3D2"


async def test_a_script_whose_person_is_not_logged_in_hears_401(house: House) -> None:
    response = await house.browser().get("/editors", headers={"HX-Request": "true"})
    assert (response.status_code, response.json()) == (401, {"error": "Nobody is logged in."})


async def test_a_change_needs_the_page_s_token_in_header_or_form(house: House) -> None:
    browser = await house.logged_in("tomke")
    token = csrf(browser)
    assert (await browser.post("/editors")).status_code == 403
    assert (await browser.post("/editors", data={"csrf": "guessed"})).status_code == 403
    assert (await browser.post("/editors", headers={"X-CSRF-Token": "x"})).status_code == 403
    assert (await browser.post("/editors", data={"csrf": token})).text == "edited"
    assert (await browser.post("/editors", headers={"X-CSRF-Token": token})).text == "edited"


async def test_one_person_s_token_does_not_fit_another_s_session(house: House) -> None:
    browser, other = await house.logged_in("tomke"), await house.logged_in("tomke")
    assert (await browser.post("/editors", data={"csrf": csrf(other)})).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_change_that_another_site_starts_is_refused_even_with_a_token(
    house: House, site: str
) -> None:
    browser = await house.logged_in("tomke")
    response = await browser.post(
        "/editors", data={"csrf": csrf(browser)}, headers={"Sec-Fetch-Site": site}
    )
    assert response.status_code == 403


async def test_the_token_does_not_give_the_session_away(house: House) -> None:
    browser = await house.logged_in("tomke")
    assert browser.cookies["staff"] not in csrf(browser)
    assert browser.cookies["staff"] not in (await browser.get("/")).text


async def test_a_program_is_known_by_its_token_and_a_cookie_does_not_help(house: House) -> None:
    browser = await house.logged_in("ole")
    assert (await browser.get("/programs")).status_code == 401
    for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic Og=="}):
        response = await house.browser().get("/programs", headers={"Accept": "*/*", **header})
        assert response.status_code == 401
        assert response.json() == {"error": "A valid bearer token is needed."}
    header = {"Authorization": f"Bearer {TOKEN}"}
    assert (await house.browser().get("/programs", headers=header)).text == "tests"


async def test_a_program_s_token_opens_no_page(house: House) -> None:
    header = {"Authorization": f"Bearer {TOKEN}"}
    assert (await house.browser().get("/editors", headers=header)).status_code == 303


async def test_without_any_program_configured_no_token_is_valid() -> None:
    async with open_house(programs={}) as house:
        for token in ("None", TOKEN):
            header = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
            assert (await house.browser().get("/programs", headers=header)).status_code == 401


def test_only_a_digest_of_a_token_is_kept() -> None:
    assert TOKEN not in token_digest(TOKEN)


async def test_health_and_metrics_stay_open_to_the_machines_that_ask(house: House) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert (await house.browser().get(path)).status_code == 200


async def test_every_answer_forbids_foreign_and_inline_scripts(house: House) -> None:
    browser = await house.logged_in("tomke")
    for path in ("/", "/login", "/editors", "/forgotten", "/nothing-there", "/healthz"):
        headers = (await browser.get(path, follow_redirects=True)).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


async def test_people_get_a_german_page_and_programs_get_json_when_something_is_wrong(
    house: House,
) -> None:
    browser = await house.logged_in("mara")
    page = await browser.get("/editors")
    assert page.headers["content-type"].startswith("text/html")
    assert "Das ist nicht erlaubt" in page.text
    missing = await browser.get("/nothing-there")
    assert (missing.status_code, "Hier ist nichts" in missing.text) == (404, True)
    plain = await browser.get("/nothing-there", headers={"Accept": "application/json"})
    assert plain.json() == {"error": "There is nothing here."}


async def test_a_store_out_of_reach_is_a_503_that_says_nothing_more() -> None:
    class Away(MemorySessions):
        async def read(self, secret: str, *, touch: bool) -> None:
            raise RedisConnectionError("redis.internal:6379 refused")

    async with open_house(sessions=Away(Hands())) as house:
        response = await house.browser(session="any").get("/editors")
        assert response.status_code == 503
        assert "Gerade nicht erreichbar" in response.text
        assert "redis" not in response.text


async def test_files_are_kept_by_browsers_under_an_address_made_from_their_content(
    house: House,
) -> None:
    browser = house.browser()
    page = (await browser.get("/login")).text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    response = await browser.get(address)
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["cache-control"]
    plain = await browser.get(address.split("?")[0])
    assert plain.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/static/staff/%2e%2e%2fpages.py", "/static/staff/none.css", "/static/../x/y.css"]
)
async def test_nothing_but_the_files_meant_for_it_is_handed_out(house: House, path: str) -> None:
    assert (await house.browser().get(path)).status_code == 404
