"""What may be promised to somebody who waits."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversation.notices import Notices
from conversation.promises import OpeningHours, Promises

BERLIN = ZoneInfo("Europe/Berlin")
NOTICES = Notices(brand="Fördekom", assistant="Lotse", zone=BERLIN)


def _promised(text: str, *, closed_on: frozenset[date] = frozenset()) -> datetime:
    promises = Promises(OpeningHours(zone=BERLIN, closed_on=closed_on), timedelta(minutes=10))
    return promises.deadline(datetime.fromisoformat(text).replace(tzinfo=BERLIN))


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        ("2026-11-24T10:15", "2026-11-24T10:25"),
        ("2026-11-24T10:16", "2026-11-24T10:30"),
        ("2026-11-24T19:59", "2026-11-24T20:10"),
        ("2026-11-24T20:00", "2026-11-25T08:10"),
        ("2026-11-28T18:30", "2026-11-30T08:10"),
        ("2026-11-29T12:00", "2026-11-30T08:10"),
    ],
)
def test_a_promise_counts_from_when_somebody_is_there(now: str, deadline: str) -> None:
    assert _promised(now) == datetime.fromisoformat(deadline).replace(tzinfo=BERLIN)


def test_nobody_is_promised_a_person_on_a_day_without_anybody() -> None:
    christmas = frozenset({date(2026, 12, 25), date(2026, 12, 26)})
    promised = _promised("2026-12-24T21:00", closed_on=christmas)
    assert promised == datetime(2026, 12, 28, 8, 10, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ("2026-11-24T14:20", "um 14:20 Uhr"),
        ("2026-11-25T08:05", "morgen um 8:05 Uhr"),
        ("2026-11-28T09:10", "am Samstag um 9:10 Uhr"),
        ("2026-12-07T08:10", "am 7.12. um 8:10 Uhr"),
    ],
)
def test_a_promise_is_told_as_people_tell_times(deadline: str, words: str) -> None:
    now = datetime(2026, 11, 24, 10, 15, tzinfo=BERLIN)
    moment = datetime.fromisoformat(deadline).replace(tzinfo=BERLIN)
    assert NOTICES.moment(moment, now=now) == words
