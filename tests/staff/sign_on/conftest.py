"""A town of its own for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.staff.sign_on.town import Town, open_town


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as town:
        yield town
