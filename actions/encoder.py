"""The way to the encoder: texts in, vectors of meaning out."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import httpx
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

ENCODE = "/encode"
# As many as the encoder takes at a time without keeping messages of customers waiting.
BATCH = 64


class EncoderUnavailableError(Exception):
    """The encoder did not answer, or not in a way that can be used."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of length one, a row for each text; `model` says which of them may be compared."""

    model: str
    vectors: Vectors


class Encoder:
    """Vectors over HTTP (see encoder/wire.py for the other side)."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def encode(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of one or more texts. Raises EncoderUnavailableError."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        encoded = [await self._batch(batch) for batch in batches]
        if len({each.model for each in encoded}) != 1:
            raise EncoderUnavailableError("The encoder was changed in the middle.")
        return Encoded(
            model=encoded[0].model, vectors=np.concatenate([each.vectors for each in encoded])
        )

    async def _batch(self, texts: Sequence[str]) -> Encoded:
        wanted = {"texts": list(texts), "format": "base64"}
        try:
            response = await self._client.post(ENCODE, json=wanted)
            response.raise_for_status()
            answer = response.json()
            given = [base64.b64decode(each, validate=True) for each in answer["vectors"]]
            vectors = np.stack([np.frombuffer(each, dtype="<f4") for each in given])
            if len(vectors) != len(texts) or not vectors.size:
                raise ValueError("Not a vector for each text.")
            return Encoded(model=str(answer["model"]), vectors=_of_length_one(vectors))
        except httpx.HTTPError as error:
            raise EncoderUnavailableError(type(error).__name__) from error
        except (ValueError, KeyError, TypeError) as error:
            raise EncoderUnavailableError("The answer cannot be read.") from error


def encoder_client(*, url: str, seconds: float) -> httpx.AsyncClient:
    """Return a client for the encoder; only a refused connection is tried twice."""
    return httpx.AsyncClient(
        base_url=url, timeout=seconds, transport=httpx.AsyncHTTPTransport(retries=1)
    )


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
