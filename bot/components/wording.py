"""Turns the words of a message into numbers that forgive how people type."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_HANDLE = re.compile(r"@\w+")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_POSTCODE = re.compile(r"(?<![\w-])\d{5}(?![\w-])")
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

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row for each text."""
        told = [plain(text) for text in texts]
        return hstack([part.transform(told) for part in self._parts.values()]).tocsr()

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


def _words(part: TfidfVectorizer) -> list[str]:
    return sorted(part.vocabulary_, key=part.vocabulary_.__getitem__)


def _vectorizer(name: str, **more: object) -> TfidfVectorizer:
    return TfidfVectorizer(lowercase=False, sublinear_tf=True, **{**_KINDS[name], **more})
