"""Asks the encoder for vectors over HTTP, and is plain about it when that cannot be."""

import base64
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import requests
from rasa.shared.exceptions import RasaException

BATCH = 64


class EncoderUnavailableError(RasaException):
    """The encoder did not answer, or not with vectors."""


class EncoderMismatchError(RasaException):
    """The encoder that runs has another model than the assistant was trained with."""


@dataclass(frozen=True)
class EncoderModel:
    """Which model an encoder has: equal fingerprints mean equal vectors."""

    fingerprint: str
    dimensions: int


class EncoderClient:
    """Vectors by content, the ones used last kept in memory. For one thread."""

    def __init__(self, url: str, *, timeout: float, cache_entries: int) -> None:
        """`timeout` in seconds holds for one request; `cache_entries` vectors are remembered."""
        self._url = url.rstrip("/")
        self._timeout = timeout
        self._cache_entries = cache_entries
        self._cache: OrderedDict[bytes, np.ndarray] = OrderedDict()
        self._session = requests.Session()
        # A proxy from the environment has no business between two processes of one machine.
        self._session.trust_env = False

    def model(self) -> EncoderModel:
        """Return which model the encoder has now.

        Raises:
            EncoderUnavailableError: It does not answer.
        """
        answer = self._asked("GET", "/model")
        return EncoderModel(fingerprint=answer["model"], dimensions=answer["dimensions"])

    def encode(self, texts: Sequence[str], *, expected: EncoderModel) -> np.ndarray:
        """Return a float32 matrix, `texts` by dimensions, made by the `expected` model.

        Raises:
            EncoderMismatchError: The encoder has another model.
            EncoderUnavailableError: It does not answer, or refuses the texts.
        """
        keys = {text: _key(text, expected) for text in texts}
        # Sorted, because the encoder pads all texts of a batch to the longest.
        missing = sorted((text for text, key in keys.items() if key not in self._cache), key=len)
        found = {text: self._cache[key] for text, key in keys.items() if key in self._cache}
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            found.update(zip(batch, self._encoded(batch, expected=expected), strict=True))
        for text, key in keys.items():
            self._remember(key, found[text])
        return np.stack([found[text] for text in texts])

    def _encoded(self, texts: list[str], *, expected: EncoderModel) -> np.ndarray:
        wanted = {"texts": texts, "model": expected.fingerprint, "format": "base64"}
        answer = self._asked("POST", "/encode", json=wanted)
        joined = b"".join(base64.b64decode(vector) for vector in answer["vectors"])
        return np.frombuffer(joined, dtype="<f4").reshape(len(texts), expected.dimensions)

    def _asked(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        response = self._answered(method, path, **body)
        if response.status_code == requests.codes.conflict:
            raise EncoderMismatchError(_sentence(response))
        if response.status_code != requests.codes.ok:
            raise EncoderUnavailableError(
                f"The encoder at {self._url} answered {response.status_code}: {_sentence(response)}"
            )
        answer: dict[str, Any] = response.json()
        return answer

    def _answered(self, method: str, path: str, **body: Any) -> requests.Response:
        url = self._url + path
        try:
            try:
                return self._session.request(method, url, timeout=self._timeout, **body)
            except requests.ConnectionError:
                # Once more, which is safe here: the connection may have been kept from before the
                # encoder was started anew.
                return self._session.request(method, url, timeout=self._timeout, **body)
        except requests.RequestException as error:
            raise EncoderUnavailableError(
                f"The encoder at {self._url} does not answer ({type(error).__name__})."
            ) from error

    def _remember(self, key: bytes, vector: np.ndarray) -> None:
        self._cache[key] = vector
        self._cache.move_to_end(key)
        while len(self._cache) > self._cache_entries:
            self._cache.popitem(last=False)


def _key(text: str, model: EncoderModel) -> bytes:
    """Return a digest, so that the cache keeps no customer's words."""
    return hashlib.sha256(f"{model.fingerprint}\0{text}".encode()).digest()


def _sentence(response: requests.Response) -> str:
    try:
        return str(response.json()["error"])
    except (ValueError, KeyError, TypeError):
        return "no reason given."
