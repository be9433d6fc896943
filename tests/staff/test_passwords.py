"""Hashing of passwords, with the real parameters where that is the point."""

import time

from argon2 import PasswordHasher
from argon2.profiles import RFC_9106_LOW_MEMORY

from staff.passwords import Passwords, seal_of
from tests.staff.house import CHEAP, PASSWORD, log_in, open_house


async def test_a_password_matches_its_own_hash_only() -> None:
    passwords = Passwords(CHEAP)
    kept = passwords.hash(PASSWORD)
    assert await passwords.matches(PASSWORD, kept)
    assert not await passwords.matches(PASSWORD + " ", kept)
    assert not await passwords.matches("", kept)
    assert not await passwords.matches(PASSWORD, None)
    assert not await passwords.matches(PASSWORD, "not a hash")
    assert not await passwords.matches("x" * 10_000, kept)


async def test_real_hashes_are_argon2id_with_the_recommended_cost() -> None:
    kept = Passwords().hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


async def test_an_unknown_login_takes_about_as_long_as_a_known_one() -> None:
    hasher = PasswordHasher(time_cost=4, memory_cost=2**14, parallelism=1)
    passwords = Passwords(hasher)
    kept = passwords.hash(PASSWORD)

    async def fastest(password_hash: str | None) -> float:
        spans = []
        for _ in range(7):
            start = time.perf_counter()
            await passwords.matches("wrong", password_hash)
            spans.append(time.perf_counter() - start)
        return min(spans)

    known, unknown = await fastest(kept), await fastest(None)
    assert 0.5 < unknown / known < 2.0


async def test_an_old_hash_is_renewed_at_the_next_login_and_the_session_goes_on() -> None:
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    async with open_house(passwords=stronger) as house:
        before = (await house.account("tomke")).password_hash
        browser = house.browser()
        assert (await log_in(browser, "tomke")).status_code == 303
        after = (await house.account("tomke")).password_hash
        assert after != before
        assert "m=16,t=2" in after
        assert (await browser.get("/editors")).status_code == 200
        assert (await log_in(house.browser(), "tomke")).status_code == 303
        assert (await house.account("tomke")).password_hash == after


async def test_recommended_parameters_are_not_renewed() -> None:
    passwords = Passwords()
    kept = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(PASSWORD)
    assert await passwords.rehashed(PASSWORD, kept) is None


def test_another_password_has_another_seal_and_a_seal_says_nothing() -> None:
    assert seal_of("one") != seal_of("other")
    assert "one" not in seal_of("one")
