"""A rush small enough for every run of the tests; the big one is part of `make bench`."""

import random

import pytest

from tests.rush.running import Rush, run

SMALL = Rush(
    agents=24,
    conversations=400,
    processes=2,
    kill_every=1.5,
    down_for=10.0,
    at_most=120.0,
    alone=False,
)


@pytest.mark.timeout(180)
async def test_in_a_rush_nobody_has_two_owners_too_much_or_is_lost_whoever_is_killed(
    redis_url: str,
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    outcome = await run(redis_url, SMALL, seed=seed)
    found = outcome.findings
    assert found.wrong == 0, found
    assert found.closed == SMALL.conversations, found
    # All of it must have happened, or nothing was shown.
    assert outcome.killed >= 1
    assert {"accepted", "picked", "declined", "timed_out", "vanished"} <= set(found.happened), found
