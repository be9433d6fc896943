"""The clock for programs: read and moved where it stands still, not there where it runs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from chassis.errors import UnavailableError
from tests.console.world import World, open_desk
from tests.staff.house import TOKEN, Hands

PATH = "/api/clock"


class Everywhere(Hands):
    """A clock that is moved in all processes; `behind` has not moved."""

    behind = ""

    async def move(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)
        if self.behind:
            raise UnavailableError(f"The clock was not moved everywhere: {self.behind}.")


@pytest.fixture
def hands() -> Everywhere:
    return Everywhere()


@pytest.fixture
async def fixed(hands: Everywhere) -> AsyncIterator[World]:
    async with open_desk(hands, hands=hands) as world:
        yield world


def program(world: World) -> httpx.AsyncClient:
    client = world.house.browser()
    client.headers.update({"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"})
    return client


async def test_the_clock_is_read_in_the_brands_zone(fixed: World) -> None:
    answer = await program(fixed).get(PATH)
    assert (answer.status_code, answer.json()) == (200, {"now": "2026-11-24T10:15:00+01:00"})


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-11-27T18:00", "2026-11-27T18:00:00+01:00"),
        ("2026-07-01T08:30:05.9", "2026-07-01T08:30:05+02:00"),
        ("2026-11-27T18:00:00Z", "2026-11-27T19:00:00+01:00"),
    ],
)
async def test_the_clock_is_moved_and_that_is_noted(
    fixed: World, hands: Everywhere, given: str, shown: str
) -> None:
    answer = await program(fixed).put(PATH, json={"now": given})
    assert (answer.status_code, answer.json()) == (200, {"now": shown})
    assert hands.now() == datetime.fromisoformat(shown)
    assert (await program(fixed).get(PATH)).json() == {"now": shown}
    entry = fixed.house.audit.entries[-1]
    assert (entry.who, entry.what, entry.detail) == ("tests", "moved_clock", shown)


async def test_who_has_not_moved_is_named(fixed: World, hands: Everywhere) -> None:
    hands.behind = "actions"
    answer = await program(fixed).put(PATH, json={"now": "2026-11-27T18:00"})
    assert answer.status_code == 503
    assert answer.json()["detail"] == "The clock was not moved everywhere: actions."


@pytest.mark.parametrize(
    "body",
    [{}, [], {"now": 5}, {"now": "tomorrow"}, {"now": "2026-11-27T18:00", "zone": "UTC"}],
)
async def test_a_senseless_time_is_a_400(fixed: World, hands: Everywhere, body: Any) -> None:
    before = hands.now()
    answer = await program(fixed).put(PATH, json=body)
    assert (answer.status_code, answer.json()["status"]) == (400, 400)
    assert (await program(fixed).put(PATH, content=b"x")).status_code == 400
    assert hands.now() == before


async def test_a_clock_that_runs_is_not_there(world: World) -> None:
    assert (await program(world).get(PATH)).status_code == 404
    answer = await program(world).put(PATH, json={"now": "2026-11-27T18:00"})
    assert answer.status_code == 404
    assert "CLOCK" in answer.json()["detail"]
