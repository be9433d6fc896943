"""What lies in Redis: nothing readable, nothing linkable, nothing for ever; and changing keys."""

import re
from typing import Any

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from redis.asyncio import Redis

from gateway.privacy.normal_forms import normal_form
from gateway.privacy.redactor import Redactor
from gateway.privacy.seals import Seals
from gateway.privacy.vault import LIFETIME, MemoryVault, RedisVault
from tests.privacy.conftest import CHAT, OTHER, key_for
from tests.privacy.texts import lines

REDACT = Redactor().redact
OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def opened(redis: Redis, *keys: str) -> RedisVault:
    return RedisVault(redis, seals=Seals(keys), key_for=key_for)


async def stored(redis: Redis) -> dict[str, Any]:
    return {str(key): await redis.hgetall(str(key)) for key in await redis.keys()}


async def test_all_of_a_conversation_lies_under_one_key_that_expires(redis: Redis) -> None:
    await opened(redis, OLD).keep(CHAT, REDACT("10483920, jana@web.de"))
    assert await redis.keys() == [key_for(str(CHAT))]
    assert 0 < await redis.pttl(key_for(str(CHAT))) <= LIFETIME.total_seconds() * 1000


async def test_no_value_is_readable_in_the_store(redis: Redis) -> None:
    await opened(redis, OLD).keep(CHAT, REDACT("10483920, jana@web.de"))
    text = repr(await stored(redis))
    assert "10483920" not in text
    assert "jana" not in text


async def test_equal_values_of_two_conversations_cannot_be_told_to_be_equal(redis: Redis) -> None:
    vault = opened(redis, OLD)
    await vault.keep(CHAT, REDACT("10483920"))
    await vault.keep(OTHER, REDACT("10483920"))
    every = await stored(redis)
    one, two = every[key_for(str(CHAT))], every[key_for(str(OTHER))]
    assert {field for field in one if field.startswith("index:")}.isdisjoint(two)
    assert set(one.values()) & set(two.values()) == {"1", "[KUNDENNUMMER_1]"}


async def test_a_new_key_in_front_changes_no_placeholder(redis: Redis) -> None:
    await opened(redis, OLD).keep(CHAT, REDACT("10483920"))
    vault = opened(redis, NEW, OLD)
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"]) == {"[KUNDENNUMMER_1]": "10483920"}
    assert await vault.keep(CHAT, REDACT("10483920")) == "[KUNDENNUMMER_1]"


async def test_a_value_said_again_after_a_change_of_keys_needs_the_old_key_no_more(
    redis: Redis,
) -> None:
    await opened(redis, OLD).keep(CHAT, REDACT("10483920"))
    await opened(redis, NEW, OLD).keep(CHAT, REDACT("10483920"))
    vault = opened(redis, NEW)
    assert await vault.keep(CHAT, REDACT("10483920")) == "[KUNDENNUMMER_1]"
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"]) == {"[KUNDENNUMMER_1]": "10483920"}


async def test_a_value_whose_key_is_gone_is_missing_and_its_number_is_not_used_again(
    redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    await opened(redis, OLD).keep(CHAT, REDACT("10483920"))
    vault = opened(redis, NEW)
    assert await vault.resolve(CHAT, ["[KUNDENNUMMER_1]"]) == {}
    assert "vault_values_unreadable" in "".join(capsys.readouterr())
    assert await vault.keep(CHAT, REDACT("20917745")) == "[KUNDENNUMMER_2]"


@pytest.mark.parametrize("keys", [[], [""], ["too short"], [OLD, "bad"]])
def test_a_vault_without_proper_keys_does_not_start(keys: list[str]) -> None:
    with pytest.raises(ValueError):
        Seals(keys)


@given(lines())
@settings(deadline=None, max_examples=50)
async def test_placeholders_resolve_back_to_what_was_written(line: str) -> None:
    vault = MemoryVault(seals=Seals([OLD]))
    redacted = REDACT(line)
    names = re.findall(r"\[[A-Z]+_\d+\]", await vault.keep(CHAT, redacted))
    known = await vault.resolve(CHAT, names)
    for name, finding in zip(names, redacted.findings, strict=True):
        assert normal_form(finding.kind, known[name]) == normal_form(finding.kind, finding.value)
