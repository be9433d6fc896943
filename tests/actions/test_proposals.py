"""Which times are proposed: always free ones, always in order, never silently other ones."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from actions.backoffice import TimeSlot
from actions.dates import Hours, Wish
from actions.proposals import proposal, suiting
from tests.actions.stage import NOW

WINDOWS = [
    TimeSlot(start=start, end=start + timedelta(hours=2))
    for days in range(40)
    for hour in (8, 10, 12, 14, 16)
    if (start := NOW.replace(hour=hour, minute=0) + timedelta(days=days)).weekday() < 5
    and start > NOW
]
FREE = st.lists(st.sampled_from(WINDOWS), unique=True).map(
    lambda found: sorted(found, key=lambda each: each.start)
)
DAYS = st.lists(st.dates(date(2026, 11, 1), date(2027, 2, 1)), max_size=8, unique=True)
HOURS = st.none() | st.lists(st.times(), min_size=2, max_size=2).map(
    lambda found: Hours(min(found), max(found))
)
WISHES = st.builds(lambda days, hours: Wish(tuple(sorted(days)), hours), DAYS, HOURS)


@given(FREE, WISHES)
def test_what_is_proposed_is_free_and_what_was_not_wished_is_explained(
    free: list[TimeSlot], wish: Wish
) -> None:
    found = proposal(free, wish, now=NOW)
    assert len(found.slots) <= 3
    assert list(found.slots) == sorted(found.slots, key=lambda each: each.start)
    assert set(found.slots) <= set(free)
    assert bool(found.slots) == bool(free)
    assert (found.note is None) == bool(suiting(free, wish))


def test_windows_inside_the_wished_hours_come_before_those_that_touch_them() -> None:
    day = (date(2026, 11, 26),)
    inside = suiting(WINDOWS, Wish(day, Hours(time(8), time(13))))
    assert [each.start.hour for each in inside] == [8, 10]
    touching = suiting(WINDOWS, Wish(day, Hours(time(9), time(11))))
    assert [each.start.hour for each in touching] == [8, 10]
