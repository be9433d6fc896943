"""Finds dates of birth: dates called so, and dates too long ago to be an appointment."""

import re
from collections.abc import Iterator

from gateway.privacy.findings import PersonalKind, Sighting
from gateway.privacy.surroundings import before

_MONTHS = (
    r"(?:jan(?:uar|ner)?|jän(?:ner)?|feb(?:ruar|er)?|märz|maerz|mrz|mär|apr(?:il)?|mai|juni?|juli?"
    r"|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)"
)
_DATE = re.compile(
    rf"""(?<!\w)(?<!\d[.:+-])(?:
      (?P<day>\d{{1,2}})[ ]?(?P<mark>[./-])[ ]?(?P<month>\d{{1,2}})
        [ ]?(?P=mark)[ ]?(?P<year>\d{{4}}|\d{{2}})
      |(?P<iso>\d{{4}})-(?P<iso_month>\d{{1,2}})-(?P<iso_day>\d{{1,2}})
      |(?P<worded_day>\d{{1,2}})\.?[ ]?{_MONTHS}\.?[ ]?'?(?P<worded_year>\d{{4}}|\d{{2}})
      )(?![\w]|[.,:/-]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPACT = re.compile(r"(?<!\w)(?<!\d[.,:/+-])(?:\d{8}|\d{6})(?![\w]|[.,:/-]\d)")
_NAMED = re.compile(
    r"(?:(?<![^\W_])(?:geb|geboren|geburts?[- ]?(?:datum|tag|dat)?"
    r"|geb[-. ]{0,2}(?:datum|dat|tag)|dob)(?![^\W_])[^\d\n]{0,24}|\*[ ]?)$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    r"[ ](?:in[ ][^\W\d_]{1,30}[ ])?(?:geboren|geb\b|auf die welt|zur welt)", re.IGNORECASE
)
_PAST_BUSINESS = re.compile(
    r"(?<![^\W_])(?:seit|ab|bis|zum|vom|stand|fassung|firmware|version|release|vertr[aä]g\w{0,20}"
    r"|rechnung|bestellung|bestellt|gekündigt|abgeschlossen|urteil|kunde|kundin)"
    r"(?:[ :]{1,2}(?:von|vom|am|dem|der|den|ist|war|wurde|läuft|schon)){0,3}[ :]{1,2}$",
    re.IGNORECASE,
)
_LAST_ADULT_YEAR = 2009
_FIRST_YEAR = 1900


def find_birth_dates(text: str) -> Iterator[Sighting]:
    """Yield the dates of birth of a folded text."""
    for match in _DATE.finditer(text):
        named = _is_named(text, *match.span())
        if named or (
            _is_long_ago(match) and not _PAST_BUSINESS.search(before(text, match.start()))
        ):
            yield Sighting(PersonalKind.BIRTH_DATE, *match.span(), named=named)
    for match in _COMPACT.finditer(text):
        if _is_day(match[0][:2], match[0][2:4]) and _is_named(text, *match.span()):
            yield Sighting(PersonalKind.BIRTH_DATE, *match.span(), named=True)


def _is_named(text: str, start: int, end: int) -> bool:
    named = _NAMED.search(before(text, start)) or _NAMED_AFTER.match(text, end)
    return named is not None


def _is_long_ago(match: re.Match[str]) -> bool:
    """Say whether the date is one on which a customer can have been born and little else happens.

    Two digits from 40 on mean the last century: no outage and no appointment lies so far ahead.
    """
    day = match["day"] or match["iso_day"] or match["worded_day"]
    year = match["year"] or match["iso"] or match["worded_year"]
    if not _is_day(day, match["month"] or match["iso_month"] or "1"):
        return False
    return int(year) >= 40 if len(year) == 2 else _FIRST_YEAR <= int(year) <= _LAST_ADULT_YEAR


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12
