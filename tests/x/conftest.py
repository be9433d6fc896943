"""Fixtures of the X connector's tests."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.x.connected import World, connected


@pytest_asyncio.fixture
async def world(redis_url: str) -> AsyncIterator[World]:
    async with connected(redis_url) as world:
        yield world
