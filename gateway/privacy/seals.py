"""The vault's cryptography: values sealed at rest, and fingerprints that tell equal values."""

import hmac
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seals:
    """Seals values under the first of `keys` (as Fernet makes them) and opens under any.

    To change keys put a new one in front, and take the old one away once the vault's lifetime has
    passed. Fingerprints have keys of their own, derived from these, so that neither tells of the
    other. Raises ValueError for an empty list or a malformed key.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("The vault needs at least one key.")
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._fingerprint_keys = [_fingerprint_key(key) for key in keys]

    def seal(self, value: str) -> str:
        """Return `value` encrypted and signed."""
        return self._fernet.encrypt(value.encode()).decode()

    def open(self, sealed: str | bytes) -> str | None:
        """Return the value that was sealed; None if its key is gone or it was tampered with."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None

    def fingerprints(self, *parts: str) -> list[str]:
        """Return the keyed digest of `parts` under each key, the current one first."""
        message = "\0".join(parts).encode()
        return [hmac.digest(key, message, sha256).hex() for key in self._fingerprint_keys]


def _fingerprint_key(key: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lotse vault fingerprints")
    return derivation.derive(urlsafe_b64decode(key))
