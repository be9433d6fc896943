"""Makes look-alike characters alike, so that one simple pattern sees through every way of typing.

No-break spaces, typographic dashes, digits of other scripts, full-width letters, soft hyphens,
zero-width and combining characters would each hide a number that a person reads at once.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_DROPPED = frozenset({"Mn", "Me", "Cf"})


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text, and for each of its characters where it stood; None: nothing moved."""

    text: str
    offsets: Sequence[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `start` to `end` of the folded one covers."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Return `text` in the form that detectors read. Linear in the text's length."""
    if text.isascii():
        return Folded(text.replace("\t", " "))
    folded = [_folded(character) for character in text]
    if all(folded):
        return Folded("".join(folded))
    offsets = [offset for offset, character in enumerate(folded) if character]
    return Folded("".join(folded), offsets)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return one character for a character, or nothing for one that nobody sees."""
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category == "Zs" or character == "\t":
        return " "
    if category in {"Zl", "Zp"}:
        return "\n"
    if category == "No":  # a raised 2 is an exponent, not a digit of a number
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
