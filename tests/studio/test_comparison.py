"""Two assistants side by side: which is worse, and what would be answered differently."""

from dataclasses import replace

import pytest

from studio.evaluation.comparison import (
    BROKEN,
    TOLERANCE,
    Comparison,
    Measure,
    Reading,
    differing,
    measures,
    worse,
)
from tests.studio.training.samples import BETTER, MESSAGES, RIGHT, WORSE, predictions


def test_a_better_one_is_not_worse() -> None:
    assert worse(BETTER) == ()


def test_a_worse_one_is_told_by_its_figures() -> None:
    assert worse(WORSE)[:2] == ("Absichten richtig", "Mittel über alle Absichten (Makro-F1)")


def test_the_same_is_not_worse() -> None:
    assert worse(replace(WORSE, after=RIGHT)) == ()


def test_refusing_what_was_meant_for_us_is_worse() -> None:
    refusing = predictions("greet", "out_of_scope", "ask_price", "out_of_scope")
    assert "Zu Unrecht abgelehnt" in worse(replace(WORSE, after=refusing))


def test_misjudging_anger_and_entities_is_worse() -> None:
    after = tuple(replace(one, anger=3, entities=()) for one in RIGHT)
    assert worse(replace(WORSE, after=after)) == (
        "Ärger höchstens eine Stufe daneben",
        "Angaben erkannt (F1)",
    )


def test_the_first_assistant_is_worse_than_nothing_in_nothing() -> None:
    alone = Comparison(messages=MESSAGES, before=(), after=predictions(*["greet"] * 4))
    assert worse(alone) == ()
    assert all(one.before is None for one in measures(*alone.figures()))


@pytest.mark.parametrize(("rising", "lost"), [(True, -1), (False, 1)])
def test_half_a_point_is_tolerated_and_more_is_not(rising: bool, lost: int) -> None:
    def measured(by: float) -> Measure:
        return Measure("x", 0.5, 0.5 + lost * by, rising)

    assert not measured(TOLERANCE * 0.99).worse
    assert measured(TOLERANCE * 1.01).worse
    assert not measured(-0.1).worse


def test_lines_that_are_acted_on_differently_are_found() -> None:
    before = [Reading("greet", 0.9, 0), Reading("greet", 0.9, 0), Reading("nlu_fallback", 0.3, 1)]
    after = [Reading("greet", 0.5, 2), Reading("goodbye", 0.6, 0), Reading("ask_bill", 0.8, 1)]
    found = differing(["a", "b", "c"], before, after)
    assert [one.line for one in found] == ["c", "b"]
    assert found[0].after.intent == "ask_bill"


def test_a_line_for_which_people_are_fetched_now_is_answered_differently() -> None:
    calm, angry = Reading("greet", 0.9, 0), Reading("greet", 0.9, 3, person=True)
    (found,) = differing(["a"], [calm], [angry])
    assert found.after.person
    assert differing(["a"], [angry], [angry]) == ()


def test_how_often_people_are_fetched_is_told_and_neither_better_nor_worse() -> None:
    after = (replace(RIGHT[0], person=True), *RIGHT[1:])
    comparison = replace(WORSE, after=after)
    assert comparison.fetched() == (0.0, 0.25)
    assert worse(comparison) == ()
    assert replace(comparison, before=()).fetched() == (None, 0.25)


def test_a_talk_that_broke_makes_a_better_one_worse() -> None:
    assert worse(replace(BETTER, broken=("Somebody greets",))) == (BROKEN,)
