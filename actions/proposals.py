"""Which free times to propose for a wish, and what to say where it cannot be met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.backoffice import TimeSlot
from actions.dates import Obstacle, Wish, next_workday, obstacle
from actions.dates.workdays import holiday
from actions.german import calendar_day

PROPOSED = 3
NOTES = {
    Obstacle.PAST: "utter_day_is_past",
    Obstacle.SATURDAY: "utter_day_is_weekend",
    Obstacle.SUNDAY: "utter_day_is_weekend",
    Obstacle.HOLIDAY: "utter_day_is_holiday",
    Obstacle.TOO_FAR: "utter_day_is_too_far",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What is said before the proposals: a response and its values."""

    response: str
    day: str = ""
    next_day: str = ""
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Up to three free times in order; `note` says why they are not what was wanted."""

    slots: tuple[TimeSlot, ...]
    note: Note | None = None


def proposal(free: Sequence[TimeSlot], wish: Wish, *, now: datetime) -> Proposal:
    """Return what to propose. `free` are all free times in order, `now` is in the local zone."""
    if not free:
        return Proposal((), Note("utter_nothing_free"))
    local = [slot.at(now.tzinfo) for slot in free]
    fitting = suiting(local, wish)
    if fitting:
        return Proposal(fitting[:PROPOSED])
    return _instead(local, wish, now=now)


def suiting(slots: Sequence[TimeSlot], wish: Wish) -> tuple[TimeSlot, ...]:
    """Return the times that fit a wish: inside its hours, or if none is, touching them."""
    days = [slot for slot in slots if not wish.days or slot.start.date() in wish.days]
    if wish.hours is None:
        return tuple(days)
    hours = wish.hours
    inside = [slot for slot in days if hours.hold(slot.start.time(), slot.end.time())]
    return tuple(
        inside or [slot for slot in days if hours.touch(slot.start.time(), slot.end.time())]
    )


def _instead(free: Sequence[TimeSlot], wish: Wish, *, now: datetime) -> Proposal:
    """Return the nearest to a wish that cannot be met."""
    today = now.date()
    if not wish.days:
        return Proposal(tuple(free[:PROPOSED]), Note("utter_hours_are_never"))
    obstacles = [obstacle(day, today=today) for day in wish.days]
    hindered = obstacles[0]
    if hindered is not None and all(obstacles):
        return _another_day(free, wish, hindered, today=today)
    same_day = suiting(free, Wish(days=wish.days))
    if same_day:
        note = Note("utter_hours_are_full", day=_named(wish.days))
        return Proposal(same_day[:PROPOSED], note)
    later = _from(free, wish.days[0], wish)
    return Proposal(later, Note("utter_day_is_full", day=_named(wish.days)))


def _another_day(
    free: Sequence[TimeSlot], wish: Wish, hindered: Obstacle, *, today: date
) -> Proposal:
    day = wish.days[0]
    if hindered is Obstacle.TOO_FAR:
        slots = tuple(free[-PROPOSED:])
    else:
        slots = _from(free, max(day, today), wish)
    following = next_workday(max(day, today) + timedelta(days=hindered is not Obstacle.PAST))
    note = Note(
        NOTES[hindered],
        day=calendar_day(day),
        next_day=calendar_day(following),
        holiday=holiday(day) or "",
    )
    return Proposal(slots, note)


def _from(free: Sequence[TimeSlot], day: date, wish: Wish) -> tuple[TimeSlot, ...]:
    """Return the next free times from a day on, at the wished hours if there are any."""
    later = [slot for slot in free if slot.start.date() >= day] or list(free)
    if wish.hours is None:
        return tuple(later[:PROPOSED])
    first = later[0].start.date()
    soon = [slot for slot in later if (slot.start.date() - first).days < PROPOSED]
    return (suiting(soon, Wish(hours=wish.hours)) or tuple(later))[:PROPOSED]


def _named(days: Sequence[date]) -> str:
    if len(days) == 1:
        return calendar_day(days[0])
    return f"{calendar_day(days[0])} bis {calendar_day(days[-1])}"
