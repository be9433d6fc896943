"""Brings sentences into a form in which spelling, capitals and punctuation do not matter."""

import re
import unicodedata
from functools import lru_cache

MOST = 60_000
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_REST = re.compile(r"[^\w@€]+|_")


@lru_cache(maxsize=MOST)
def normal(text: str) -> str:
    """Return words in small letters, umlauts spelt out, one blank between them."""
    spelt = text.casefold().translate(_SPELT)
    plain = unicodedata.normalize("NFKD", spelt)
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(_REST.sub(" ", letters).split())
