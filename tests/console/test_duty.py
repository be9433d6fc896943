"""Being there for others, and what one is offered, as agents see it."""

import asyncio
from datetime import timedelta

import httpx

from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.routing.capacity import Limits, seat
from conversation.routing.lifecycle import Cause, Offer, Stage
from conversation.routing.teams import Presence
from handoff.memory import MemoryLive
from staff.csrf import csrf_token
from tests.console.stores import Stores, in_memory
from tests.console.test_acting import text_of
from tests.console.test_live import listening
from tests.console.world import World, customer, open_desk
from tests.staff.house import Hands

MARA = AgentId("id-mara")


async def say(browser: httpx.AsyncClient, presence: str) -> httpx.Response:
    token = csrf_token(browser.cookies["staff"])
    return await browser.post("/console/duty", data={"csrf": token, "presence": presence})


async def offered(world: World, stores: Stores, *, of: str = "anna", seconds: float = 30) -> Offer:
    """Let the router offer a waiting conversation to Mara."""
    standing = await stores.places.standing(customer(of))
    offer = Offer(
        MARA, number=standing.place.number + 1, until=world.now + timedelta(seconds=seconds)
    )
    await stores.places.offer(
        customer(of), hold=standing.state.hold, offer=offer, why=Cause.BEST, now=world.now
    )
    kept = seat(customer(of), offer.number)
    assert await stores.roster.reserve(MARA, kept, limits=Limits(), now=world.now)
    return offer


async def test_an_agent_says_whether_they_are_there() -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        mara = await world.house.logged_in("mara")
        assert 'value="busy" aria-pressed="true"' in (await mara.get("/console/duty")).text
        assert (await say(mara, "available")).status_code == 303
        assert 'value="available" aria-pressed="true"' in (await mara.get("/console/duty")).text
        work = await stores.roster.one(MARA)
        assert work is not None
        assert work.chosen is Presence.AVAILABLE
        for wrong in ("away", "asleep", ""):
            assert (await say(mara, wrong)).status_code == 400


async def test_being_there_needs_the_page_s_token() -> None:
    async with open_desk() as world:
        mara = await world.house.logged_in("mara")
        response = await mara.post("/console/duty", data={"presence": "available"})
        assert response.status_code == 403


async def test_an_offer_is_shown_to_its_agent_alone_and_accepted() -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        await world.hands_over(wish="Mein <b>Anschluss</b> ist tot.")
        await offered(world, stores)
        mara, jonas = await world.house.logged_in("mara"), await world.house.logged_in("jonas")
        shown = (await mara.get("/console/duty")).text
        assert "Mein &lt;b&gt;Anschluss&lt;/b&gt; ist tot." in shown
        assert "noch 30 s" in shown
        assert "Annehmen" not in (await jonas.get("/console/duty")).text
        assert (await world.act(jonas, "accept")).status_code == 409
        assert "gerade Mara Petersen angeboten" in text_of(await world.act(jonas, "claim"))
        assert (await world.act(mara, "accept")).status_code == 303
        assert (await world.state()).hold.agent == MARA
        assert "Annehmen" not in (await mara.get("/console/duty")).text


async def test_a_declined_offer_is_over_for_its_agent() -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        await world.hands_over()
        await offered(world, stores)
        mara = await world.house.logged_in("mara")
        assert (await world.act(mara, "decline")).status_code == 303
        standing = await stores.places.standing(customer())
        assert (standing.stage, standing.state.hold.owner) == (Stage.WAITING, Owner.QUEUE)
        response = await world.act(mara, "accept")
        assert response.status_code == 409
        assert "Das Angebot ist vorbei" in text_of(response)


async def test_an_offer_reaches_its_agents_browser_by_itself() -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        await world.hands_over()
        mara = await world.house.logged_in("mara")
        async with listening(mara) as listener:
            await offered(world, stores)
            assert await listener.next() == "lists"


async def test_an_open_page_is_a_heartbeat() -> None:
    clock = Hands()
    stores = in_memory(MemoryLive(), clock)
    async with open_desk(clock, stores=stores, beat=0.1) as world:
        mara = await world.house.logged_in("mara")
        async with listening(mara):
            before = await stores.roster.one(MARA)
            assert before is not None
            clock.pass_by(seconds=40)
            await asyncio.sleep(0.3)
            after = await stores.roster.one(MARA)
            assert after is not None
            assert after.seen_at - before.seen_at == timedelta(seconds=40)


async def test_whoever_looks_is_there_also_when_the_stream_has_broken_off() -> None:
    clock = Hands()
    stores = in_memory(MemoryLive(), clock)
    async with open_desk(clock, stores=stores) as world:
        mara = await world.house.logged_in("mara")
        for _ in range(2):
            clock.pass_by(seconds=60)
            await mara.get("/console/duty")
            work = await stores.roster.one(MARA)
            assert work is not None
            assert work.seen_at == clock.now()


async def test_who_accepts_what_another_has_taken_learns_who() -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        await world.hands_over()
        jonas, mara = await world.house.logged_in("jonas"), await world.house.logged_in("mara")
        assert (await world.act(jonas, "claim")).status_code == 303
        assert "Jonas Lorenzen war schneller" in text_of(await world.act(mara, "accept"))
