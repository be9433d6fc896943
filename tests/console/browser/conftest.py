"""One browser and one loop for all tests of a module: starting a browser takes seconds."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page

from gateway.clock import SystemClock
from tests.console.browsers import window
from tests.console.world import World, open_desk
from tests.support.browser import open_browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Return the module's browser."""
    async with open_browser() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> AsyncIterator[World]:
    """Return a console of the test's own; its stream beats fast."""
    async with open_desk(SystemClock(), beat=0.5) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, world: World) -> AsyncIterator[Page]:
    """Return a window of the test's own; the test fails if its page complains."""
    context = await browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800})
    opened = await window(context)
    yield opened
    await context.close()
    assert opened.complaints == []  # type: ignore[attr-defined]
