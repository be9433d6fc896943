"""Who is asked about a waiting conversation, as agents read it."""

import html

import pytest

from conversation.routing.lifecycle import Cause
from handoff.console.addresses import path_of
from handoff.console.asking import WHY_NOBODY
from handoff.memory import MemoryLive
from tests.console.stores import in_memory
from tests.console.test_case_pages import page_of
from tests.console.test_duty import offered
from tests.console.world import customer, open_desk
from tests.staff.house import Hands


async def test_whoever_opens_it_reads_to_whom_it_is_offered() -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        await world.hands_over()
        await offered(world, stores)
        assert "wird gerade Ihnen angeboten" in await page_of(world, customer())
        jonas = await world.house.logged_in("jonas")
        page = (await jonas.get(path_of(customer()))).text
        assert "wird gerade Mara Petersen angeboten" in page


@pytest.mark.parametrize("why", WHY_NOBODY)
async def test_whoever_opens_it_reads_why_nobody_is_asked(why: Cause) -> None:
    stores = in_memory(MemoryLive(), Hands())
    async with open_desk(stores=stores) as world:
        await world.hands_over()
        await stores.places.waits(customer(), why=why, now=world.now)
        assert f"Wartet, {WHY_NOBODY[why]}" in html.unescape(await page_of(world, customer()))
