"""German wordings of days and hours, seen from Tuesday, 24 November 2026, a quarter past ten."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.dates import Hours, Obstacle, Wish, delay_in, next_workday, obstacle, plain, wish_in
from tests.actions.stage import NOW

TODAY = NOW.date()
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31))
WORDS = st.text(alphabet="abcdefmontagdienstag äöüß.,-:0123456789\n", max_size=60)


def days(text: str, *, moving: bool = False) -> list[str]:
    """Return the days of a wish as 24.12."""
    return [f"{day.day}.{day.month}." for day in wish_in(text, now=NOW, moving=moving).days]


def span(text: str) -> str:
    hours = wish_in(text, now=NOW).hours
    return f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours else ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("heute", "24.11."),
        ("morgen", "25.11."),
        ("guten morgen, geht morgen noch was?", "25.11."),
        ("übermorgen", "26.11."),
        ("uebermorgen vormittag", "26.11."),
        ("Montag", "30.11."),
        ("am Montag", "30.11."),
        ("Mo.", "30.11."),
        ("Mi, 9 bis 11 Uhr", "25.11."),
        ("nächsten Dienstag", "1.12."),
        ("naechsten dienstag", "1.12."),
        ("nächsten Dienstag nach 16 Uhr", "1.12."),
        ("kommenden Mittwoch nachmittag", "25.11."),
        ("übernächsten Donnerstag", "3.12."),
        ("Dienstag in einer Woche", "1.12."),
        ("Freitag in zwei Wochen", "11.12."),
        ("heute in einer Woche", "1.12."),
        ("Dienstag nächste Woche", "1.12."),
        ("nächste Woche Freitag", "4.12."),
        ("24.12.", "24.12."),
        ("24.12", "24.12."),
        ("24.12.2026", "24.12."),
        ("24. Dezember", "24.12."),
        ("24 dez", "24.12."),
        ("am 3. Dezember um 10", "3.12."),
        ("Heiligabend", "24.12."),
        ("Silvester", "31.12."),
        ("1. Weihnachtstag", "25.12."),
        ("am 23. vormittags", "23.12."),
        ("am 1.", "1.12."),
        ("in drei Tagen", "27.11."),
        ("in 3 tagen", "27.11."),
        ("donerstag", "26.11."),
        ("mitwoch", "25.11."),
        ("Dinstag früh", "1.12."),
        ("Freitagabend", "27.11."),
        ("Sonnabend", "28.11."),
        ("20.11.", "20.11."),
        ("2026-11-26 08:00-10:00", "26.11."),
        ("Mittwoch oder doch lieber, nee, Mittwoch", "25.11."),
        ("Donnerstag den 3.", "3.12."),
        ("am donnerstag, den 3., vormittags", "3.12."),
        ("donnerstag den 3", "3.12."),
        ("Do 3.", "3.12."),
        ("Do., 3.12.", "3.12."),
        ("nächsten Donnerstag, den 3.12., nach 16 Uhr", "3.12."),
        ("Freitag der 1.", "1.1."),
        ("Freitag, 4. Dezember", "4.12."),
        ("freitag den 3.", "3.12."),
        ("Mi 2. dezember um 9", "2.12."),
    ],
)
def test_a_wording_means_one_day(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("nächste Woche", "30.11.", "4.12.", 5),
        ("naechste woche", "30.11.", "4.12.", 5),
        ("diese Woche", "24.11.", "27.11.", 4),
        ("Ende der Woche", "26.11.", "27.11.", 2),
        ("ende nächster woche", "3.12.", "4.12.", 2),
        ("Montag, 30.11. bis Mittwoch, 2.12.", "30.11.", "2.12.", 3),
        ("Dienstag, 1.12. oder Freitag, 4.12.", "1.12.", "4.12.", 2),
        ("Anfang nächster Woche", "30.11.", "1.12.", 2),
        ("in zwei Wochen", "8.12.", "12.12.", 5),
        ("am Wochenende", "28.11.", "29.11.", 2),
        ("Montag bis Mittwoch", "30.11.", "2.12.", 3),
        ("Mo-Mi", "30.11.", "2.12.", 3),
        ("zwischen dem 1.12. und dem 4.12.", "1.12.", "4.12.", 4),
        ("mittwoch oder donnerstag", "25.11.", "26.11.", 2),
        ("bis Freitag", "24.11.", "27.11.", 4),
        ("ab Montag", "30.11.", "13.12.", 14),
        ("zwischen den Jahren", "27.12.", "30.12.", 4),
        ("KW 50", "7.12.", "11.12.", 5),
        ("Anfang Dezember", "1.12.", "7.12.", 7),
        ("im neuen Jahr", "1.1.", "14.1.", 14),
        ("vor Weihnachten", "24.11.", "24.12.", 31),
    ],
)
def test_a_wording_means_several_days(text: str, first: str, last: str, count: int) -> None:
    found = days(text)
    assert (found[0], found[-1], len(found)) == (first, last, count)


@pytest.mark.parametrize(
    "text",
    [
        "ich wohne in 24118",
        "[KUNDENNUMMER_1], 24118",
        "14,95 euro",
        "wofür sind die 9.99?",
        "seit Montag geht nichts, ich brauche einen Techniker",
        "gestern ging es noch",
        "letzten Mittwoch kam keiner",
        "letzten Donnerstag, 19.11., kam keiner",
        "seit Donnerstag, den 19.11., ist alles tot",
        "so geht das nicht",
        "der erste",
        "am 31.2.",
        "Ticket T-48213",
        "egal wann",
        "",
    ],
)
def test_what_is_no_wish_is_none(text: str) -> None:
    assert not wish_in(text, now=NOW)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("nicht am Mittwoch, lieber Freitag", "27.11."),
        ("kann montag nicht, lieber dienstag", "1.12."),
        ("Der Mittwoch passt nicht, geht Freitag?", "27.11."),
        ("gestern kam keiner, bitte Donnerstag", "26.11."),
        ("seit gestern tot, brauche Techniker Freitag", "27.11."),
    ],
)
def test_what_is_ruled_out_is_not_wished(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("geht auch donnerstag statt mittwoch?", ["26.11."]),
        ("mein termin am mittwoch auf freitag früh", ["27.11."]),
        ("schaff es morgen nicht, lieber übermorgen vormittag", ["26.11."]),
        ("statt 11.12. den 14.12., geht das oder nicht", ["14.12."]),
        ("ich muss meinen Termin am Freitag verlegen", []),
        ("kann man den termin A-1201 auf donnerstag den 3. verschieben?", ["3.12."]),
        ("mein termin am donnerstag, 3.12., auf freitag, 4.12.", ["4.12."]),
        ("statt mittwoch den 2. lieber donnerstag den 3.", ["3.12."]),
    ],
)
def test_the_old_day_is_not_the_new_one(text: str, day: list[str]) -> None:
    assert days(text, moving=True) == day


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("vormittags", "00:00-12:00"),
        ("am Nachmittag", "12:00-18:00"),
        ("mittags", "11:00-14:00"),
        ("abends", "16:00-23:59"),
        ("morgen früh", "00:00-10:00"),
        ("Dienstag morgen", "00:00-10:00"),
        ("nach 16 Uhr", "16:00-23:59"),
        ("ab 14 Uhr", "14:00-23:59"),
        ("nicht vor zehn", "10:00-23:59"),
        ("vor 11", "00:00-11:00"),
        ("bis 12 Uhr", "00:00-12:00"),
        ("zwischen 8 und 12", "08:00-12:00"),
        ("zwischen 8 und 12 Uhr", "08:00-12:00"),
        ("zwischen 2 und 4", "14:00-16:00"),
        ("10 bis 12", "10:00-12:00"),
        ("10-12", "10:00-12:00"),
        ("8:00-10:00", "08:00-10:00"),
        ("von 8 bis 14 uhr", "08:00-14:00"),
        ("um zehn", "10:00-10:00"),
        ("gegen 17 uhr", "17:00-17:00"),
        ("gegen drei", "15:00-15:00"),
        ("halb drei", "14:30-14:30"),
        ("24.12. um 10", "10:00-10:00"),
        ("in 2 bis 3 wochen", ""),
        ("alle 5 minuten weg", ""),
        ("3 bis 4 tage", ""),
        ("24. bis 28.12.", ""),
        ("50 mbit", ""),
    ],
)
def test_a_wording_means_hours(text: str, hours: str) -> None:
    assert span(text) == hours


def test_a_delay_is_counted_from_what_was_agreed() -> None:
    assert delay_in("bitte eine Woche später") == timedelta(weeks=1)
    assert delay_in("zwei tage nach hinten") == timedelta(days=2)
    assert delay_in("bitte später") is None


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 23), Obstacle.PAST),
        (date(2026, 11, 24), None),
        (date(2026, 11, 28), Obstacle.SATURDAY),
        (date(2026, 11, 29), Obstacle.SUNDAY),
        (date(2026, 12, 24), None),
        (date(2026, 12, 25), Obstacle.HOLIDAY),
        (date(2027, 1, 5), None),
        (date(2027, 1, 6), Obstacle.TOO_FAR),
        (date(2027, 1, 1), Obstacle.HOLIDAY),
    ],
)
def test_a_day_can_have_an_obstacle(day: date, reason: Obstacle | None) -> None:
    assert obstacle(day, today=TODAY) is reason


def test_after_christmas_comes_monday() -> None:
    assert next_workday(date(2026, 12, 25)) == date(2026, 12, 28)


@given(DAYS)
def test_the_next_workday_is_one(day: date) -> None:
    found = next_workday(day)
    assert found >= day
    assert obstacle(found, today=found) is None
    assert (found - day).days < 6


@given(DAYS, DAYS)
def test_a_written_day_is_read_again(day: date, today: date) -> None:
    now = datetime.combine(today, time(10), tzinfo=NOW.tzinfo)
    for text in (f"am {day.day}.{day.month}.{day.year}", day.isoformat()):
        assert wish_in(text, now=now).days == (day,)


@given(DAYS)
def test_a_weekday_is_within_the_coming_seven_days(today: date) -> None:
    now = datetime.combine(today, time(10), tzinfo=NOW.tzinfo)
    for place, name in enumerate(("montag", "dienstag", "mittwoch", "donnerstag", "freitag")):
        (day,) = wish_in(f"am {name}", now=now).days
        assert day.weekday() == place
        assert 1 <= (day - today).days <= 7


@given(WORDS)
def test_any_text_is_read_without_failing(text: str) -> None:
    for moving in (False, True):
        wish = wish_in(text, now=NOW, moving=moving)
        assert Wish.read(wish.written()) == wish
    assert plain(plain(text)) == plain(text)


@given(st.times(), st.times(), st.times(), st.times())
def test_a_window_that_is_held_is_touched(one: time, two: time, three: time, four: time) -> None:
    (start, end), (opens, closes) = sorted((one, two)), sorted((three, four))
    hours = Hours(start, end)
    if opens < closes and hours.hold(opens, closes):
        assert hours.touch(opens, closes)


@pytest.mark.parametrize("text", [None, "", "|", "x|y", "2026-13-01|", "2026-11-26|8-10"])
def test_a_wish_that_cannot_be_read_is_none(text: str | None) -> None:
    assert not Wish.read(text)


@pytest.mark.parametrize(
    ("text", "day", "hours"),
    [
        ("übermorga vormiddag", 26, (0, 12)),
        ("dunnersdag nachmiddags", 26, (12, 18)),
        ("freitag vormittags, muss um 13 uhr zur arbeit", 27, (0, 12)),
        ("freitag, ich arbeite bis 14 uhr", 27, (14, 23)),
        ("freitag, bin ab 12 uhr weg", 27, (0, 12)),
    ],
)
def test_dialects_are_understood_and_working_hours_are_no_wish(
    text: str, day: int, hours: tuple[int, int]
) -> None:
    wish = wish_in(text, now=NOW)
    assert [each.day for each in wish.days] == [day]
    assert wish.hours is not None
    assert (wish.hours.start.hour, wish.hours.end.hour) == hours
