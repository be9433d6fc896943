"""The shield and the vault as an installation's settings want them."""

from collections.abc import Callable
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
    seals = seals_of(settings)
    # As long as the conversation itself is live, so that no placeholder outlives its value there.
    lifetime = timedelta(seconds=CONVERSATION_SECONDS)
    return RedisVault(redis, seals=seals, key_for=lambda c: keys.of("vault", c), lifetime=lifetime)


def seals_of(settings: Settings) -> Seals:
    """Return the seals. Raises ValueError for malformed keys."""
    return Seals([key for key in settings.vault_keys.get_secret_value().split(",") if key])


def shield_of(settings: Settings, redis: Redis, keys: Keys) -> VaultShield:
    """Return the shield over the vault."""
    return VaultShield(redactor=redactor_of(settings), vault=vault_of(settings, redis, keys))


def redactor_of(settings: Settings) -> Redactor:
    """Return the redactor; the provider's own numbers are nobody's personal data."""
    return Redactor(public=(settings.brand.phone, settings.brand.website))


def personal_in(redactor: Redactor) -> Callable[[str], bool]:
    """Return what says whether a text holds personal data."""
    return lambda text: bool(redactor.redact(text).findings)
