"""When technicians come at all: by the clock of Berlin and the calendar of Schleswig-Holstein."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.appointments.calendar import (
    DAYS_AHEAD,
    HOURS,
    LEAD,
    Slot,
    bookable_slots,
    is_working_day,
    slot_of,
)
from backoffice.clock import BERLIN
from tests.backoffice.office import NOON

HOLIDAYS = [
    ("2026-01-01", "Neujahr"),
    ("2026-04-03", "Karfreitag"),
    ("2026-04-06", "Ostermontag"),
    ("2026-05-01", "Tag der Arbeit"),
    ("2026-05-14", "Christi Himmelfahrt"),
    ("2026-05-25", "Pfingstmontag"),
    ("2025-10-03", "Tag der Deutschen Einheit"),
    ("2025-10-31", "Reformationstag, in Schleswig-Holstein seit 2018"),
    ("2025-12-25", "Erster Weihnachtstag"),
    ("2025-12-26", "Zweiter Weihnachtstag"),
    ("2028-04-14", "Karfreitag eines späteren Jahres"),
]
ELSEWHERE = ["2026-01-06", "2026-06-04", "2027-11-01", "2026-03-09", "2026-11-18"]


@pytest.mark.parametrize(("day", "name"), HOLIDAYS)
def test_nobody_comes_on_a_public_holiday(day: str, name: str) -> None:
    assert not is_working_day(date.fromisoformat(day)), name


@pytest.mark.parametrize("day", ELSEWHERE)
def test_a_holiday_of_other_states_is_a_working_day_here(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC)))
def test_whatever_the_moment_only_sensible_times_are_bookable(now: datetime) -> None:
    slots = list(bookable_slots(now=now))
    assert slots == sorted(set(slots))
    for slot in slots:
        assert slot.day.weekday() < 5
        assert is_working_day(slot.day)
        assert now + LEAD <= slot.start <= now + timedelta(days=DAYS_AHEAD + 1)
        begins, ends = slot.start.astimezone(BERLIN), slot.end.astimezone(BERLIN)
        assert (begins.hour, ends.hour - begins.hour) == (slot.hour, 2)
        assert begins.date() == ends.date() == slot.day
        assert slot_of(slot.start, slot.end) == slot


def test_the_christmas_holidays_are_left_out_of_the_weeks_ahead() -> None:
    days = {slot.day for slot in bookable_slots(now=NOON)}
    assert date(2026, 12, 24) in days
    assert date(2026, 12, 25) not in days
    assert date(2027, 1, 1) not in days
    assert max(days) == date(2027, 1, 5)


def test_a_window_is_two_hours_by_the_clock_on_the_wall_in_summer_and_winter() -> None:
    winter = Slot(day=date(2026, 11, 26), hour=8)
    assert winter.start == datetime(2026, 11, 26, 7, tzinfo=UTC)
    summer = Slot(day=date(2026, 7, 2), hour=8)
    assert summer.start == datetime(2026, 7, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [("09:00", "11:00"), ("08:00", "09:00"), ("08:00", "12:00"), ("06:00", "08:00")],
)
def test_any_other_time_is_no_window(start: str, end: str) -> None:
    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"2026-11-26T{clock}:00+01:00")

    assert slot_of(at(start), at(end)) is None


def test_the_last_window_of_a_day_ends_at_six() -> None:
    assert HOURS[-1] + 2 == 18
