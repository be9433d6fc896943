"""Passwords: hashed with argon2id, compared so that an unknown login takes as long as a known."""

import asyncio
import secrets
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE = 2
LONGEST = 200
GENERATED_BYTES = 12
SEAL_LENGTH = 16
UNUSABLE = "!"


class Passwords:
    """Hashes and checks passwords, beside the event loop and few at a time.

    `hasher` has the parameters for new hashes; RFC 9106's second choice (64 MiB, three passes) if
    not given.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())
        self._room = asyncio.Semaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """Return a hash to keep. Slow by design."""
        return self._hasher.hash(password)

    async def matches(self, password: str, password_hash: str | None) -> bool:
        """Say whether the password is right; for nobody's hash (None) never, but as slowly."""
        if len(password) > LONGEST:
            return False
        if password_hash is not None and password_hash.startswith(UNUSABLE):
            password_hash = None
        async with self._room:
            right = await asyncio.to_thread(self._verify, password, password_hash or self._nobodys)
        return right and password_hash is not None

    async def rehashed(self, password: str, password_hash: str) -> str | None:
        """Return a new hash if the kept one has old parameters, else None."""
        if not self._hasher.check_needs_rehash(password_hash):
            return None
        async with self._room:
            return await asyncio.to_thread(self.hash, password)

    def _verify(self, password: str, password_hash: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def generated_password() -> str:
    """Return a password for a new account: 96 random bits, fit for a form and a terminal."""
    return secrets.token_urlsafe(GENERATED_BYTES)


def unusable_password_hash() -> str:
    """Return what stands in an account without a password: no password fits, each seal differs."""
    return UNUSABLE + secrets.token_urlsafe(SEAL_LENGTH)


def seal_of(password_hash: str) -> str:
    """Return what ties a session to a password: another password, another seal."""
    return sha256(password_hash.encode()).hexdigest()[:SEAL_LENGTH]
