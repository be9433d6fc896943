"""Finds the days that a text names, and leaves the rest of it to whoever looks for hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from actions.dates import readings as read
from actions.dates.readings import Days, Read
from actions.dates.spelling import WEEKDAYS

# Stands in a text for what has been read already.
USED = "§"
_WD = rf"(?P<weekday>{'|'.join(WEEKDAYS)})s?"
_WHICH_WD = rf"(?:(?:naechste|kommende|diese|letzte|vergangene|vorige)[nrms]? )?{_WD}"
_MONTH = r"(?P<month>jan|feb|maer|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-z]*\b\.?"
_COUNT = r"(?P<count>eine[rmn]?|\d{1,2})"
_WEEK = r"(?P<which>diese|naechste|kommende|folgende|uebernaechste|letzte|vergangene)[rn]? woche"
_YEAR = r"(?:\s?(?P<year>\d{4}(?!\d)|\d{2}(?![\d:])))?"
_DAY = r"(?P<day>\d{1,2})(?:\.(?!\d)|s?ten\b|(?=[ ,!?]|$))"
# What follows a number that is no day.
_UNIT = r"(?!\s?(?:uhr|h\b|euro|eur\b|€|mbit|mb\b|gb\b|%|:))"

# What stands first takes its words away from what follows.
WORDINGS: tuple[tuple[str, Read], ...] = (
    (r"\b\d{4}-\d{2}-\d{2}\b", read.iso),
    (
        r"(?<![\d.,:-])(?P<day>\d{1,2})\.\s?(?P<month>0?[1-9]|1[0-2])(?!\d)"
        rf"(?:\.{_YEAR})?{_UNIT}",
        read.calendar_day,
    ),
    (rf"\b(?P<day>\d{{1,2}})(?:\.|s?ten\b)?\s?{_MONTH}{_YEAR}{_UNIT}", read.calendar_day),
    # "Donnerstag den 3.", and without an article only with the dot: "Donnerstag 3.".
    (rf"\b{_WHICH_WD}[.,]? (?:der|den|dem) {_DAY}{_UNIT}", read.weekday_and_day),
    (rf"\b{_WHICH_WD}[.,]? (?P<day>\d{{1,2}})\.(?!\d){_UNIT}", read.weekday_and_day),
    (rf"\b{_WD} (?:in|ueber) {_COUNT} wochen?\b", read.weekday_in_weeks),
    (rf"\b{_WD} (?:in )?(?:der )?{_WEEK}\b", read.weekday_of_week),
    (rf"\b{_WEEK},? (?:am |den )?{_WD}\b", read.weekday_of_week),
    (
        r"\b(?P<part>ende|anfang|mitte) (?:der )?"
        r"(?:(?P<which>diese|naechste|kommende|uebernaechste)[rn]? )?woche\b",
        read.part_of_week,
    ),
    (rf"\b{_WEEK}\b", read.whole_week),
    (r"\bkw ?(?P<week>\d{1,2})\b", read.calendar_week),
    (rf"\bheute (?:in|ueber) {_COUNT} wochen?\b", read.away(0, weeks=True)),
    (rf"\bmorgen (?:in|ueber) {_COUNT} wochen?\b", read.away(1, weeks=True)),
    (rf"\bin {_COUNT} tage?n?\b", read.in_days),
    (rf"\bin {_COUNT} wochen?\b", read.in_weeks),
    (rf"\bin {_COUNT} monate?n?\b", read.in_months),
    (rf"\bvor {_COUNT} tage?n?\b", read.days_ago),
    (rf"\b(?P<part>anfang|mitte|ende) (?:des monats|{_MONTH})", read.part_of_month),
    (rf"\bim {_MONTH}", read.part_of_month),
    (r"\b(?:neue[nms]|naechste[ns]) jahr\b", read.new_year),
    (rf"\buebernaechste[nrms]? {_WD}\b", read.weekday_after_next),
    (rf"\b(?:letzte|vergangene|vorige)[nrms]? {_WD}\b", read.last_weekday),
    (rf"\b(?:(?:naechste|kommende|diese)[nrms]? )?{_WD}\b", read.coming_weekday),
    (r"\bwochenende\b", read.weekend),
    (r"\bvorgestern\b", read.away(-2)),
    (r"\bgestern\b", read.away(-1)),
    (r"\bheute\b", read.away(0)),
    (r"\buebermorgen\b", read.away(2)),
    (rf"(?<!guten )(?<!am )(?<!jeden )(?<!{USED} )\bmorgen\b", read.away(1)),
    (r"\bnikolaus(?:tag)?\b", read.fixed(12, 6)),
    (r"\bheilig(?:en )?abend\b", read.fixed(12, 24)),
    (r"\b(?:zweite[rnm]?|2\.?) weihnachts(?:feier)?tag\b", read.fixed(12, 26)),
    (r"\b(?:(?:erste[rnm]?|1\.) )?weihnachts(?:feier)?tag\b|\bweihnachten\b", read.fixed(12, 25)),
    (r"\bzwischen den jahren\b", read.christmas_week),
    (r"\bsil?vester\b", read.fixed(12, 31)),
    (r"\bneujahr(?:stag)?\b", read.fixed(1, 1)),
    (r"\bkarfreitag\b", read.movable("Karfreitag")),
    (r"\bostermontag\b", read.movable("Ostermontag")),
    (r"\boster(?:n|sonntag)\b", read.movable("Ostermontag", days=-1)),
    (r"\bhimmelfahrt\b|\bvatertag\b", read.movable("Christi Himmelfahrt")),
    (r"\bpfingstmontag\b", read.movable("Pfingstmontag")),
    (r"\bpfingst(?:en|sonntag)\b", read.movable("Pfingstmontag", days=-1)),
    (r"\btag der (?:deutschen )?einheit\b", read.fixed(10, 3)),
    (r"\breformationstag\b", read.fixed(10, 31)),
    (rf"\b(?:am|den|zum|dem) {_DAY}{_UNIT}", read.day_of_month),
)
_PATTERNS = tuple((re.compile(pattern), reading) for pattern, reading in WORDINGS)
# A weekday that only goes with a date: "Donnerstag, den 3.12.".
_ONLY_A_WEEKDAY = re.compile(_WHICH_WD)
_GOES_WITH = re.compile(r"[.,]? ?(?:(?:der|den|dem|am) )?")
_SAYS_A_DATE = re.compile(r"\d{1,2}(?:\.|s?ten\b| ?[a-z])|(?:am|den|zum|dem) \d")


@dataclass(frozen=True, slots=True)
class Mention:
    """Days that a text names from `start` to `end`."""

    days: Days
    start: int
    end: int


def mentions(text: str, *, today: date) -> tuple[list[Mention], str]:
    """Return the days named in a plain text (spelling.plain), and the text without them."""
    said = text
    found: list[Mention] = []
    for pattern, reading in _PATTERNS:
        new = list(_found(pattern, reading, text, today))
        for mention in new:
            gap = USED * (mention.end - mention.start)
            text = text[: mention.start] + gap + text[mention.end :]
        found += new
    return _dated(said, sorted(found, key=lambda each: each.start)), text


def _dated(text: str, found: list[Mention]) -> list[Mention]:
    """Join a weekday and the date it goes with to one mention: who copies a date means the date."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last and _goes_with(text, last, mention):
            joined[-1] = Mention(days=mention.days, start=last.start, end=mention.end)
        else:
            joined.append(mention)
    return joined


def _goes_with(text: str, weekday: Mention, day: Mention) -> bool:
    words, between = text[weekday.start : weekday.end], text[weekday.end : day.start]
    return bool(
        _ONLY_A_WEEKDAY.fullmatch(words)
        and _GOES_WITH.fullmatch(between)
        and _SAYS_A_DATE.match(text, day.start)
    )


def _found(pattern: re.Pattern[str], reading: Read, text: str, today: date) -> Iterator[Mention]:
    for match in pattern.finditer(text):
        try:
            days = reading(match, today)
        except (ValueError, OverflowError):
            # The 31st of February and the like are no days.
            continue
        if days:
            yield Mention(days=days, start=match.start(), end=match.end())
