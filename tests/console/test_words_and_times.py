"""What agents read: times, placeholders, words; pure functions."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversation.holds import Owner
from conversation.identity import Channel
from conversation.messages import Delivery, Speaker
from conversation.signals import Reason
from gateway.privacy.findings import PersonalKind, placeholder
from handoff.console import words
from handoff.console.placeholders import is_placeholder, pieces
from handoff.console.times import clock_time, due, duration

NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("span", "spoken"),
    [
        (timedelta(seconds=-5), "< 1 min"),
        (timedelta(seconds=59), "< 1 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=2, minutes=5), "2:05 h"),
        (timedelta(days=1, hours=3), "1 Tag"),
        (timedelta(days=3), "3 Tage"),
    ],
)
def test_a_span_is_told_as_people_do(span: timedelta, spoken: str) -> None:
    assert duration(span) == spoken


@pytest.mark.parametrize(
    ("left", "spoken", "state"),
    [
        (timedelta(minutes=8), "noch 8 min", "calm"),
        (timedelta(minutes=2, seconds=59), "noch 2 min", "soon"),
        (timedelta(seconds=20), "noch < 1 min", "soon"),
        (timedelta(0), "< 1 min überfällig", "late"),
        (timedelta(minutes=-4), "4 min überfällig", "late"),
    ],
)
def test_a_deadline_counts_down_and_says_when_it_has_passed(
    left: timedelta, spoken: str, state: str
) -> None:
    told = due(NOW + left, now=NOW)
    assert (told.words, told.state) == (spoken, state)


def test_times_are_local_and_older_ones_name_their_day() -> None:
    assert clock_time(NOW, zone=BERLIN, now=NOW) == "10:15"
    assert clock_time(NOW - timedelta(days=1), zone=BERLIN, now=NOW) == "23.11. 10:15"
    midnight = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert clock_time(midnight, zone=BERLIN, now=NOW) == "0:30"


def test_every_placeholder_of_the_shield_is_found() -> None:
    for kind in PersonalKind:
        name = placeholder(kind, 12)
        assert is_placeholder(name)
        assert [piece.hidden for piece in pieces(f"a {name}, b")] == [False, True, False]


def test_a_text_is_the_sum_of_its_pieces() -> None:
    text = "[TELEFON_1][IBAN_2] und [nichts] oder [A_B] [TELEFON_99999] <b>"
    found = pieces(text)
    assert "".join(piece.text for piece in found) == text
    assert [piece.text for piece in found if piece.hidden] == ["[TELEFON_1]", "[IBAN_2]"]
    assert pieces("") == ()


def test_every_name_of_the_core_has_german_words() -> None:
    assert set(words.REASONS) == set(Reason)
    assert set(words.CHANNELS) == set(Channel)
    assert set(words.OWNERS) == set(Owner)
    assert set(words.DELIVERIES) == set(Delivery)
    assert set(words.SPEAKERS) == set(Speaker)


def test_names_without_words_are_shown_as_they_are() -> None:
    assert words.intent_words("report_outage") == "Störung melden"
    assert words.intent_words("something_new") == "something_new"
    assert words.fact_words("something_new") == "something_new"
    assert words.fact_value("service", "mobile") == "Mobilfunk"
    assert words.fact_value("postal_code", "24937") == "24937"
    assert [words.anger_words(level) for level in (None, 0, 1, 3, 9)] == [
        "",
        "",
        "gereizt",
        "wütend",
        "wütend",
    ]
