"""The mood over time: rising, falling, a jump, lasting anger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.escalation.moods import Mood, Trend, felt_of

LEVELS = st.lists(st.floats(0, 3, allow_nan=False), max_size=8).map(tuple)


@pytest.mark.parametrize(
    ("felt", "trend"),
    [
        ((0.2, 1.0, 2.4), Trend.RISING),
        ((2.4, 1.5, 0.3), Trend.FALLING),
        ((1.0, 1.2, 1.1), Trend.LEVEL),
        ((2.0,), Trend.LEVEL),
        ((), Trend.LEVEL),
    ],
)
def test_a_trend_is_seen_over_three_messages(felt: tuple[float, ...], trend: Trend) -> None:
    assert Mood(felt).trend is trend


def test_a_fall_between_begins_the_rise_anew() -> None:
    assert Mood((0.0, 2.0, 0.5, 1.0)).risen(4) == pytest.approx(0.5)
    assert Mood((0.0, 0.8, 1.6)).risen(3) == pytest.approx(1.6)


def test_only_messages_within_the_span_count_for_the_rise() -> None:
    assert Mood((0.0, 1.0, 1.1, 1.2)).risen(3) == pytest.approx(0.2)


def test_a_jump_is_the_step_from_one_message_to_the_next() -> None:
    assert Mood((0.5, 2.5)).jump == pytest.approx(2.0)
    assert Mood((2.5,)).jump == 0.0


def test_lasting_anger_is_counted_back_to_the_last_calm_message() -> None:
    assert Mood((2.0, 0.5, 1.7, 2.2)).lasting(1.6) == 2


@given(LEVELS, st.integers(2, 8))
def test_a_rise_is_never_more_than_the_anger_now_nor_less_than_nothing(
    felt: tuple[float, ...], turns: int
) -> None:
    mood = Mood(felt)
    assert 0 <= mood.risen(turns) <= mood.now


@given(LEVELS)
def test_a_calmer_last_message_never_lasts_longer(felt: tuple[float, ...]) -> None:
    assert Mood((*felt, 0.0)).lasting(1.6) == 0
    assert Mood((*felt, 3.0)).lasting(1.6) == Mood(felt).lasting(1.6) + 1


def test_anger_is_what_is_to_be_expected_of_the_chances() -> None:
    assert felt_of(3, (0.0, 0.0, 0.5, 0.5)) == pytest.approx(2.5)
    assert felt_of(2, ()) == 2.0
    assert felt_of(None, ()) is None
