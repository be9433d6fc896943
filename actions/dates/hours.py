"""Which hours of a day somebody means: "vormittags", "nach 16 Uhr", "zwischen 8 und 12"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

DAY_START, DAY_END = time(0), time(23, 59)
# An hour below eight means the afternoon, because nobody comes at three at night.
EARLIEST = 8
_HOUR = r"(?P<{0}>\d{{1,2}})(?:[:.](?P<{0}_minute>[0-5]\d))?"
_CLOCK = r"(?:\s?(?:uhr|h)\b)"
# What follows a number that is no hour.
_UNIT = (
    r"(?![\d.,:-]*\d)(?!\s?(?:tage?|woche|monat|jahr|minute|stunde|mal\b|mbit|mb\b|gb\b|euro|eur\b|€"
    r"|%|person|leute|mann\b|geraet|mark|prozent))"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of a day, or with `start == end` one moment of it."""

    start: time
    end: time

    def hold(self, start: time, end: time) -> bool:
        """Whether a window lies inside the span, or around the moment."""
        if self.start == self.end:
            return start <= self.start < end
        return self.start <= start and end <= self.end

    def touch(self, start: time, end: time) -> bool:
        """Whether a window and the span have any time in common."""
        return self.hold(start, end) or (start < self.end and self.start < end)


Read = Callable[[re.Match[str]], Hours | None]

_CLAUSES = re.compile(r"[,;!?]|\.(?!\d)|\b(?:weil|denn|da|und) (?=ich\b|wir\b)")
_BUSY = re.compile(
    r"\b(?:arbeite[nt]?|\w*schicht|dienst|schlafe?|unterwegs)\b"
    r"|\b(?:bis|bin|muss) .*\b(?:weg|los)\b"
    r"|\b(?:zur|auf|bei der|in der) (?:arbeit|schule|uni)\b|\bzum arzt\b"
)


def hours_in(text: str) -> Hours | None:
    """Return the hours that suit by a plain text (spelling.plain) without its days, if any.

    When somebody is busy is no wish: "lieber vormittags, muss um 13 uhr zur arbeit". Where nothing
    else is said, it is what is left: "arbeite bis 16 uhr" means after that.
    """
    clauses = _CLAUSES.split(text)
    busy = [each for each in clauses if _BUSY.search(each)]
    free = " , ".join(each for each in clauses if each not in busy)
    return _named(free) or next((hours for each in busy if (hours := _left_by(each))), None)


def _left_by(clause: str) -> Hours | None:
    """Return the hours around those in which somebody is busy."""
    named = _named(clause)
    if named is None:
        return None
    if named.end in (named.start, DAY_END):
        return Hours(DAY_START, named.start)
    return Hours(named.end, DAY_END)


def _named(text: str) -> Hours | None:
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            hours = read(match)
            if hours is not None:
                return hours
    return None


def _at(match: re.Match[str], name: str, *, after: int = 0) -> time | None:
    """Return a clock time, in the afternoon if it would be too early or before `after`."""
    hour, minute = int(match[name]), int(match[f"{name}_minute"] or 0)
    if hour == 24:
        return DAY_END
    if 0 < hour < max(EARLIEST, after) and hour + 12 < 24 and not _says_morning(match):
        hour += 12
    return time(hour, minute) if hour < 24 else None


def _says_morning(match: re.Match[str]) -> bool:
    return bool(re.match(r"\s?(?:uhr )?(?:morgens|frueh|nachts)", match.string[match.end() :]))


def _span(match: re.Match[str]) -> Hours | None:
    start = _at(match, "from")
    end = _at(match, "to", after=start.hour if start else 0)
    return Hours(start, end) if start and end and start < end else None


def _after(match: re.Match[str]) -> Hours | None:
    start = _at(match, "from")
    return Hours(start, DAY_END) if start else None


def _before(match: re.Match[str]) -> Hours | None:
    end = _at(match, "to")
    return Hours(DAY_START, end) if end else None


def _moment(match: re.Match[str]) -> Hours | None:
    at = _at(match, "at")
    return Hours(at, at) if at else None


def _half(match: re.Match[str]) -> Hours | None:
    hour = int(match["at"]) - 1
    hour += 12 if hour < EARLIEST - 1 else 0
    return Hours(time(hour, 30), time(hour, 30)) if 0 <= hour < 24 else None


def _part(start: int, end: int) -> Read:
    return lambda _: Hours(time(start), time(end) if end < 24 else DAY_END)


_PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"\bzwischen {_HOUR.format('from')}{_CLOCK}? und {_HOUR.format('to')}{_UNIT}",
            _span,
        ),
        (
            rf"(?<![\d.,])\b{_HOUR.format('from')}{_CLOCK}?\s?(?:bis|-|–)\s?"
            rf"{_HOUR.format('to')}{_UNIT}",
            _span,
        ),
        (r"\bhalb (?P<at>\d{1,2})\b", _half),
        (
            rf"\b(?:nicht vor|nach|ab|erst ab|fruehestens(?: um)?) {_HOUR.format('from')}{_UNIT}",
            _after,
        ),
        (rf"\b(?:vor|bis|spaetestens(?: um)?) {_HOUR.format('to')}{_UNIT}", _before),
        (rf"\b(?:um|gegen|ca\.?|so um) {_HOUR.format('at')}{_UNIT}", _moment),
        (rf"(?<![\d.,:-])\b{_HOUR.format('at')}{_CLOCK}", _moment),
        (r"\b(?:am )?(?:spaete[nrms]? |spaet(?:er)? am )nachmittags?\b", _part(16, 24)),
        (r"\b(?:am |im )?vormittags?\b", _part(0, 12)),
        (r"\b(?:am )?nachmittags?\b", _part(12, 18)),
        (r"\bnach (?:dem )?mittag\b", _part(12, 18)),
        (r"\b(?:ueber |am |zum )?mittags?\b|\bmittagszeit\b", _part(11, 14)),
        (r"\b(?:abends?|feierabend|nach der arbeit)\b", _part(16, 24)),
        (r"\b(?:frueh|fruehs|morgens|morgen|in der fruehe|fruehmorgens)\b", _part(0, 10)),
    )
)
