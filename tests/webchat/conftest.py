"""Fixtures of the tests that look through a real browser.

They share one event loop a module, because one browser serves all tests of a module.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest_asyncio
from playwright.async_api import Browser

from tests.support.browser import open_browser
from tests.webchat.stage import play
from tests.webchat.world import World, running


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def world() -> AsyncIterator[World]:
    async with running() as world:
        yield world


@pytest_asyncio.fixture(loop_scope="module")
async def played(world: World) -> AsyncIterator[World]:
    """A world in which somebody answers."""
    actor = asyncio.create_task(play(world, pace=0.05))
    yield world
    actor.cancel()
    with suppress(asyncio.CancelledError):
        await actor
