"""The vault in both kinds, for one suite that runs over each."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from redis.asyncio import Redis

from conversation.identity import Channel, ConversationId
from conversation.keys import Keys
from gateway.privacy.seals import Seals
from gateway.privacy.vault import LIFETIME, MemoryVault, RedisVault, Vault

KEY = Fernet.generate_key().decode()
NewVault = Callable[..., Vault]
CHAT = ConversationId(Channel.WEBCHAT, "thread", "customer")
OTHER = ConversationId(Channel.X_DM, "thread", "customer")


def key_for(conversation: str) -> str:
    return Keys().of("vault", conversation)


@pytest.fixture(params=["memory", "redis", "redis decoding"])
async def new_vault(request: pytest.FixtureRequest) -> AsyncIterator[NewVault]:
    """Return a maker of vaults; in Redis all that one test makes lie in the same store."""
    async with AsyncExitStack() as stack:
        if request.param == "memory":
            yield _memory_vault
            return
        decoding = request.param == "redis decoding"
        url = request.getfixturevalue("redis_url")
        redis = await stack.enter_async_context(Redis.from_url(url, decode_responses=decoding))

        def redis_vault(*, lifetime: timedelta = LIFETIME) -> RedisVault:
            return RedisVault(redis, seals=Seals([KEY]), key_for=key_for, lifetime=lifetime)

        yield redis_vault


@pytest.fixture
def vault(new_vault: NewVault) -> Vault:
    return new_vault()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


def _memory_vault(*, lifetime: timedelta = LIFETIME) -> MemoryVault:
    return MemoryVault(seals=Seals([KEY]), lifetime=lifetime)
