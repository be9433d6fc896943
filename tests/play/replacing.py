"""Puts the system's own numbers and names in the place of the script's, in lines and patterns.

A number may be written in several ways (`FK-1048 2211`, `10482211`); the way is kept.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from tests.play.script import Expect, Script, Turn

#: Characters from here on mean nothing, so they can stand for what is put in.
PRIVATE_USE = 0xE000
#: A shorter number said without its prefix may be any.
SHORTEST_BARE = 3

Kind = Literal["number", "id", "name"]

# What may stand between two digits or words, in a line and in a regular expression.
_GAP = r"(?:\\[sW-][?*+]?|\[[ .\-/\\s]*\][?*+]?|[ .\-/]\??)?"
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LETTER = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class Own:
    """A value of the script's, and what the system has instead.

    A `number` has digits only and keeps its gaps, an `id` has a prefix of letters that may be left
    out in speech, a `name` is words.
    """

    kind: Kind
    theirs: str
    ours: str


class Replacing:
    """Replaces all values of one script, each by its own rule, in one go."""

    def __init__(self, owns: Iterable[Own]) -> None:
        # The longest first: one value may be a part of another.
        self._owns = sorted(owns, key=lambda own: -len(own.theirs))

    def in_line(self, text: str) -> str:
        """Return a customer's line with our values."""
        return self._replaced(text, pattern=False)

    def in_pattern(self, pattern: str) -> str:
        """Return a regular expression that asks for our values."""
        return self._replaced(pattern, pattern=True)

    def in_script(self, script: Script) -> Script:
        """Return the script with our values in its turns; the world before is left as it is."""
        turns = tuple(self._in_turn(turn) for turn in script.turns)
        return script.model_copy(update={"turns": turns})

    def _in_turn(self, turn: Turn) -> Turn:
        expect = turn.expect
        changed: dict[str, Sequence[str]] = {
            name: tuple(self.in_pattern(one) for one in getattr(expect, name))
            for name in ("reply_any", "reply_none")
        }
        asked: Expect = expect.model_copy(update=changed)
        line = self.in_line(turn.customer)
        return turn.model_copy(update={"customer": line, "expect": asked})

    def _replaced(self, text: str, *, pattern: bool) -> str:
        """Replace by placeholders first, so that nothing put in is replaced again."""
        put_in: list[str] = []
        for own in self._owns:
            for searched, value in _ways(own, pattern=pattern):

                def put(found: re.Match[str], value: str = value, own: Own = own) -> str:
                    put_in.append(_as_written(found[0], value, own=own, pattern=pattern))
                    return chr(PRIVATE_USE + len(put_in) - 1)

                text = searched.sub(put, text)
        for place, value in enumerate(put_in):
            text = text.replace(chr(PRIVATE_USE + place), value)
        return text


def _ways(own: Own, *, pattern: bool) -> list[tuple[re.Pattern[str], str]]:
    """Return how a value may be written, the fullest first, and what stands there then."""
    if own.kind == "name":
        words = _GAP.join(re.escape(word) for word in own.theirs.split())
        return [(_bounded(words), own.ours)]
    if own.kind == "number":
        return [(_spaced_digits(own.theirs), own.ours)]
    parts = _WORD.findall(own.theirs)
    digits = [part for part in parts if part.isdigit()]
    our_digits = "".join(re.findall(r"\d+", own.ours))
    whole = (_bounded(_GAP.join(re.escape(part) for part in parts)), own.ours)
    if not digits or len(digits[-1]) < SHORTEST_BARE:
        return [whole]
    bare = (_bounded(re.escape(digits[-1])), our_digits)
    if any(not part.isdigit() for part in parts):
        return [whole, bare]
    # Their numbers are bare, so people write the whole of ours; a pattern may bring its own prefix.
    prefixed = rf"(?:{_LETTER}{{1,3}}{_GAP})?"
    return [bare if pattern else (_bounded(prefixed + re.escape(digits[-1])), own.ours)]


def _bounded(words: str) -> re.Pattern[str]:
    """Match whole words; `\\b24103` and `\\s24103` of a pattern end in a letter that is no word."""
    return re.compile(rf"(?:(?<![^\W_])|(?<=\\[bBsSwWdD]))(?:{words})(?![^\W_])", re.IGNORECASE)


def _spaced_digits(number: str) -> re.Pattern[str]:
    return _bounded(_GAP.join(re.findall(r"\d", number)))


def _as_written(found: str, value: str, *, own: Own, pattern: bool) -> str:
    if own.kind == "number":
        return _in_the_gaps_of(found, value)
    return r"\W?".join(_WORD.findall(value)) if pattern else value


def _in_the_gaps_of(found: str, digits: str) -> str:
    """Return `digits` with the gaps of what was found, where they are as many."""
    if sum(character.isdigit() for character in found) != len(digits):
        return digits
    rest = iter(digits)
    return re.sub(r"\d", lambda _: next(rest), found)
