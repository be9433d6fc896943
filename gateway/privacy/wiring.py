"""The shield and the vault as an installation's settings want them."""

from datetime import timedelta

from redis.asyncio import Redis

from conversation.keys import CONVERSATION_SECONDS, Keys
from gateway.privacy.redactor import Redactor
from gateway.privacy.seals import Seals
from gateway.privacy.shield import VaultShield
from gateway.privacy.vault import RedisVault
from gateway.settings import Settings


def vault_of(settings: Settings, redis: Redis, keys: Keys) -> RedisVault:
    """Return the vault. Raises ValueError for malformed keys."""
    seals = Seals([key for key in settings.vault_keys.get_secret_value().split(",") if key])
    # As long as the conversation itself is live, so that no placeholder outlives its value there.
    lifetime = timedelta(seconds=CONVERSATION_SECONDS)
    return RedisVault(redis, seals=seals, key_for=lambda c: keys.of("vault", c), lifetime=lifetime)


def shield_of(settings: Settings, redis: Redis, keys: Keys) -> VaultShield:
    """Return the shield; the provider's own numbers are nobody's personal data."""
    brand = settings.brand
    redactor = Redactor(public=(brand.phone, brand.website))
    return VaultShield(redactor=redactor, vault=vault_of(settings, redis, keys))
