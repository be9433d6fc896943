"""When somebody wants a visit: the days and hours of a whole message, with what it rules out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from actions.dates.days import USED, Mention, mentions
from actions.dates.hours import Hours, hours_in
from actions.dates.readings import Days, between
from actions.dates.spelling import plain

# So many days follow "ab Montag".
OPEN_END = timedelta(days=13)
LONGEST_SPAN = 31
_TELLS = re.compile(r"(?:vor)?gestern|letzte|vergangene|vorige|vor ")
_SINCE = re.compile(r"\b(?:seit|vom|war|waren|gab)(?: dem| der)? $")
_RULED_OUT = re.compile(
    r"\b(?:statt|anstatt|statts|nicht|kein\w*|ausser|wegen)(?: am| an| den| dem| der)? $"
)
_RULED_OUT_AFTER = re.compile(
    rf"^[^\w{USED}]*(?:(?:passt|geht|kann|klappt|schaff\w*|ist|bin|sind|haben|habe)\b"
    rf"(?![^.;!?{USED}]{{0,30}}\b(?:ab|bis|nach|um|vor) \d)"
    rf"[^.;!?{USED}]{{0,30}}?)?\b(?<!oder )(?:nicht|weg|verreist|schlecht|zu spaet)\b"
)
_PREFERRED = re.compile(
    r"\b(?:auf|lieber|besser|sondern|stattdessen|dafuer|eher|dann)(?: am| an| den| dem| der)? $"
)
_OLD = re.compile(
    r"\b(?:der|den|dem|die|mein\w*|unser\w*|ihr\w*|euer\w*) (?:\w+ )?\w*termin"
    r"(?: [a-z]-\d+)? (?:am|vom|fuer|fuer den|von|um) $"
)
_FROM = re.compile(r"\b(?:ab|fruehestens|erst)(?: am| ab| dem)? $")
_AFTER = re.compile(r"\bnach(?: dem)? $")
_BEFORE = re.compile(r"\bvor(?: dem)? $")
_UNTIL = re.compile(r"\b(?:bis|spaetestens)(?: zum| am)? $")
_DELAY = re.compile(
    r"\b(?P<count>\d{1,2}|eine?n?) (?P<unit>tag|woche)[en]* (?:spaeter|nach hinten|danach)\b"
)
_TO = re.compile(r"^ ?(?:bis|-|–)(?: zum| zu| einschliesslich)? ?$")
_SPAN_BEGINS = re.compile(r"(?:\b(?:von|vom|zwischen)(?: dem)? )?$")


@dataclass(frozen=True, slots=True)
class Wish:
    """The days that suit, none named: any day; the hours that suit, None: any hour."""

    days: Days = ()
    hours: Hours | None = None

    def __bool__(self) -> bool:
        return bool(self.days) or self.hours is not None

    def other_than(self, day: date) -> Self:
        """Return the wish without a day, where there are others or hours as well."""
        left = tuple(each for each in self.days if each != day)
        return self if not left and self.hours is None else type(self)(left, self.hours)

    def written(self) -> str:
        """Return the wish as text; `read` understands it."""
        days = ",".join(day.isoformat() for day in self.days)
        hours = f"{self.hours.start:%H:%M}-{self.hours.end:%H:%M}" if self.hours else ""
        return f"{days}|{hours}"

    @classmethod
    def read(cls, text: str | None) -> Self:
        """Return the wish that `written` wrote, none for None or anything else."""
        days, _, hours = (text or "").partition("|")
        try:
            start, _, end = hours.partition("-")
            span = Hours(time.fromisoformat(start), time.fromisoformat(end)) if end else None
            return cls(tuple(date.fromisoformat(day) for day in days.split(",") if day), span)
        except ValueError:
            return cls()


def wish_in(text: str, *, now: datetime, moving: bool = False) -> Wish:
    """Return when a message wants something, an empty wish if it says nothing about that.

    "Seit Montag" and "gestern" tell what happened, "nicht am Mittwoch" what does not suit. With
    `moving` the day of an appointment that is to be moved is not taken for the wish.
    """
    simple = plain(text)
    today = now.date()
    found, rest = mentions(simple, today=today)
    chosen = _chosen(simple, found, today=today, moving=moving)
    days = dict.fromkeys(day for each in chosen for day in each)
    return Wish(days=tuple(sorted(days)), hours=hours_in(rest))


def delay_in(text: str) -> timedelta | None:
    """Return by how much a message wants something later: "eine Woche später", else None."""
    found = _DELAY.search(plain(text))
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    return timedelta(weeks=count) if found["unit"] == "woche" else timedelta(days=count)


def _chosen(text: str, found: list[Mention], *, today: date, moving: bool) -> list[Days]:
    wanted: list[Days] = []
    preferred: list[Days] = []
    spans = _joined(text, found)
    ends = [mention.start for mention in spans[1:]] + [len(text)]
    for mention, end in zip(spans, ends, strict=False):
        before, after = text[: mention.start], text[mention.end : end]
        words = text[mention.start : mention.end]
        if _TELLS.match(words) or _SINCE.search(before):
            continue
        if _RULED_OUT.search(before) or _RULED_OUT_AFTER.search(after):
            continue
        if moving and _OLD.search(before):
            continue
        days = _shifted(before, mention.days, today)
        (preferred if _PREFERRED.search(before) else wanted).append(days)
    return preferred if preferred and moving else wanted + preferred


def _joined(text: str, found: list[Mention]) -> list[Mention]:
    """Join "Montag bis Mittwoch" to one span of days."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last and _is_span(text, last, mention):
            days = _span(last.days[0], mention.days[-1])
            begins = _SPAN_BEGINS.search(text[: last.start])
            start = begins.start() if begins else last.start
            joined[-1] = Mention(days=days, start=start, end=mention.end)
        else:
            joined.append(mention)
    return joined


def _is_span(text: str, one: Mention, other: Mention) -> bool:
    if (other.days[-1] - one.days[0]).days > LONGEST_SPAN:
        return False
    middle = text[one.end : other.start]
    return bool(_TO.match(middle)) or bool(
        re.search(r"\bzwischen(?: dem)? $", text[: one.start])
        and re.match(r"^ und(?: dem)? $", middle)
    )


def _span(first: date, last: date) -> Days:
    """Said on a Tuesday, "Montag bis Mittwoch" ends in the week of its Monday."""
    return between(first, last if last >= first else last + timedelta(weeks=1))


def _shifted(before: str, days: Days, today: date) -> Days:
    """Return the days after "ab", before "vor" and so on; as they are without such a word."""
    if _FROM.search(before):
        return between(days[0], days[0] + OPEN_END)
    if _AFTER.search(before):
        return between(days[-1] + timedelta(days=1), days[-1] + OPEN_END)
    if _UNTIL.search(before) and days[-1] >= today:
        return between(today, days[-1])
    if _BEFORE.search(before) and days[0] > today:
        return between(today, days[0] - timedelta(days=1))
    return days
