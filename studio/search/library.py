"""The vectors of all examples in memory, shared by everybody's drafts."""

import asyncio
import time
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from studio.search.kept import KeptVectors
from studio.search.meanings import Encoded, Meanings, MeaningUnavailableError, Vectors

# So many are asked for and kept at a time: what is done stays done, whatever happens next.
STEP = 64
# After each step the encoder is left alone for so many times as long as the step took: customers
# wait for the same encoder, editors for the first search only.
BREATH = 2.0
SEQUENCES = 16


class VectorLibrary:
    """Vectors by content. A sentence that many drafts share is there once."""

    def __init__(self, meanings: Meanings, kept: KeptVectors, *, breath: float = BREATH) -> None:
        self._meanings = meanings
        self._kept = kept
        self._breath = breath
        self._model = ""
        self._learnt_of = ""
        self._rows: dict[str, int] = {}
        self._matrix: Vectors = np.zeros((0, 0), dtype=np.float32)
        self._looked_up: dict[int, tuple[Sequence[str], tuple[str, int], NDArray[np.intp]]] = {}
        self._learning = asyncio.Lock()

    async def learn(self, texts: Iterable[str]) -> None:
        """See to it that the vectors of `texts` are here, of the model that the encoder has now.

        Raises MeaningUnavailableError; what was learnt until then stays.
        """
        wanted = list(dict.fromkeys(texts))
        async with self._learning:
            if wanted:
                await self._use_model(wanted[0])
            missing = [text for text in wanted if text not in self._rows]
            known = await asyncio.to_thread(self._kept.of, missing, model=self._model)
            self._add(known)
            missing = [text for text in missing if text not in known]
            for start in range(0, len(missing), STEP):
                await self._ask(missing[start : start + STEP])
            self._learnt_of = self._model

    async def nearness(self, query: str, texts: Sequence[str]) -> Vectors:
        """Return how near in meaning `query` is to each text, at most 1; 0 for unknown texts.

        `texts` is best the same object each time: where its vectors are is then looked up once.
        Raises MeaningUnavailableError, also until the examples were learnt once.
        """
        encoded = await self._meanings.of([query])
        if encoded.model != self._learnt_of:
            raise MeaningUnavailableError("The examples are being learnt.")
        return self.among(encoded.vectors[0], texts)

    async def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of any texts, customers' too; they are not kept.

        Raises MeaningUnavailableError.
        """
        return (await self._meanings.of(texts)).vectors

    def among(self, vector: Vectors, texts: Sequence[str]) -> Vectors:
        """Return how near a vector is to each text; 0 for texts that were not learnt."""
        if not self._rows:
            return np.zeros(len(texts), dtype=np.float32)
        scores = np.append(self._matrix[: len(self._rows)] @ vector, np.float32(0))
        return np.asarray(scores[self._places(texts)], dtype=np.float32)

    def _places(self, texts: Sequence[str]) -> NDArray[np.intp]:
        """Return the row of each text, -1 for none; remembered for the sequences asked last."""
        known = self._looked_up.get(id(texts))
        if known and known[0] is texts and known[1] == (self._model, len(self._rows)):
            return known[2]
        rows = (self._rows.get(text, -1) for text in texts)
        places = np.fromiter(rows, dtype=np.intp, count=len(texts))
        while len(self._looked_up) >= SEQUENCES:
            self._looked_up.pop(next(iter(self._looked_up)))
        self._looked_up[id(texts)] = (texts, (self._model, len(self._rows)), places)
        return places

    async def _use_model(self, text: str) -> None:
        """Forget everything if the encoder has another model now."""
        encoded = await self._meanings.of([text])
        if encoded.model != self._model:
            self._model, self._learnt_of, self._rows = encoded.model, "", {}
            self._matrix = np.zeros((0, encoded.vectors.shape[1]), dtype=np.float32)

    async def _ask(self, texts: Sequence[str]) -> None:
        started = time.monotonic()
        encoded: Encoded = await self._meanings.of(texts)
        if encoded.model != self._model:
            raise MeaningUnavailableError("The encoder was changed in the middle.")
        found = dict(zip(texts, encoded.vectors, strict=True))
        await asyncio.to_thread(self._kept.keep, found, model=self._model)
        self._add(found)
        await asyncio.sleep(self._breath * (time.monotonic() - started))

    def _add(self, vectors: dict[str, Vectors]) -> None:
        needed = len(self._rows) + len(vectors)
        if needed > len(self._matrix):
            room = np.zeros((max(needed, 2 * len(self._matrix)), self._matrix.shape[1]), np.float32)
            room[: len(self._rows)] = self._matrix[: len(self._rows)]
            self._matrix = room
        for text, vector in vectors.items():
            place = self._rows.setdefault(text, len(self._rows))
            self._matrix[place] = vector
