"""The world that most tests stand on."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.world_checks.stage import Stage, playing


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with playing() as stage:
        yield stage
