"""Who chooses a language has it from the next page on; who does not, reads German."""

import asyncio
import re

import httpx

from handoff.board.keeping import FEW, Keeping
from handoff.board.views import BoardView
from handoff.console.addresses import path_of
from staff.csrf import csrf_token
from staff.language import ENGLISH, GERMAN, language, speak
from staff.roles import Role
from tests.console.api_client import checked_of, path, program
from tests.console.world import World, customer, open_desk
from tests.language.test_pages import english
from tests.staff.house import log_in, open_house


async def _choose(browser: httpx.AsyncClient, chosen: str, **fields: str) -> httpx.Response:
    form = {"csrf": csrf_token(browser.cookies["staff"]), "language": chosen, **fields}
    return await browser.post("/language", data=form)


async def test_a_choice_holds_on_every_machine_and_can_be_taken_back() -> None:
    async with open_house() as house:
        mara = await house.logged_in("mara")
        page = (await mara.get("/")).text
        assert '<html lang="de">' in page
        assert 'name="language" value="en" lang="en" aria-label="English (EN)"' in page
        assert "words.en.js" not in page
        answer = await _choose(mara, ENGLISH, next="/somewhere?list=mine")
        assert (answer.status_code, answer.headers["location"]) == (303, "/somewhere?list=mine")
        page = (await mara.get("/")).text
        assert '<html lang="en">' in page
        assert "Sign out" in page
        assert page.index("/static/staff/words.en.js") < page.index("/static/staff/frame.js")
        elsewhere = await house.logged_in("mara")
        page = (await elsewhere.get("/")).text
        assert "Sign out" in page
        assert '<html lang="de">' in (await (await house.logged_in("jonas")).get("/")).text
        assert "Deutsch" in page
        await _choose(elsewhere, GERMAN, next="/")
        assert "Abmelden" in (await mara.get("/")).text


async def test_only_languages_there_are_from_our_own_page_and_back_to_our_own_site() -> None:
    async with open_house() as house:
        mara = await house.logged_in("mara")
        for chosen in ("fr", "", "<b>"):
            assert (await _choose(mara, chosen)).status_code == 400
        assert (await _choose(mara, ENGLISH, csrf="x")).status_code == 403
        assert (await house.account("mara")).language == ""
        answer = await _choose(mara, ENGLISH, next="https://elsewhere.example")
        assert answer.headers["location"] == "/"
        stranger = house.browser()
        answer = await stranger.post("/language", data={"language": ENGLISH})
        assert answer.status_code in (303, 401)


async def test_before_the_login_a_link_chooses_and_the_browser_remembers() -> None:
    async with open_house() as house:
        stranger = house.browser()
        # What a browser prefers is no choice: German is the language of the house.
        page = (await stranger.get("/login", headers={"Accept-Language": "en"})).text
        assert "Anmelden" in page
        link = re.search(r'href="(/login\?[^"]+language=en)" lang="en"', page)
        assert link
        chosen = await stranger.get(link[1].replace("&amp;", "&"))
        assert "Login name" in chosen.text
        assert "Login name" in (await stranger.get("/login")).text
        assert "Nothing here" in (await stranger.get("/nowhere")).text
        # Who has never chosen for their account goes on in it.
        assert (await log_in(stranger, "mara")).status_code == 303
        assert "Sign out" in (await stranger.get("/")).text
        # Who has, has theirs.
        jonas = house.browser()
        account = await house.account("jonas")
        await house.parts.accounts.set_language(account.id, GERMAN)
        await jonas.get("/login?language=en")
        await log_in(jonas, "jonas")
        assert "Abmelden" in (await jonas.get("/")).text


async def _rows(world: World, browser: httpx.AsyncClient) -> str:
    headers = {"HX-Request": "true"}
    return (await browser.get("/console/queue", headers=headers)).text


async def test_those_who_wait_are_drawn_once_for_each_language() -> None:
    async with open_desk() as world:
        await world.hands_over()
        mara, jonas = await english(world.house, "mara"), await world.house.logged_in("jonas")
        for _ in range(2):
            assert "Wants a person" in await _rows(world, mara)
            assert "Will einen Menschen" in await _rows(world, jonas)


async def test_one_connection_serves_people_of_several_languages() -> None:
    # As behind a proxy: the language is the request's, not the connection's.
    async with open_desk() as world:
        await world.hands_over()
        mara, jonas = await english(world.house, "mara"), await world.house.logged_in("jonas")
        sessions = [one.cookies["staff"] for one in (mara, jonas)]
        async with httpx.AsyncClient(base_url=world.house.url) as shared:
            for secret, words in zip(
                sessions * 3, ["Wants a person", "Will einen"] * 3, strict=True
            ):
                cookie = {"Cookie": f"staff={secret}"}
                page = await shared.get(path_of(customer()), headers=cookie)
                assert words in page.text
            assert "Anmelden" in (await shared.get("/login")).text


async def test_programs_are_answered_in_german_whatever_their_administrator_reads() -> None:
    async with open_desk() as world:
        await world.hands_over()
        mara = await english(world.house, "mara")
        await world.act(mara, "claim")
        asked = await program(world, Role.AGENT, await checked_of(world))
        answer = await asked.call("POST", path(rest="/claim"))
        assert answer.status_code == 409
        assert "Mara Petersen war schneller" in answer.json()["detail"]
        await asked.client.aclose()


async def test_a_board_kept_in_a_rush_is_kept_for_each_language() -> None:
    now = [0.0]

    async def read() -> BoardView:
        now[0] += 1
        return BoardView(language(), figures=(), sites=(), waiting=(), more=FEW + 1, agents=())

    keeping = Keeping(read, seconds=lambda: now[0])
    for named in (GERMAN, ENGLISH, GERMAN, ENGLISH):
        speak(named)
        assert (await keeping.board()).path == named
    now[0] += 1000
    # Read anew in the background, in the language of who asked for it.
    assert (await keeping.board()).path == ENGLISH
    speak(GERMAN)
    await asyncio.gather(*keeping._reading.values())
    assert (await keeping.board()).path == GERMAN
    speak(ENGLISH)
    assert (await keeping.board()).path == ENGLISH
