"""What sentences mean, as vectors: asked of the encoder over HTTP."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

# Small, because the same encoder reads what customers write, and they do not wait.
BATCH = 32


class MeaningUnavailableError(Exception):
    """The encoder did not answer, or not in a way that can be used."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of length one, a row for each text; only those of one `model` may be compared."""

    model: str
    vectors: Vectors


class Meanings(Protocol):
    """Whatever knows what sentences mean."""

    async def of(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of one or more texts. Raises MeaningUnavailableError."""


class EncoderMeanings:
    """The encoder's `POST /encode`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """`client` has the encoder's address as its base and a limit of time."""
        self._client = client

    async def of(self, texts: Sequence[str]) -> Encoded:
        """See Meanings."""
        batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
        encoded = [await self._batch(batch) for batch in batches]
        if len({each.model for each in encoded}) != 1:
            raise MeaningUnavailableError("The encoder was changed in the middle.")
        return Encoded(encoded[0].model, np.concatenate([each.vectors for each in encoded]))

    async def _batch(self, texts: Sequence[str]) -> Encoded:
        try:
            asked = {"texts": list(texts), "format": "base64"}
            response = await self._client.post("/encode", json=asked)
            response.raise_for_status()
            answer = response.json()
            rows = [np.frombuffer(base64.b64decode(one), dtype="<f4") for one in answer["vectors"]]
            vectors = np.stack(rows)
            if len(vectors) != len(texts) or not vectors.size:
                raise ValueError("Not a vector for each text.")
            return Encoded(str(answer["model"]), _of_length_one(vectors))
        except httpx.HTTPError as error:
            raise MeaningUnavailableError(type(error).__name__) from error
        except (ValueError, KeyError, TypeError) as error:
            raise MeaningUnavailableError("The answer cannot be read.") from error


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
