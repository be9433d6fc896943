"""Finds telephone numbers as people in Germany write them; those abroad by their country code.

Service numbers (0800, 0180, 0900, ...) and emergency numbers belong to nobody and stay readable.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from gateway.privacy.findings import PersonalKind, Sighting
from gateway.privacy.surroundings import before, is_measured, is_named_otherwise

_NAME = r"""(?<![^\W_])(?:tel|telefon|phone|handy|mobil|mobile|mobilfunk|festnetz|fax|ruf
    |rückruf|durchwahl)
    [-.]{0,2}(?:n(?:umm?er|r)|anschluss)?(?![^\W_])"""

_GAP = r"(?:[ ]?[-/.][ ]?|[ ]?\(0?\)[ ]?|[ ]?\)[ ]?[-/]?[ ]?|[ ]\(|[ ]{1,2})"
_FROM_ABROAD = rf"(?:\(?\+|(?<!\d)00[ ]?)[1-9](?:{_GAP}?\d){{6,16}}"
_AT_HOME = rf"\(?0(?:{_GAP}?\d){{5,15}}"
_CANDIDATE = re.compile(rf"(?<!\w)(?:{_FROM_ABROAD}|{_AT_HOME})(?!\d)")
_INSIDE_ANOTHER = re.compile(r"\d[.:+-]$")
_LOCAL = re.compile(
    rf"{_NAME}[ .:=#(]{{0,4}}(?:(?:ist|lautet|die|der|nr)[ .:]{{0,3}}){{0,2}}"
    r"(?P<number>[1-9](?:[ ./-]?\d){4,11})(?![\d\w])",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(rf"{_NAME}[^\d\n]{{0,24}}$", re.IGNORECASE | re.VERBOSE)
_DATE = re.compile(r"\d{1,2}[ ]?[./-][ ]?\d{1,2}[ ]?[./-][ ]?(?:\d{4}|\d{2})(?!\d)")
_TIMES = re.compile(r"\d{1,2}[.:]\d{2}[ ]?[-/][ ]?\d{1,2}[.:]\d{2}(?!\d)")
_MOBILE = re.compile(r"01[567]\d{7,10}$")
_SERVICE = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
    }
)
_LONGEST_AT_HOME = 13
_LONGEST_ABROAD = 15
_COMPLETE = 8
_POSTCODE = 5


def find_phone_numbers(text: str) -> Iterator[Sighting]:
    """Yield the telephone numbers of a folded text."""
    position = 0
    while candidate := _CANDIDATE.search(text, position):
        start, end = _trimmed(text, *candidate.span())
        inside = _INSIDE_ANOTHER.search(text[max(position, start - 2) : start])
        if not inside and _is_personal(text, start, end):
            yield Sighting(PersonalKind.PHONE, start, end, named=_is_named(text, start))
        position = end
    for match in _LOCAL.finditer(text):
        start, end = match.span("number")
        if not _DATE.match(text, start) and not is_measured(text, end):
            yield Sighting(PersonalKind.PHONE, start, end, named=True)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the first number of a candidate: it ends before a second one, or before a postcode."""
    longest = _LONGEST_ABROAD if text.startswith(("+", "(+", "00"), start) else _LONGEST_AT_HOME
    total, kept = 0, start
    for group in re.finditer(r"\d+", text[start:end]):
        digits = len(group[0])
        gap = text[kept : start + group.start()]
        if total and (_begins_another(group[0], gap, total) or total + digits > longest):
            break
        total += digits
        kept = start + group.end()
    unclosed = text[start] == "(" and ")" not in text[start:kept]
    return start + unclosed, kept


def _begins_another(group: str, gap: str, total: int) -> bool:
    """Say whether `group` opens a number of its own after `total` digits and a `gap`."""
    if group.startswith("0") and len(group) > 2:
        return total >= _COMPLETE + 2 or (total >= _COMPLETE and gap == "/")
    return total > _COMPLETE and len(group) == _POSTCODE and gap.isspace()


def _is_personal(text: str, start: int, end: int) -> bool:
    if _DATE.match(text, start) or _TIMES.match(text, start) or is_measured(text, end):
        return False
    named = _is_named(text, start)
    if is_named_otherwise(text, start) and not named:
        return False
    return _is_number(text[start:end], named=named)


def _is_named(text: str, start: int) -> bool:
    return _NAMED.search(before(text, start)) is not None


def _is_number(written: str, *, named: bool) -> bool:
    digits = "".join(filter(str.isdigit, written))
    try:
        number = phonenumbers.parse(written, "DE")
    except phonenumbers.NumberParseException:
        return named
    if phonenumbers.number_type(number) in _SERVICE:
        return False
    if named or "+" in written or _MOBILE.match(digits):
        return True
    return len(digits) >= _COMPLETE and phonenumbers.is_valid_number(number)
