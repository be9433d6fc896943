"""Only an ID token that is true in every part lets anybody in."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.staff.sign_on.provider import (
    CLIENT_ID,
    KEYS,
    signed_by_another,
    signed_with_the_public_key,
    unsigned,
)
from tests.staff.sign_on.town import UNTRUE, Town, nobody_came_in


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "of another sign-on"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": [CLIENT_ID, "another-client"]}, "azp"),
        ({"aud": [CLIENT_ID], "azp": "another-client"}, "azp"),
        ({"iss": "https://evil.example/realm"}, "iss"),
        ({"exp": 1}, "exp"),
        ({"exp": None}, "exp"),
        ({"iat": 4_000_000_000}, "iat"),
        ({"nbf": 4_000_000_000}, "nbf"),
        ({"sub": ""}, "sub"),
        ({"sub": None}, "sub"),
        ({"sub": "s" * 256}, "sub"),
        ({"at_hash": "of another token"}, "at_hash"),
    ],
    ids=str,
)
async def test_a_token_that_says_something_wrong_lets_nobody_in(
    town: Town, claims: dict[str, Any], reason: str
) -> None:
    town.provider.claims = claims
    with capture_logs() as logs:
        nobody_came_in(await town.sign_on(), UNTRUE)
    (line,) = [one for one in logs if one["event"] == "single_sign_on_refused"]
    assert line["reason"] == reason


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (unsigned, "unsupported_algorithm"),
        (signed_with_the_public_key, "unsupported_algorithm"),
        (signed_by_another, "bad_signature"),
    ],
)
async def test_a_forged_signature_lets_nobody_in(town: Town, forge: Any, reason: str) -> None:
    town.provider.forge = forge
    with capture_logs() as logs:
        nobody_came_in(await town.sign_on(), UNTRUE)
    (line,) = [one for one in logs if one["event"] == "single_sign_on_refused"]
    assert line["reason"] == reason


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "e30.e30.", "{}", "ä.ö.ü"])
async def test_what_is_no_token_lets_nobody_in(town: Town, token: str) -> None:
    town.provider.forge = lambda _claims: token
    nobody_came_in(await town.sign_on(), UNTRUE)


async def test_an_algorithm_that_is_not_on_the_list_lets_nobody_in(town: Town) -> None:
    town.provider.algorithm = "RS512"
    nobody_came_in(await town.sign_on(), UNTRUE)


async def test_a_token_a_minute_too_old_is_still_good_and_one_of_two_minutes_is_not(
    town: Town,
) -> None:
    at = int(town.house.clock.now().timestamp())
    town.provider.claims = {"exp": at - 59}
    assert (await town.sign_on()).status_code == 303
    town.provider.claims = {"exp": at - 120}
    nobody_came_in(await town.sign_on(), UNTRUE)


async def test_new_keys_are_fetched_when_they_are_first_used_and_withdrawn_ones_forgotten(
    town: Town,
) -> None:
    await town.sign_on()
    await town.sign_on()
    assert town.provider.asked.count("keys") == 1
    town.provider.key, town.provider.published = KEYS[1], [KEYS[1]]
    assert (await town.sign_on()).status_code == 303
    assert town.provider.asked.count("keys") == 2
    town.provider.key = KEYS[0]
    nobody_came_in(await town.sign_on(), UNTRUE)


async def test_a_key_withdrawn_counts_no_more_after_ten_minutes(town: Town) -> None:
    await town.sign_on()
    town.provider.published = [KEYS[1]]
    town.house.clock.pass_by(minutes=10)
    nobody_came_in(await town.sign_on(), UNTRUE)
