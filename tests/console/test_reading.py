"""What the console shows, over HTTP: whole pages, parts for scripts, and nothing as markup."""

import re
from datetime import timedelta

import pytest

from conversation.identity import Channel
from conversation.signals import Reason
from handoff.console.addresses import key_of, path_of
from tests.console.world import World, customer

PART = {"HX-Request": "true"}
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def rows(page: str) -> list[str]:
    return re.findall(r'data-open="(\w+)"', page)


async def test_the_console_starts_with_who_waits(world: World) -> None:
    browser = await world.house.logged_in("mara")
    assert (await browser.get("/")).headers["location"] == "/console"
    assert (await browser.get("/console")).headers["location"] == "/console/queue"
    page = await browser.get("/console/queue")
    assert "Niemand wartet" in page.text
    assert "<title>Wartend · Fördekom</title>" in page.text


async def test_waiting_customers_stand_in_the_order_of_their_deadlines(world: World) -> None:
    for name, minutes in (("late", 0), ("first", -20), ("middle", -10)):
        world.house.clock.pass_by(minutes=minutes)
        await world.hands_over(of=name)
        world.house.clock.pass_by(minutes=-minutes)
    page = (await (await world.house.logged_in("mara")).get("/console/queue")).text
    assert rows(page) == [key_of(customer(name)) for name in ("first", "middle", "late")]


async def test_a_row_says_why_what_where_and_how_long(world: World) -> None:
    await world.hands_over(wish="Die Rechnung stimmt nicht", reason=Reason.DISPUTE)
    world.house.clock.pass_by(minutes=4)
    page = (await (await world.house.logged_in("mara")).get("/console/queue")).text
    for words in ("Beanstandung", "Die Rechnung stimmt nicht", "Web-Chat", "4 min", "noch 6 min"):
        assert words in page
    assert "<title>(1) Wartend · Fördekom</title>" in page


async def test_a_renewed_promise_does_not_make_the_waiting_look_shorter(world: World) -> None:
    await world.hands_over()
    world.house.clock.pass_by(minutes=12)
    context = await world.desk.context(customer())
    await world.desk.move(world.moves.extend(await world.state(), context))
    page = (await (await world.house.logged_in("mara")).get("/console/queue")).text
    assert ">12 min</time>" in page
    assert "noch 13 min" in page


async def test_a_script_gets_only_the_part_it_asks_for(world: World) -> None:
    await world.hands_over()
    browser = await world.house.logged_in("mara")
    part = await browser.get("/console/queue", headers=PART)
    assert rows(part.text)
    assert "<html" not in part.text
    pane = await browser.get(path_of(customer()), headers=PART)
    assert "<html" not in pane.text
    assert rows(pane.text) == []
    assert pane.headers["vary"] == "HX-Request"
    restored = {**PART, "HX-History-Restore-Request": "true"}
    assert "<html" in (await browser.get(path_of(customer()), headers=restored)).text


async def test_a_page_holds_the_very_part_that_a_script_gets(world: World) -> None:
    await world.story()
    browser = await world.house.logged_in("mara")
    for path in ("/console/queue", path_of(customer())):
        part, page = await browser.get(path, headers=PART), await browser.get(path)
        fresh_id = re.compile(r'name="(line|note)" value="[^"]*"')
        bare = [fresh_id.sub("", " ".join(one.text.split())) for one in (part, page)]
        assert bare[0].replace(' aria-current="true"', "") in bare[1].replace(
            ' aria-current="true"', ""
        )


async def test_the_packet_says_what_is_known_and_links_it_to_its_lines(world: World) -> None:
    await world.story()
    page = (await (await world.house.logged_in("mara")).get(path_of(customer()))).text
    for words in (
        "Verärgert nach zwei Vorschlägen",
        "Störung melden",
        "94 %",
        "gereizt",
        "Postleitzahl",
        "24937",
        "Fehlt noch: Gerät",
    ):
        assert words in page
    anchors = set(re.findall(r'href="#(line-\w+)"', page))
    assert len(anchors) == 5
    assert anchors <= set(re.findall(r'id="(line-\w+)"', page))


async def test_speakers_are_told_apart_and_each_outgoing_line_says_how_far_it_came(
    world: World,
) -> None:
    await world.story()
    page = (await (await world.house.logged_in("mara")).get(path_of(customer()))).text
    kinds = re.findall(r'class="line (\w+)"', page)
    assert kinds == ["customer", "assistant", "customer", "assistant", "customer", "notice"]
    assert "Lotse · Assistent" in page
    assert len(re.findall(r'class="delivery \w+"', page)) == 3


async def test_what_i_hold_stands_under_mine_and_says_who_waits_for_my_answer(
    world: World,
) -> None:
    browser, other = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    await world.hands_over()
    await world.act(browser, "claim")
    page = (await browser.get("/console/mine")).text
    assert rows(page) == [key_of(customer())]
    assert ">Neu<" in page
    assert "noch 10 min" in page
    await world.act(browser, "reply", text="Moin!", line="x" * 20)
    page = (await browser.get("/console/mine")).text
    assert ">Neu<" not in page
    assert "überfällig" not in page
    assert "noch 10 min" not in page
    assert rows((await other.get("/console/mine")).text) == []
    assert rows((await other.get("/console/recent")).text) == [key_of(customer())]
    assert "Bei Mara Petersen" in (await other.get(path_of(customer()))).text


@pytest.mark.parametrize("segment", ["nonsense", "a%3Ab", "webchat%3A%3A", "%3Cb%3E"])
async def test_an_address_that_names_nothing_is_a_404(world: World, segment: str) -> None:
    browser = await world.house.logged_in("mara")
    response = await browser.get(f"/console/conversations/{segment}")
    assert (response.status_code, "Hier ist nichts" in response.text) == (404, True)
    unknown = path_of(customer("nobody", Channel.X_DM))
    assert (await browser.get(unknown)).status_code == 404


@pytest.mark.parametrize("login", ["tomke", "ole"])
async def test_editors_and_administrators_read_no_conversations(world: World, login: str) -> None:
    await world.hands_over()
    browser = await world.house.logged_in(login)
    for path in ("/console", "/console/queue", path_of(customer()), "/console/live"):
        assert (await browser.get(path)).status_code == 403
    for action in ("claim", "reply", "return", "close", "reveal"):
        assert (await world.act(browser, action)).status_code == 403
    assert (await world.state()).hold.owner == "queue"


async def test_supervisors_see_the_console(world: World) -> None:
    browser = await world.house.logged_in("silke")
    assert (await browser.get("/console/queue")).status_code == 200


async def test_script_in_anything_a_customer_or_agent_wrote_stays_text(world: World) -> None:
    await world.house.parts.accounts.set_disabled((await world.house.account("ole")).id, True)
    line = await world.writes(SCRIPT)
    await world.answers(SCRIPT, image="javascript:alert(1)")
    await world.hands_over(wish=SCRIPT, summary=SCRIPT, wish_line=line, missing=(SCRIPT,))
    browser = await world.house.logged_in("mara")
    await world.act(browser, "claim")
    await world.act(browser, "reply", text=SCRIPT, line="y" * 20)
    for path in ("/console/queue", "/console/mine", "/console/recent", path_of(customer())):
        page = (await browser.get(path)).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "javascript:" not in page
    assert "&lt;script&gt;" in (await browser.get(path_of(customer()))).text


async def test_script_in_an_agent_s_name_stays_text(world: World) -> None:
    accounts = world.house.parts.accounts
    mara = await world.house.account("mara")
    accounts._accounts[mara.id] = type(mara)(  # type: ignore[attr-defined]
        id=mara.id,
        login=mara.login,
        name=SCRIPT,
        role=mara.role,
        password_hash=mara.password_hash,
        created_at=mara.created_at,
    )
    await world.hands_over()
    browser = await world.house.logged_in("mara")
    await world.act(browser, "claim")
    other = await world.house.logged_in("jonas")
    for reader in (browser, other):
        page = (await reader.get(path_of(customer()))).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_a_picture_is_a_link_to_the_web_and_to_nothing_else(world: World) -> None:
    await world.answers("Hier", image="https://www.foerdekom.example/router.png")
    page = (await (await world.house.logged_in("mara")).get(path_of(customer()))).text
    assert 'href="https://www.foerdekom.example/router.png" rel="noreferrer noopener"' in page


async def test_a_long_queue_shows_its_most_urgent_and_counts_the_rest(world: World) -> None:
    for number in range(103):
        await world.hands_over(of=f"c{number}")
    browser = await world.house.logged_in("mara")
    pages = [(await browser.get(f"/console/queue?page={n}")).text for n in (1, 2, 3, 4, "x")]
    assert [len(rows(page)) for page in pages] == [50, 50, 3, 3, 50]
    assert {*rows(pages[0]), *rows(pages[1]), *rows(pages[2])} == {
        key_of(customer(f"c{number}")) for number in range(103)
    }
    assert "1 bis 50 von 103" in pages[0]
    assert 'href="/console/queue?page=2" rel="next"' in pages[0]
    assert 'rel="prev"' not in pages[0]
    assert 'hx-get="/console/queue?page=3"' in pages[2].split('id="list-state"')[1]
    assert 'href="/console/queue?page=2" rel="prev"' in pages[2]


async def test_times_on_the_page_are_those_of_the_desk_s_clock(world: World) -> None:
    await world.hands_over()
    page = (await (await world.house.logged_in("mara")).get("/console/queue")).text
    assert f'data-now="{world.now.isoformat()}"' in page
    deadline = (await world.state()).hold.deadline
    assert deadline is not None
    assert deadline - world.now == timedelta(minutes=10)
    assert f'datetime="{deadline.isoformat()}" data-due' in page
