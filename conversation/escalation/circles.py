"""Whether a conversation goes in circles: the same question again, the same form left twice."""

import re
from collections.abc import Iterable, Sequence
from zlib import crc32

from conversation.escalation.stop_words import words_of

SHORTEST = 4
MOST_WORDS = 24
FEWEST_WORDS = 2
MOST_NAMES = 8
_WORD = re.compile(r"[^\W_]+")
# What is asked about: sizes of tariffs, postcodes, amounts. Another of them is another question.
_SIZES = frozenset({"s", "m", "l", "xl"})
_NAME = 0x1_0000
_EMPTY = words_of(
    "aber also auch bitte dann denn doch eben eine einen einer einem etwas euch euer für fuer "
    "gerne haben habe habt hallo hier ihnen ihre immer jetzt kann können könnt machen mein "
    "meine meinen mich moechte möchte nicht noch nochmal oder schon sein sich sind soll sollte "
    "über und uns wann warum was welche wenn werden wieder wieso will wird wissen würde moin "
    "frage fragen sagen sagt dass nun mal ganz sehr einfach endlich"
)


def gist_of(text: str) -> tuple[int, ...]:
    """Return numbers by which a message's content words can be compared, and not read.

    Sixteen bits each: thousands of words share a number, so that none can be told from it. Those of
    names and figures stand apart, by a bit above.
    """
    words, names = set(), set()
    for word in _WORD.findall(text.lower()):
        number = crc32(word.encode()) & 0xFFFF
        if word in _SIZES or not word.isalpha():
            names.add(_NAME | number)
        elif len(word) >= SHORTEST and word not in _EMPTY:
            words.add(number)
    return (*sorted(words)[:MOST_WORDS], *sorted(names)[:MOST_NAMES])


def alike(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the share of content words that two messages have in common, 0 to 1.

    None where they name other things: who asks for the price of M and then of L asks two questions.
    """
    first, second = set(one), set(other)
    if any(number >= _NAME for number in first ^ second):
        return 0.0
    if len(first) < FEWEST_WORDS or len(second) < FEWEST_WORDS:
        return 0.0
    return len(first & second) / len(first | second)


def in_a_row(asked: Iterable[tuple[str, bool]]) -> int:
    """Return how often the last question was asked without another between; 0 without one.

    With each question comes whether its turn got nearer to the answer: then it is the first anew.
    """
    count, last = 0, ""
    for slot, nearer in asked:
        count = count + 1 if slot and slot == last and not nearer else int(bool(slot))
        last = slot
    return count
