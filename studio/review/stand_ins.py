"""Replaces what is personal in a customer's sentence before it can become an example.

The assistant itself never sees numbers and addresses, only placeholders such as [TELEFON_1]: they
stay, counted anew and marked, for that is how it will meet them. Names it does see; another name of
the same kind takes their place.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from studio.content.marks import Mark, Sentence, write

_PLACEHOLDER = re.compile(r"\[([A-ZÄÖÜ]+)_\d+\]")
#: Placeholders that are entities; all others are words like any other.
ENTITIES = {"KUNDENNUMMER": "customer_number", "TELEFON": "phone_number"}
MARKED = frozenset(ENTITIES.values())

_NAME = r"[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_AFTER = re.compile(
    r"(?P<cue>\b(?:Herrn?|Frau|(?i:mein name ist|ich hei(?:ß|ss)e|ich bin (?:der|die)|"
    r"name(?: ist)?:?|gru(?:ß|ss),?|gr(?:ü|ue)(?:ß|ss)e,?(?: von)?|lg,?|mfg,?|vg,?))[ \n]+"
    rf"(?:Dr\. |Prof\. )?)(?P<names>{_NAME}(?: {_NAME})?)"
)
# Words in capitals that follow such a cue and are no name.
_NO_NAMES = frozenset(
    (
        *("Ihr", "Ihre", "Ihnen", "Sie", "Mitarbeiter", "Mitarbeiterin", "Techniker", "Doktor"),
        *("Technikerin", "Kunde", "Kundin", "Bot", "Kollege", "Kollegin", "Nachbar", "Nachbarin"),
        *("Mieter", "Mieterin", "Vermieter", "Rentner", "Rentnerin", "Hausmeister", "Neue", "Aus"),
    )
)
_FIRST = ("Jana", "Nils", "Wiebke", "Jonas", "Meike", "Torben", "Silke", "Kai", "Antje", "Malte")
_LAST = (
    *("Petersen", "Hansen", "Lorenzen", "Carstens", "Brodersen", "Thomsen", "Clausen", "Paulsen"),
    *("Jessen", "Matthiesen"),
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A sentence that may be learnt, as it is marked, and the names that were put in."""

    marked: str
    names: tuple[str, ...] = ()


def with_stand_ins(text: str, *, marking: Collection[str] = MARKED) -> Replaced:
    """Return a customer's sentence with placeholders counted from 1 and other people's names.

    The same name always gets the same stand-in, so that a sentence read twice stays one. Of the
    placeholders those that are an entity of `marking` are marked.
    """
    names: list[str] = []
    named = _AFTER.sub(lambda match: match["cue"] + _other(match["names"], names), text)
    counted = _counted(" ".join(named.split()))
    marks = tuple(mark for mark in counted.marks if mark.entity in marking)
    return Replaced(write(Sentence(counted.words, marks)), tuple(names))


def _other(found: str, names: list[str]) -> str:
    if found.split()[0] in _NO_NAMES:
        return found
    number = int.from_bytes(hashlib.sha256(found.casefold().encode()).digest()[:4], "big")
    last = _LAST[number % len(_LAST)]
    name = f"{_FIRST[number // 16 % len(_FIRST)]} {last}" if " " in found else last
    names.append(name)
    return name


def _counted(text: str) -> Sentence:
    """Number the placeholders of each kind from 1, in their order, and mark the entities."""
    numbers: dict[str, list[str]] = {}
    parts: list[str] = []
    marks: list[Mark] = []
    length = end = 0
    for match, kind in _placeholders(text):
        before = text[end : match.start()]
        seen = numbers.setdefault(kind, [])
        if match[0] not in seen:
            seen.append(match[0])
        stands = f"[{kind}_{seen.index(match[0]) + 1}]"
        start = length + len(before)
        if kind in ENTITIES:
            marks.append(Mark(start, start + len(stands), ENTITIES[kind]))
        parts += [before, stands]
        length, end = start + len(stands), match.end()
    return Sentence("".join([*parts, text[end:]]), tuple(marks))


def _placeholders(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _PLACEHOLDER.finditer(text):
        yield match, match[1]
