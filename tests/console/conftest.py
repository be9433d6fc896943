"""A running console for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.console.world import World, open_desk


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with open_desk() as world:
        yield world
