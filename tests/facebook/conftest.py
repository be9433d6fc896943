"""The fixture that every test of Facebook stands on."""

from collections.abc import AsyncIterator

import pytest

from tests.facebook.world import World, running


@pytest.fixture
async def world(redis_url: str) -> AsyncIterator[World]:
    async with running(redis_url) as world:
        yield world
