"""Who waits, as open pages are told it: what is new, once for all, and only to who may see it."""

import asyncio
import contextlib
import json
import re
import time
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from conversation.identity import AgentId, ConversationId
from gateway.memory import MemoryFeed
from handoff.console.addresses import key_of
from handoff.console.list_views import ListView
from handoff.console.live import Live, Topic, Watch
from handoff.console.pages import ROLES
from handoff.console.queue_news import REMEMBERED, QueueCrier, QueueNews
from handoff.console.queue_pages import WHOLE, View
from handoff.console.vigil import Vigil
from handoff.memory import MemoryLive
from handoff.overview.overview import Overview
from handoff.overview.picture import Picture
from staff.roles import Role
from tests.console.streams import PATIENCE_SECONDS, listening
from tests.console.world import World, customer

MARA = AgentId("id-mara")
ROW = re.compile(r'<li id="row-([0-9a-f]+)" data-v="([^"]*)"')
PART = {"HX-Request": "true", "Lotse-Live": "1"}


@dataclass
class Page:
    """What a page has of the queue: it fetches, and it puts what it is told."""

    browser: httpx.AsyncClient
    rows: list[tuple[str, str]] = field(default_factory=list)

    async def fetch(self) -> None:
        """Fetch the list."""
        self.rows = ROW.findall((await self.browser.get("/console/queue", headers=PART)).text)

    def put(self, told: dict[str, Any]) -> None:
        """Take what came with the stream; it fails if a row is missing."""
        fresh = dict(ROW.findall(told["html"]))
        wanted = [(key, version) for key, version in told["order"]]
        known = {**dict(self.rows), **fresh}
        assert [key for key, version in wanted if known.get(key) != version] == []
        self.rows = wanted


@dataclass
class Failing:
    """An overview that can break."""

    overview: Overview
    broken: bool = False

    async def now(self) -> Picture:
        if self.broken:
            raise ConnectionError("gone")
        return await self.overview.now()


def own_news(world: World, **own: Any) -> QueueNews:
    """Return news of which the world's own crier knows nothing."""
    return replace(world.news, _told={}, **own)


def watching(live: Live, agent: str, number: int, secret: str = "") -> Any:
    """Watch as a page does that was told all up to `number`."""
    nothing: set[ConversationId] = set()
    return live.watching(
        AgentId(agent), showing=nothing, holding=nothing, secret=secret, number=number
    )


def told_to(watch: Watch, news: QueueNews) -> list[Any]:
    """Return the order that a page is told now."""
    told = json.loads(news.since(watch.view, watch.number, pace=1)[0])
    return list(told.get("order", ()))


async def test_a_page_is_told_the_new_row_and_the_order_of_all(world: World) -> None:
    mara = await world.house.logged_in("mara")
    await world.hands_over(of="anna", wish="Erster")
    page = Page(mara)
    async with listening(mara) as listener:
        await page.fetch()
        await world.hands_over(of="berta", wish="Zweiter <b>")
        told = await listener.queue(2)
        assert ROW.findall(told["html"]) == [
            (key_of(customer("berta")), dict(told["order"])[key_of(customer("berta"))])
        ]
        assert "Zweiter &lt;b&gt;" in told["html"]
        page.put(told)
        assert len(page.rows) == 2
        await world.act(mara, "claim", of="anna")
        gone = await listener.queue(1)
        assert ROW.findall(gone["html"]) == []
        page.put(gone)
        other = Page(mara)
        await other.fetch()
        assert page.rows == other.rows


async def test_the_first_and_the_last_to_wait_are_told_as_a_list_that_is_not_and_is_empty(
    world: World,
) -> None:
    mara = await world.house.logged_in("mara")
    async with listening(mara) as listener:
        await world.hands_over()
        assert 'id="rows-queue"' in (await listener.queue(1))["html"]
        await world.act(mara, "claim")
        told = await listener.queue(0)
        assert told["order"] == []
        assert 'id="rows-empty-queue"' in told["html"]


async def test_many_who_come_at_once_are_few_words_drawn_once_for_all_who_look(
    world: World,
) -> None:
    drawn: list[object] = []

    def render(view: ListView) -> str:
        drawn.append(view)
        return world.news.render(view)

    live, news = Live(MemoryFeed(MemoryLive())), own_news(world, render=render)
    number = await news.number(WHOLE)
    with contextlib.ExitStack() as stack:
        watches = [stack.enter_context(watching(live, f"id-{n}", number)) for n in range(160)]
        crier = asyncio.create_task(QueueCrier(live, news, every=PATIENCE_SECONDS).run())
        began, words = time.monotonic(), 0
        for of in range(40):
            await world.hands_over(of=f"c{of}")
            live.queue_moved.set()
            await asyncio.sleep(0.01)
        while (await news.overview.now()).waiting > len(told_to(watches[0], news)):
            assert await watches[0].next(PATIENCE_SECONDS) == [Topic.QUEUE]
            words += 1
        assert words <= (time.monotonic() - began) / live.pace + 2
        for watch in watches:
            told_to(watch, news)
        assert len(drawn) <= words + 2
        crier.cancel()
        await asyncio.wait([crier])


async def test_what_cannot_be_looked_at_is_told_later(world: World) -> None:
    live = Live(MemoryFeed(MemoryLive()))
    failing = Failing(world.news.overview)
    news = own_news(world, overview=failing)
    await news.number(WHOLE)
    with watching(live, "id-mara", 1) as watch:
        crier = asyncio.create_task(QueueCrier(live, news, every=PATIENCE_SECONDS).run())
        failing.broken = True
        live.queue_moved.set()
        assert await watch.next(0.1) == []
        failing.broken = False
        assert await watch.next(PATIENCE_SECONDS) == [Topic.QUEUE]
        crier.cancel()
        await asyncio.wait([crier])


async def test_who_reads_slowly_is_told_all_that_is_new_at_once_or_to_fetch(world: World) -> None:
    await world.hands_over(of="first")
    page = Page(await world.house.logged_in("mara"))
    await page.fetch()
    news = own_news(world)
    behind = await news.number(WHOLE)
    for number in range(3):
        await world.hands_over(of=f"c{number}")
        await news.look(WHOLE)
    told, now = news.since(WHOLE, behind, pace=1)
    assert len(ROW.findall(json.loads(told)["html"])) == 3
    page.put(json.loads(told))
    assert json.loads(news.since(WHOLE, now, pace=1)[0]).keys() == {"waiting", "pace", "path"}
    for number in range(REMEMBERED):
        await world.hands_over(of=f"d{number}")
        assert await news.look(WHOLE)
        assert not await news.look(WHOLE)
    late = json.loads(news.since(WHOLE, behind, pace=1)[0])
    assert late == {"waiting": 24, "pace": 1, "path": "/console/queue", "again": True}


LOSSES = ("disabled", "role", "password", "logged out", "session over")


@pytest.mark.parametrize("loss", LOSSES)
async def test_who_may_not_look_any_more_is_sent_away_and_nobody_else(
    world: World, loss: str
) -> None:
    mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
    live, accounts = Live(MemoryFeed(MemoryLive())), world.house.parts.accounts
    vigil = Vigil(live, world.house.staff.guard, world.news.listing.queues.sites, ROLES)
    secrets = [browser.cookies["staff"] for browser in (mara, jonas)]
    with (
        watching(live, MARA, 0, secrets[0]) as one,
        watching(live, "id-jonas", 0, secrets[1]) as other,
    ):
        await vigil.look()
        assert (one.dismissed, other.dismissed) == (False, False)
        if loss == "disabled":
            await accounts.set_disabled(MARA, True)
        elif loss == "role":
            await accounts.set_role(MARA, Role.EDITOR)
        elif loss == "password":
            await accounts.set_password_hash(MARA, "another")
        elif loss == "logged out":
            await world.house.parts.sessions.end(secrets[0])
        else:
            world.house.clock.pass_by(minutes=20)
            await jonas.get("/console/queue")
            world.house.clock.pass_by(minutes=15)
        await vigil.look()
        assert (one.dismissed, other.dismissed) == (True, False)


async def test_a_stream_ends_within_seconds_for_who_has_another_role_now(world: World) -> None:
    mara = await world.house.logged_in("mara")
    async with listening(mara) as listener:
        await world.house.parts.accounts.set_role(MARA, Role.EDITOR)
        began = time.monotonic()
        await listener.until("ended")
        assert await listener.next() == "closed"
        assert time.monotonic() - began < 5


async def test_while_nobody_can_say_who_may_look_no_words_of_customers_are_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(await world.house.logged_in("mara")) as listener:
        monkeypatch.setattr("handoff.console.live.TRUSTED_SECONDS", -1.0)
        await world.hands_over(wish="Geheimnis")
        told = await listener.queue(1)
        assert told["again"] is True
        assert "Geheimnis" not in listener.data


async def test_a_page_that_comes_back_has_all_after_it_has_fetched_and_is_told_what_follows(
    world: World,
) -> None:
    page = Page(await world.house.logged_in("mara"))
    async with listening(page.browser) as listener:
        await world.hands_over(of="anna")
        await listener.queue(1)
    await world.hands_over(of="berta")
    async with listening(page.browser) as listener:
        await page.fetch()
        assert len(page.rows) == 2
        await world.hands_over(of="carla")
        page.put(await listener.queue(3))
        assert len(page.rows) == 3


async def test_who_comes_to_another_site_is_told_of_what_waits_there_from_then_on(
    world: World,
) -> None:
    sites, accounts = world.news.listing.queues.sites, world.house.parts.accounts
    live = Live(MemoryFeed(MemoryLive()))
    vigil = Vigil(live, world.house.staff.guard, sites, ROLES)
    secret = (await world.house.logged_in("mara")).cookies["staff"]
    with watching(live, MARA, 7, secret) as watch:
        await vigil.look()
        assert (watch.view, watch.number) == (WHOLE, 7)
        await accounts.set_site(MARA, "Husum")
        await vigil.look()
        assert watch.view == View(sites=frozenset({"Husum"}))
        assert set(await watch.next(PATIENCE_SECONDS)) == set(Topic)
        await world.news.number(watch.view)
        told = json.loads(world.news.since(watch.view, watch.number, pace=1)[0])
        assert told["again"] is True


async def test_everybody_is_told_in_the_language_they_read(world: World) -> None:
    await world.house.parts.accounts.set_language(MARA, "en")
    told = {}
    for login in ("mara", "jonas"):
        browser = await world.house.logged_in(login)
        async with listening(browser) as listener:
            await world.hands_over(of=login)
            told[login] = (await listener.queue(len(told) + 1))["html"]
    assert "Wants a person" in told["mara"]
    assert "Will einen Menschen" in told["jonas"]
