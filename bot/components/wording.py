"""Turns the words of a message into numbers that forgive how people type."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_HANDLE = re.compile(r"@\w+")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_POSTCODE = re.compile(r"(?<![\w-])\d{5}(?![\w-])")
# Up to so many texts are faster read one by one.
FEW = 20
_KINDS = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "letters": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
}


def plain(text: str) -> str:
    """Return `text` as it is compared: lower case, "ae" for "ä", no handles, "soo" for "sooooo".

    Any postcode is the same word, because it matters that one is given and not which.
    """
    spelled = text.lower().translate(_FOLDED)
    spelled = _DRAWN_OUT.sub(r"\1\1", _HANDLE.sub(" ", spelled))
    return _POSTCODE.sub(" postleitzahlwort ", spelled)


class Wording:
    """Weighs words, pairs of words and groups of two to five letters by how telling they are.

    TF-IDF with sublinear counts; both halves of a row have the length one.
    """

    FILE = "wording.json"

    def __init__(self, parts: dict[str, TfidfVectorizer]) -> None:
        self._parts = parts
        #: Of each half: where its words stand in a row, and how telling each of them is.
        self._places, start = {}, 0
        for name, part in parts.items():
            self._places[name] = (part.vocabulary_, start, part.idf_)
            start += len(part.idf_)
        self._width = start

    @classmethod
    def learnt(cls, texts: Sequence[str]) -> "Wording":
        """Return the wording of `texts`."""
        wording, _ = cls.learnt_with_rows(tuple(texts))
        return wording

    @classmethod
    @lru_cache(maxsize=1)
    def learnt_with_rows(cls, texts: tuple[str, ...]) -> tuple["Wording", csr_matrix]:
        """Return the wording of `texts` and one row for each of them; not to be changed.

        The components that learn from the same texts, one after the other, get the same.
        """
        told = [plain(text) for text in texts]
        parts = {name: _vectorizer(name) for name in _KINDS}
        rows = hstack([part.fit_transform(told) for part in parts.values()]).tocsr()
        return cls(parts), rows

    def rows(self, texts: Sequence[str], beside: np.ndarray | None = None) -> csr_matrix:
        """Return one row for each text, with the numbers of `beside` behind the words.

        Of a few texts they are made without the vectorizers, whose care for thousands at once takes
        five times as long for one message.
        """
        if len(texts) > FEW:
            told = [plain(text) for text in texts]
            words = hstack([part.transform(told) for part in self._parts.values()])
            return words.tocsr() if beside is None else hstack([words, csr_matrix(beside)]).tocsr()
        rows = [self._row(text) for text in texts]
        places, numbers = [each for each, _ in rows], [each for _, each in rows]
        width = 0 if beside is None else beside.shape[1]
        if beside is not None and width:
            behind = np.arange(self._width, self._width + width)
            places = [np.concatenate([each, behind]) for each in places]
            numbers = [np.concatenate(both) for both in zip(numbers, beside, strict=True)]
        ends = np.cumsum([0, *map(len, places)])
        return csr_matrix(
            (_joined(numbers), _joined(places).astype(np.int32), ends),
            shape=(len(rows), self._width + width),
        )

    def _row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the places of a row that are not zero, in order, and what stands there."""
        places, numbers = [], []
        for name, counts in _counted(text).items():
            vocabulary, start, telling = self._places[name]
            known = sorted(
                (vocabulary[word], count) for word, count in counts.items() if word in vocabulary
            )
            where = np.array([place for place, _ in known], dtype=np.intp)
            found = (1 + np.log([count for _, count in known])) * telling[where]
            length = np.sqrt(found @ found)
            places.append(where + start)
            numbers.append(found / length if length else found)
        return _joined(places), _joined(numbers)

    def keep(self, folder: Path) -> None:
        """Write what was learnt into `folder`."""
        kept = {
            name: {"vocabulary": _words(part), "idf": [round(float(i), 6) for i in part.idf_]}
            for name, part in self._parts.items()
        }
        (folder / self.FILE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def kept(cls, folder: Path) -> "Wording":
        """Return what `keep` wrote."""
        kept = json.loads((folder / cls.FILE).read_text(encoding="utf-8"))
        parts = {}
        for name, part in kept.items():
            words = {word: place for place, word in enumerate(part["vocabulary"])}
            parts[name] = _vectorizer(name, vocabulary=words)
            parts[name].idf_ = np.array(part["idf"])
        return cls(parts)


@lru_cache(maxsize=8)
def _counted(text: str) -> Mapping[str, Counter[str]]:
    """Return how often each word and each group of letters occurs in `text`.

    Remembered, because every component that reads a message asks for the same; only for the last
    few, because these are customers' words.
    """
    told = plain(text)
    return {name: Counter(analyzed(told)) for name, analyzed in _analyzers().items()}


@lru_cache(maxsize=1)
def _analyzers() -> Mapping[str, Callable[[str], list[str]]]:
    return {name: _vectorizer(name).build_analyzer() for name in _KINDS}


def _joined(arrays: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate(arrays) if arrays else np.zeros(0)


def _words(part: TfidfVectorizer) -> list[str]:
    return sorted(part.vocabulary_, key=part.vocabulary_.__getitem__)


def _vectorizer(name: str, **more: object) -> TfidfVectorizer:
    return TfidfVectorizer(lowercase=False, sublinear_tf=True, **{**_KINDS[name], **more})
