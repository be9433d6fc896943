"""Finds customer, contract and contract-account numbers of Fördekom.

A customer number has eight digits, with or without `FK-`. Where the customer names it, anything
from six to twelve digits is taken: people mistype, add zeros, read contract accounts from bills.
"""

import re
from collections.abc import Iterator

from gateway.privacy.findings import PersonalKind, Sighting
from gateway.privacy.surroundings import is_counted, is_measured, is_named_otherwise

_NAME = r"""(?<![^\W_])(?:
    kunden?[- .]{0,2}n(?:umm?er|ummr|r|o)
  | kd[- .]{0,2}n(?:umm?er|r)
  | knr | kdn
  | kunden[- ]?(?:id|kennung|konto)
  | vertrags?[- .]{0,2}(?:konto|kto)?[- .]{0,2}(?:n(?:umm?er|r)|(?<=konto)|(?<=kto))
  )(?![^\W_])"""

_NAMED = re.compile(_NAME, re.IGNORECASE | re.VERBOSE)
_FILLER = re.compile(
    r"""[ .:=#\n]{0,4}(?:\([^()\d\n]{0,40}\)[ :]{0,3})?
    (?:[^\d\n.!?;,]|(?<=lt)\.|(?<=nr)\.){0,30}?(?=(?:fk[- ]{0,2})?\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_OTHER_NUMBER = re.compile(
    r"ticket|vorgang|auftrag|bestell|rechnungsn|telefon|handy|mobil|iban|nicht|kein|plz|tel\b|geb\b|geboren",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?:fk[- ]{0,2})?\d{1,12}(?:[ .\-/]\d{1,4}(?!\d)){0,5}(?![\d@])", re.IGNORECASE
)
_WITH_LETTERS = re.compile(r"(?<![^\W_])fk[- ]{0,2}\d(?:[ .-]?\d){5,11}(?!\d)", re.IGNORECASE)
# Not a part of a date, a price or a ticket number ("T-...").
_EIGHT = re.compile(
    r"(?<![\w@])(?<!\d[.:+\-])(?<!\b[A-Za-z]-)\d{8}(?![\w@]|[.:\-]\d|,\d{1,2}(?![\d.]))"
)
# A bare answer to a question: the number and nothing else.
_ALONE = re.compile(r"\s*(\d{1,12}(?:[ .\-]\d{1,7}){0,3})\s*[.!]?\s*")
_NAMED_AFTER = re.compile(
    rf"(?<![\w.,-])\d{{6,12}}(?=\s(?:ist|war|lautet|wäre)\s(?:die\s|meine\s|unsere\s)?{_NAME})",
    re.IGNORECASE | re.VERBOSE,
)
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)")
_LENGTH = 8
_ROUND = re.compile(r"\d{1,3}0{5,}$")


def find_customer_numbers(text: str) -> Iterator[Sighting]:
    """Yield the customer numbers of a folded text."""
    for name in _NAMED.finditer(text):
        span = _after_name(text, name.end())
        if span:
            yield Sighting(PersonalKind.CUSTOMER_NUMBER, *span, named=True)
    for match in _NAMED_AFTER.finditer(text):
        yield Sighting(PersonalKind.CUSTOMER_NUMBER, *match.span(), named=True)
    for match in _WITH_LETTERS.finditer(text):
        yield Sighting(PersonalKind.CUSTOMER_NUMBER, *match.span(), named=True)
    for match in _EIGHT.finditer(text):
        if _may_be_a_customers(text, match):
            yield Sighting(PersonalKind.CUSTOMER_NUMBER, *match.span())
    alone = _ALONE.fullmatch(text)
    if alone and _is_an_answer(alone[1]):
        yield Sighting(PersonalKind.CUSTOMER_NUMBER, *alone.span(1))


def _after_name(text: str, position: int) -> tuple[int, int] | None:
    filler = _FILLER.match(text, position)
    if not filler or _OTHER_NUMBER.search(filler[0]):
        return None
    number = _DIGITS.match(text, filler.end())
    if not number or _DATE.match(text, filler.end()):
        return None
    end = _number_end(text, *number.span())
    digits = sum(character.isdigit() for character in text[number.start() : end])
    if not 6 <= digits <= 12 or is_measured(text, end):
        return None
    return number.start(), end


def _number_end(text: str, start: int, end: int) -> int:
    """Return where the number ends: it does not run on into a phone number or into "3 Tage"."""
    groups = list(re.finditer(r"\d+", text[start:end]))
    kept = groups[:1]
    for group in groups[1:]:
        total = sum(len(each[0]) for each in kept)
        if len(kept[0][0]) >= 6 or (total >= _LENGTH and group[0].startswith("0")):
            break
        kept.append(group)
    while len(kept) > 1 and is_counted(text, start + kept[-1].end()):
        kept.pop()
    return start + kept[-1].end()


def _is_an_answer(written: str) -> bool:
    digits = "".join(re.findall(r"\d", written))
    if _DATE.match(written) or _ROUND.match(digits):
        return False
    return len(digits) == _LENGTH or (8 < len(digits) <= 12 and digits[0] != "0")


def _may_be_a_customers(text: str, match: re.Match[str]) -> bool:
    return not (
        _ROUND.match(match[0])
        or is_measured(text, match.end())
        or is_named_otherwise(text, match.start())
    )
