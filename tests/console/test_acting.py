"""What agents do, over HTTP: each once, with a clear sentence, and only if it still may be."""

import asyncio
import re

import httpx
import pytest

from conversation.errors import AlreadyClaimedError, StaleHoldError
from conversation.holds import Hold, Owner
from conversation.identity import AgentId
from conversation.messages import Speaker
from conversation.ports import Move, Saying
from conversation.promises import OpeningHours
from conversation.routing.capacity import Limits
from conversation.routing.teams import Directory, Profile, Team, TeamId
from gateway.memory import MemoryOutbox
from handoff.console.addresses import path_of
from handoff.memory import MemoryDesk, MemoryLive
from staff.csrf import csrf_token
from tests.console.stores import in_memory
from tests.console.world import BERLIN, World, customer, open_desk
from tests.staff.house import Hands

LINE = "0123456789abcdef0123"
FASTER = "Jonas Lorenzen war schneller und hat schon übernommen."


def text_of(response: httpx.Response) -> str:
    """Return a page's text as a reader sees it."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


async def waiting_for(world: World, login: str) -> httpx.AsyncClient:
    """Return a browser of an agent, with one customer in the queue."""
    await world.hands_over()
    return await world.house.logged_in(login)


async def claimed_by(world: World, login: str) -> httpx.AsyncClient:
    """Return a browser of an agent who has claimed the one customer."""
    browser = await waiting_for(world, login)
    assert (await world.act(browser, "claim")).status_code == 303
    return browser


async def test_claiming_gives_the_conversation_to_the_agent_and_tells_the_customer(
    world: World,
) -> None:
    browser = await waiting_for(world, "mara")
    response = await world.act(browser, "claim")
    assert (response.status_code, response.headers["location"]) == (303, path_of(customer()))
    hold = (await world.state()).hold
    assert (hold.owner, hold.agent) == (Owner.AGENT, "id-mara")
    assert (await world.said())[-1] == (
        Speaker.NOTICE,
        "Ab jetzt schreibt Mara Petersen aus unserem Team mit dir.",
    )
    assert [entry.what for entry in world.house.audit.entries][-1] == "claimed"


async def test_a_script_gets_the_conversation_as_it_is_after_its_action(world: World) -> None:
    browser = await waiting_for(world, "mara")
    browser.headers["HX-Request"] = "true"
    response = await world.act(browser, "claim")
    assert response.status_code == 200
    assert 'data-may-write="yes"' in response.text
    assert "Übernommen." in response.text
    assert "<html" not in response.text


async def test_of_many_who_claim_at_once_one_wins_and_all_others_learn_who(world: World) -> None:
    await world.hands_over()
    browsers = [await world.house.logged_in(login) for login in ("mara", "jonas", "silke")]
    responses = await asyncio.gather(*(world.act(browser, "claim") for browser in browsers))
    assert sorted(response.status_code for response in responses) == [303, 409, 409]
    winner = (await world.state()).hold.agent
    account = await world.house.parts.accounts.by_id(winner) if winner else None
    assert account is not None
    for response in responses:
        if response.status_code == 409:
            assert f"{account.name} war schneller" in text_of(response)
    assert [speaker for speaker, _ in await world.said()].count(Speaker.NOTICE) == 2


async def test_who_loses_between_reading_and_claiming_learns_who_won() -> None:
    class Overtaken(MemoryDesk):
        """Somebody else is always a moment faster."""

        async def move(self, move: Move) -> Hold:
            if move.agent == "id-mara":
                raise AlreadyClaimedError(winner="id-jonas")  # type: ignore[arg-type]
            return await super().move(move)

    live = MemoryLive()
    async with open_desk(stores=in_memory(live, Hands(), desk=Overtaken(live))) as world:
        browser = await waiting_for(world, "mara")
        response = await world.act(browser, "claim")
        assert response.status_code == 409
        assert FASTER in text_of(response)


async def test_who_is_full_takes_nothing_more_until_something_is_done() -> None:
    team = Team(TeamId("first"), "Erste Hilfe", "Kiel", "SH", OpeningHours(zone=BERLIN))
    mara = Profile(AgentId("id-mara"), team.id, skills={}, limits=Limits(units=3))
    directory = Directory({team.id: team}, {mara.agent: mara})
    async with open_desk(directory=directory) as world:
        await world.hands_over(of="anna")
        await world.hands_over(of="bernd")
        browser = await world.house.logged_in("mara")
        assert (await world.act(browser, "claim", of="anna")).status_code == 303
        response = await world.act(browser, "claim", of="bernd")
        assert response.status_code == 409
        assert "erst etwas abschließen" in text_of(response)
        assert (await world.state("bernd")).hold.owner is Owner.QUEUE
        await world.act(browser, "close", of="anna")
        assert (await world.act(browser, "claim", of="bernd")).status_code == 303


async def test_claiming_twice_is_claiming_once(world: World) -> None:
    browser = await claimed_by(world, "mara")
    before = await world.said()
    assert (await world.act(browser, "claim")).status_code == 303
    assert await world.said() == before


async def test_a_person_may_take_over_from_the_assistant(world: World) -> None:
    await world.writes("Moin")
    browser = await world.house.logged_in("mara")
    assert (await world.act(browser, "claim")).status_code == 303
    assert (await world.state()).hold.agent == "id-mara"


async def test_a_reply_reaches_the_customer_once_under_the_agent_s_name(world: World) -> None:
    browser = await claimed_by(world, "mara")
    fields = {"text": "Moin,\r\nich schaue nach.", "line": LINE}
    for _ in range(3):
        assert (await world.act(browser, "reply", **fields)).status_code == 303
    lines = [
        line for line in await world.transcripts.lines(customer()) if line.speaker is Speaker.AGENT
    ]
    assert [(line.text, line.author) for line in lines] == [
        ("Moin,\nich schaue nach.", "Mara Petersen")
    ]


async def test_a_double_click_sends_once(world: World) -> None:
    browser = await claimed_by(world, "mara")
    fields = {"text": "Moin", "line": LINE}
    await asyncio.gather(*(world.act(browser, "reply", **fields) for _ in range(5)))
    assert [speaker for speaker, _ in await world.said()].count(Speaker.AGENT) == 1


async def test_a_retry_of_a_reply_that_arrived_is_no_error_even_after_giving_back(
    world: World,
) -> None:
    browser = await claimed_by(world, "mara")
    await world.act(browser, "reply", text="Moin", line=LINE)
    await world.act(browser, "return")
    assert (await world.act(browser, "reply", text="Moin", line=LINE)).status_code == 303


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
async def test_an_empty_or_endless_reply_is_refused_and_kept_in_the_box(
    world: World, text: str
) -> None:
    browser = await claimed_by(world, "mara")
    response = await world.act(browser, "reply", text=text, line=LINE)
    assert response.status_code == 409
    assert "Die Antwort ist" in text_of(response)
    assert f'value="{LINE}"' in response.text
    assert [speaker for speaker, _ in await world.said()].count(Speaker.AGENT) == 0


@pytest.mark.parametrize("line", ["", "short", "a b c d e f g h i j", "x" * 65, "<script>" * 4])
async def test_a_reply_without_a_proper_line_id_cannot_be_understood(
    world: World, line: str
) -> None:
    browser = await claimed_by(world, "mara")
    assert (await world.act(browser, "reply", text="Moin", line=line)).status_code == 400


async def test_who_does_not_hold_a_conversation_can_say_nothing_in_it(world: World) -> None:
    await claimed_by(world, "jonas")
    browser = await world.house.logged_in("mara")
    before = await world.said()
    for action in ("reply", "return", "close"):
        response = await world.act(browser, action, text="Entwurf", line=LINE)
        assert response.status_code == 409
        assert "Nichts wurde gesendet: Jonas Lorenzen hat" in text_of(response)
    assert await world.said() == before
    assert (await world.state()).hold.agent == "id-jonas"


async def test_nobody_answers_out_of_the_queue(world: World) -> None:
    browser = await waiting_for(world, "mara")
    response = await world.act(browser, "reply", text="Mein Entwurf", line=LINE)
    assert response.status_code == 409
    assert "erst zu übernehmen" in text_of(response)
    assert ">Mein Entwurf</textarea>" in response.text


async def test_a_reply_is_refused_if_the_hold_moves_on_while_it_is_sent() -> None:
    class Slow(MemoryOutbox):
        """Somebody changes hands just before a person's words get there."""

        async def say(self, saying: Saying) -> None:
            if any(line.speaker is Speaker.AGENT for line in saying.lines):
                raise StaleHoldError("The hold has moved on.")
            await super().say(saying)

    live = MemoryLive()
    async with open_desk(stores=in_memory(live, Hands(), outbox=Slow(live))) as world:
        browser = await claimed_by(world, "mara")
        response = await world.act(browser, "reply", text="Zu spät", line=LINE)
        assert response.status_code == 409
        assert ">Zu spät</textarea>" in response.text


async def test_giving_back_keeps_the_confirmed_facts_and_says_the_machine_is_back(
    world: World,
) -> None:
    await world.story()
    browser = await world.house.logged_in("mara")
    await world.act(browser, "claim")
    response = await world.act(browser, "return", fact=["service", "not_a_fact"])
    assert response.status_code == 303
    assert (await world.state()).hold.owner is Owner.ASSISTANT
    context = await world.desk.context(customer())
    assert context.slots["service"] == "internet"
    assert "not_a_fact" not in context.slots
    assert "wieder Lotse, der digitale Assistent" in (await world.said())[-1][1]


async def test_a_fact_that_the_agent_did_not_confirm_is_forgotten(world: World) -> None:
    await world.story()
    browser = await world.house.logged_in("mara")
    await world.act(browser, "claim")
    await world.act(browser, "return", fact=["service"])
    slots = (await world.desk.context(customer())).slots
    assert (slots["service"], slots["postal_code"]) == ("internet", None)


async def test_closing_ends_the_conversation_with_a_good_bye(world: World) -> None:
    browser = await claimed_by(world, "mara")
    assert (await world.act(browser, "close")).status_code == 303
    assert (await world.state()).hold.owner is Owner.NOBODY
    assert "beendet" in (await world.said())[-1][1]
    page = text_of(await browser.get(path_of(customer())))
    assert "Abgeschlossen" in page
    for action in ("claim", "reply", "return", "close"):
        response = await world.act(browser, action, text="noch was", line=LINE)
        assert response.status_code == 409
        assert "inzwischen abgeschlossen" in text_of(response)


async def test_every_action_needs_the_page_s_token(world: World) -> None:
    browser = await waiting_for(world, "mara")
    before = (await world.state(), await world.said())
    for action in ("claim", "reply", "return", "close", "reveal"):
        path = f"{path_of(customer())}/{action}"
        assert (await browser.post(path)).status_code == 403
        assert (await browser.post(path, data={"csrf": "x"})).status_code == 403
        token = {"csrf": csrf_token(browser.cookies["staff"])}
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert (await browser.post(path, data=token, headers=elsewhere)).status_code == 403
        assert (await browser.get(path)).status_code == 405
    assert (await world.state(), await world.said()) == before


async def test_a_placeholder_is_revealed_on_a_click_and_the_click_is_noted(world: World) -> None:
    await world.story()
    browser = await world.house.logged_in("mara")
    page = await browser.get(path_of(customer()))
    assert "0431 5550123" not in page.text
    assert 'value="[TELEFON_1]"' in page.text
    response = await world.act(browser, "reveal", placeholder="[TELEFON_1]")
    assert "0431 5550123" in text_of(response)
    entry = world.house.audit.entries[-1]
    assert (entry.who, entry.what, entry.conversation, entry.detail) == (
        "id-mara",
        "revealed",
        customer(),
        "[TELEFON_1]",
    )
    assert "0431" not in str(world.house.audit.entries)


async def test_what_the_vault_has_forgotten_is_said_to_be_forgotten(world: World) -> None:
    await world.story()
    world.vault.values.clear()
    browser = await world.house.logged_in("mara")
    response = await world.act(browser, "reveal", placeholder="[TELEFON_1]")
    assert "nicht mehr bekannt" in text_of(response)


@pytest.mark.parametrize("name", ["", "TELEFON_1", "<script>", "[TELEFON_1][TELEFON_2]"])
async def test_only_a_placeholder_can_be_revealed(world: World, name: str) -> None:
    await world.story()
    browser = await world.house.logged_in("mara")
    before = len(world.house.audit.entries)
    response = await world.act(browser, "reveal", placeholder=name)
    assert "nicht mehr bekannt" in text_of(response)
    assert "<script>" not in response.text
    assert len(world.house.audit.entries) == before


async def test_nothing_is_revealed_that_could_not_be_noted(world: World) -> None:
    await world.story()
    browser = await world.house.logged_in("mara")

    async def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("the audit log is full")

    world.house.audit.record = broken  # type: ignore[method-assign]
    response = await world.act(browser, "reveal", placeholder="[TELEFON_1]")
    assert response.status_code == 500
    assert "5550123" not in response.text
