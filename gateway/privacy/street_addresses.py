"""Finds where somebody lives: street and house number, before or after postcode and city.

Only street and house number are hidden. Postcode and city stay readable, because outages and
availability are looked up by them and thousands of people share them.
"""

import re
from collections.abc import Iterator

from gateway.privacy.findings import PersonalKind, Sighting
from gateway.privacy.street_words import (
    PREPOSITIONS,
    STRONG,
    comes_from_a_place,
    ends_like_a_place,
    is_adjective,
    is_no_street,
    is_ordinary,
    takes_numbers,
)
from gateway.privacy.surroundings import before, is_counted

_MONTHS = "jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez"
_LETTER = r"(?:[ ]?[a-g](?![^\W_]))?"
_HOUSE = (
    rf"[1-9]\d{{0,3}}{_LETTER}(?:[ ]?[-/+][ ]?[1-9]\d{{0,2}}{_LETTER})?"
    rf"(?![^\W_]|[.:]\d|,\d(?!\d{{4}}(?!\d))|\.?[ ](?:{_MONTHS}))"
)
_HOUSE_SAID = r"(?:,?[ ]{0,2}(?:haus)?(?:nummer|nr)[.:]{0,2})?"
_ENDED = re.compile(
    rf"(?P<ending>{'|'.join(sorted(STRONG))})\.?{_HOUSE_SAID}[ ]{{0,2}}{_HOUSE}", re.IGNORECASE
)
_CAPITAL = r"[A-ZÄÖÜ][^\W\d_]{2,30}"
_OF_SOMETHING = re.compile(
    r"(?<![^\W_])(?:Straße|Strasse|Str\.|Platz|Allee|Weg|Ufer|Ring)[ ]"
    r"(?:des|der|am|im|zum|zur|an der|vor dem)[ ]"
    rf"(?:\d{{1,2}}\.[ ])?{_CAPITAL}(?:[ ]{_CAPITAL})?[ ]{_HOUSE}"
)
_NUMBERED = re.compile(rf"(?<=[^\W\d_])[ ]{_HOUSE}", re.IGNORECASE)

_POSTCODE_AFTER = re.compile(r"[ ]?[,;/\n-]?[ ]?\(?(?:D-?[ ]?)?\d{5}(?!\d)")
_CITY_AFTER = re.compile(rf",?[ ]in[ ](?:\d{{5}}(?!\d)|{_CAPITAL})")
_CITY_BEFORE = re.compile(
    r"(?<!\d)\d{5}[ ][^\W\d_][^\W\d_-]{1,30}(?:[ ][^\W\d_]{2,20})?[,;:]?[ \n]{1,2}$"
)
_THERE_BEFORE = re.compile(
    r"(?<![^\W_])(?:im|am|beim|(?:in|an|auf|bei)[ ]de[rm])[ ]$", re.IGNORECASE
)
_ADDRESS_BEFORE = re.compile(
    r"(?:adresse|anschrift)(?:[ ]ist|[ ]lautet)?[ ]?:?[ ](?:(?:in|an)[ ]der[ ]|im[ ]|am[ ])?$",
    re.IGNORECASE,
)
_LIVING_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:[^\W_]{2,20})?(?:adresse|anschrift)|wohn(?:e|en|t|haft)?|umzug|umziehen"
    r"|umgezogen|ziehen?|straße|haus|anschluss|lieferung|verfügbar(?:keit)?)"
    r"(?![^\W_])[^\n.!?]{0,30}$",
    re.IGNORECASE,
)
_STEM = re.compile(r"[^\W\d_](?:[^\W\d_]|[-'](?=[^\W\d_]))*-?$")
_WORD_BEFORE = re.compile(r"(?<![\w-])([^\W\d_](?:[\w'-]{0,40}[^\W_])?\.?)[ -]$")
_NAME = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(sorted(PREPOSITIONS))})[ ](?:de[nrm][ ])?)?"
    r"(?:[A-ZÄÖÜ][\w'.-]{1,30}[ ]){0,2}[^\W\d_][\w'-]{1,40}$"
)
_REACH = 80
_SHORTEST_NAME = 4
_SHORTEST_SHORTENED = 6


def find_addresses(text: str) -> Iterator[Sighting]:
    """Yield street and house number of the addresses in a folded text."""
    for match in _ENDED.finditer(text):
        yield from _seen(text, _street_start(text, match.start(), match["ending"]), match.end())
    for match in _OF_SOMETHING.finditer(text):
        yield from _seen(text, match.start(), match.end())
    for match in _NUMBERED.finditer(text):
        yield from _seen(text, _evident_start(text, match.start(), match.end()), match.end())


def _seen(text: str, start: int | None, end: int) -> Iterator[Sighting]:
    if start is not None and not is_counted(text, end):
        yield Sighting(PersonalKind.ADDRESS, start, end)


def _street_start(text: str, position: int, ending: str) -> int | None:
    """Return where the street begins whose ending ("weg", "Str") stands at `position`."""
    stem = _STEM.search(before(text, position, reach=40))
    if not stem:
        return _name_start(text, position, ending)
    start = position - len(stem[0])
    if len(stem[0]) < 2 or is_no_street(stem[0] + ending) or not _begins_word(text, start):
        return None
    return _with_beginning(text, start)


def _name_start(text: str, position: int, ending: str) -> int | None:
    """Return where the name before a separate "Straße" begins; None if there is no name."""
    word = _word_before(text, position)
    if not word or is_ordinary(word):
        return None
    unmistakable = ending.lower().startswith(("str", "chaussee", "allee"))
    if not (ending[0].isupper() or unmistakable or comes_from_a_place(word)):
        return None
    if word[0].islower() and len(word) < _SHORTEST_NAME:
        return None
    start = position - len(word) - 1
    second = _word_before(text, start)
    whole = word.endswith("er") or is_adjective(word)  # "Holtenauer", but "Karl Marx"
    if second and second[0].isupper() and not whole and not is_ordinary(second):
        return start - len(second) - 1
    return _with_beginning(text, start)


def _with_beginning(text: str, start: int) -> int:
    """Return where the name begins if "Alte" or, within a sentence, "Am" stands before `start`."""
    word = _word_before(text, start)
    if word and is_adjective(word) and not is_ordinary(word):
        return _with_beginning(text, start - len(word) - 1)
    if word in PREPOSITIONS and _is_within_sentence(before(text, start - len(word) - 1)):
        return start - len(word) - 1
    return start


def _is_within_sentence(ahead: str) -> bool:
    """Say whether a capital letter after `ahead` must be a name's, not a sentence's beginning."""
    ahead = ahead.rstrip(" ")
    return bool(ahead) and ahead[-1] not in ".!?\n"


def _evident_start(text: str, position: int, end: int) -> int | None:
    """Return where a street begins that only its surroundings show to be one.

    `position` is where its last word ends. The street is "Alter Markt", "Am Germaniahafen",
    "Waldwiese"; the evidence a postcode beside it or a word such as "Adresse" before it.
    """
    words = _words_before(text, position)
    if not words or takes_numbers(words) or _is_told_by_ending(words[-1]):
        return None
    start = position - len(" ".join(words))
    ahead = before(text, start)
    return start if _is_evident(words, ahead, text[end : end + _REACH]) else None


def _is_evident(words: list[str], ahead: str, behind: str) -> bool:
    last = words[-1]
    if _ADDRESS_BEFORE.search(ahead) or (last[0].isupper() and _POSTCODE_AFTER.match(behind)):
        return True
    if words[0] in PREPOSITIONS and last[0].isupper() and _is_within_sentence(ahead):
        return True
    place = ends_like_a_place(last)
    if place and (_CITY_AFTER.match(behind) or _THERE_BEFORE.search(ahead)):
        return True
    if (place or len(words) > 1) and _CITY_BEFORE.search(ahead):
        return True
    shortened = last[0].isupper() and last.endswith("er") and len(last) >= _SHORTEST_SHORTENED
    living = _LIVING_BEFORE.search(ahead) is not None
    return living and (place or shortened or len(words) > 1)


def _is_told_by_ending(word: str) -> bool:
    return word.lower() in STRONG or is_no_street(word)


def _words_before(text: str, position: int) -> list[str]:
    """Return the words of a name that ends at `position`: capitals, after "Am" or "Unter den"."""
    name = _NAME.search(before(text, position, reach=_REACH))
    words = name[0].split(" ") if name else []
    while words and is_ordinary(words[0]) and not (len(words) > 1 and words[0] in PREPOSITIONS):
        words.pop(0)
    return words


def _word_before(text: str, position: int) -> str | None:
    match = _WORD_BEFORE.search(before(text, position, reach=_REACH))
    return match[1] if match else None


def _begins_word(text: str, position: int) -> bool:
    return position == 0 or not (text[position - 1].isalnum() or text[position - 1] in "_@#")
