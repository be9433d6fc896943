"""The way in and out, over HTTP."""

import re
from collections.abc import AsyncIterator

import pytest

from staff.passwords import Passwords
from tests.staff.house import CHEAP, PASSWORD, House, log_in, open_house, token_in

WRONG = "Anmeldename oder Passwort stimmt nicht."


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as house:
        yield house


async def test_the_right_password_opens_the_way_in(house: House) -> None:
    browser = house.browser()
    response = await log_in(browser, "tomke", target="/editors")
    assert (response.status_code, response.headers["location"]) == (303, "/editors")
    assert (await browser.get("/editors")).text == "the editors' room"


async def test_a_login_may_be_written_in_capitals_and_with_spaces(house: House) -> None:
    assert (await log_in(house.browser(), " Tomke ")).status_code == 303


@pytest.mark.parametrize("login", ["tomke", "nobody-of-this-name", ""])
async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    house: House, login: str
) -> None:
    response = await log_in(house.browser(), login, "wrong")
    assert response.status_code == 401
    assert WRONG in response.text
    assert "staff=" not in response.headers.get("set-cookie", "").replace("staff-login=", "")


async def test_a_disabled_account_gets_the_same_answer_as_a_wrong_password(house: House) -> None:
    await house.parts.accounts.set_disabled((await house.account("tomke")).id, True)
    response = await log_in(house.browser(), "tomke")
    assert response.status_code == 401
    assert WRONG in response.text


async def test_an_unknown_login_costs_a_hash_like_a_known_one() -> None:
    class Counting(type(CHEAP)):  # type: ignore[misc]
        verified = 0

        def verify(self, *args: object) -> bool:
            Counting.verified += 1
            return bool(super().verify(*args))

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    async with open_house(passwords=Passwords(hasher)) as house:
        await log_in(house.browser(), "nobody-of-this-name", "wrong")
        await log_in(house.browser(), "tomke", "wrong")
    assert Counting.verified == 2


async def test_a_session_known_before_the_login_is_worthless_after_it(house: House) -> None:
    browser = house.browser(session="planted")
    await log_in(browser, "tomke")
    assert browser.cookies["staff"] != "planted"
    stranger = house.browser(session="planted")
    assert (await stranger.get("/editors")).status_code == 303


async def test_logging_in_again_ends_the_session_before(house: House) -> None:
    browser = await house.logged_in("tomke")
    old = browser.cookies["staff"]
    # The form leads on whoever is logged in, so the token comes from another browser's form.
    form = await house.browser().get("/login")
    browser.cookies.set("staff-login", form.cookies["staff-login"], domain="127.0.0.1", path="/")
    fields = {"csrf": token_in(form.text), "login": "tomke", "password": PASSWORD, "next": "/"}
    assert (await browser.post("/login", data=fields)).status_code == 303
    assert browser.cookies["staff"] != old
    assert (await house.browser(session=old).get("/editors")).status_code == 303


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    response = await log_in(house.browser(), "tomke")
    cookie = next(
        value for value in response.headers.get_list("set-cookie") if value.startswith("staff=")
    )
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    secret = cookie.split("=", 1)[1].split(";")[0]
    assert len(secret) * 6 >= 256


async def test_with_https_cookies_are_secure_and_bound_to_the_host() -> None:
    async with open_house(https=True) as house:
        response = await house.browser().get("/login")
        cookie = response.headers["set-cookie"]
        assert cookie.startswith("__Host-staff-login=")
        assert "Secure" in cookie.split("; ")
        assert "max-age" in response.headers["strict-transport-security"]


async def test_a_login_form_from_elsewhere_is_refused(house: House) -> None:
    fields = {"login": "tomke", "password": PASSWORD, "next": "/"}
    response = await house.browser().post("/login", data={**fields, "csrf": "guessed"})
    assert response.status_code == 403
    assert (await house.browser().post("/login", data=fields)).status_code == 403


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nX: y", "evil"]
)
async def test_the_login_never_leads_to_another_site(house: House, target: str) -> None:
    browser = house.browser()
    assert (await log_in(browser, "tomke", target=target)).headers["location"] == "/"
    response = await browser.get("/login", params={"next": target})
    assert response.headers["location"] == "/"


async def test_after_five_wrong_passwords_a_login_has_to_wait_even_with_the_right_one(
    house: House,
) -> None:
    for _ in range(5):
        assert (await log_in(house.browser(), "tomke", "wrong")).status_code == 401
    response = await log_in(house.browser(), "tomke")
    assert response.status_code == 429
    assert response.headers["retry-after"] == "15"
    assert "15 Sekunden" in response.text
    assert (await log_in(house.browser(), "mara")).status_code == 303
    house.clock.pass_by(seconds=15)
    assert (await log_in(house.browser(), "tomke")).status_code == 303


async def test_waiting_doubles_with_every_further_failure(house: House) -> None:
    for _ in range(4):
        await log_in(house.browser(), "tomke", "wrong")
    for wait in (15, 30, 60, 120, 240, 480, 900, 900):
        await log_in(house.browser(), "tomke", "wrong")
        response = await log_in(house.browser(), "tomke")
        assert response.headers["retry-after"] == str(wait)
        house.clock.pass_by(seconds=wait)


async def test_an_unknown_login_is_locked_like_a_known_one(house: House) -> None:
    for _ in range(5):
        await log_in(house.browser(), "nobody-of-this-name", "wrong")
    assert (await log_in(house.browser(), "nobody-of-this-name", "x")).status_code == 429


async def test_one_address_cannot_try_one_password_on_many_logins(house: House) -> None:
    for number in range(30):
        assert (await log_in(house.browser(), f"login{number}", "x")).status_code == 401
    assert (await log_in(house.browser(), "tomke")).status_code == 429


async def test_a_whole_site_may_log_in_from_one_address_in_the_morning(house: House) -> None:
    for _ in range(60):
        assert (await log_in(house.browser(), "tomke")).status_code == 303


async def test_a_success_makes_failures_before_it_forgotten(house: House) -> None:
    for _ in range(3):
        for _ in range(4):
            assert (await log_in(house.browser(), "tomke", "wrong")).status_code == 401
        assert (await log_in(house.browser(), "tomke")).status_code == 303


async def test_logging_out_ends_the_session_everywhere(house: House) -> None:
    browser = await house.logged_in("tomke")
    secret = browser.cookies["staff"]
    page = (await browser.get("/")).text
    response = await browser.post("/logout", data={"csrf": token_in(page)})
    assert (response.status_code, response.headers["location"]) == (303, "/login")
    assert response.headers["clear-site-data"] == '"storage"'
    stranger = house.browser(session=secret)
    assert (await stranger.get("/editors")).headers["location"] == "/login?next=%2Feditors"


async def test_logging_out_needs_the_page_s_token(house: House) -> None:
    browser = await house.logged_in("tomke")
    assert (await browser.post("/logout")).status_code == 403
    assert (await browser.get("/editors")).status_code == 200


async def test_idle_sessions_end_after_half_an_hour(house: House) -> None:
    browser = await house.logged_in("tomke")
    house.clock.pass_by(minutes=29)
    assert (await browser.get("/editors")).status_code == 200
    house.clock.pass_by(minutes=29)
    assert (await browser.get("/editors")).status_code == 200
    house.clock.pass_by(minutes=30)
    assert (await browser.get("/editors")).status_code == 303


async def test_what_a_page_fetches_by_itself_keeps_nobody_logged_in(house: House) -> None:
    browser = await house.logged_in("tomke")
    for _ in range(3):
        house.clock.pass_by(minutes=9)
        assert (await browser.get("/editors", headers={"Lotse-Live": "1"})).status_code == 200
    house.clock.pass_by(minutes=9)
    assert (await browser.get("/editors", headers={"Lotse-Live": "1"})).status_code == 303


async def test_a_busy_session_ends_after_twelve_hours(house: House) -> None:
    browser = await house.logged_in("tomke")
    for _ in range(47):
        house.clock.pass_by(minutes=15)
        assert (await browser.get("/editors")).status_code == 200
    house.clock.pass_by(minutes=15)
    assert (await browser.get("/editors")).status_code == 303


async def test_a_new_password_ends_the_sessions_begun_with_the_old_one(house: House) -> None:
    browser = await house.logged_in("tomke")
    account = await house.account("tomke")
    await house.parts.accounts.set_password_hash(account.id, CHEAP.hash("another"))
    assert (await browser.get("/editors")).status_code == 303


async def test_a_disabled_account_is_out_at_its_next_request(house: House) -> None:
    browser = await house.logged_in("tomke")
    await house.parts.accounts.set_disabled((await house.account("tomke")).id, True)
    assert (await browser.get("/editors")).status_code == 303


async def test_what_happened_at_the_door_is_audited_without_what_was_typed(house: House) -> None:
    await log_in(house.browser(), "tomke", "secret-typo")
    await log_in(house.browser(), "my-password-in-the-wrong-field", "x")
    await log_in(house.browser(), "tomke")
    entries = [(entry.who, entry.what) for entry in house.audit.entries]
    assert entries == [
        ("id-tomke", "login_refused"),
        ("nobody", "login_refused"),
        ("id-tomke", "logged_in"),
    ]
    assert not re.search("secret-typo|wrong-field", str(house.audit.entries))


async def test_hammering_at_the_door_does_not_fill_the_audit_log(house: House) -> None:
    for _ in range(50):
        await log_in(house.browser(), "tomke", "wrong")
    assert len(house.audit.entries) == 5


async def test_a_reflected_login_stays_text(house: House) -> None:
    response = await log_in(house.browser(), '"><script>alert(1)</script>', "x")
    assert "<script>alert" not in response.text
    assert "&lt;script&gt;" in response.text


async def test_who_is_logged_in_and_has_no_area_is_told_so(house: House) -> None:
    browser = await house.logged_in("tomke")
    page = await browser.get("/")
    assert page.status_code == 200
    assert "noch kein Bereich" in page.text
