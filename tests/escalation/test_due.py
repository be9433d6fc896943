"""Scripts say when a person is due, and what came about is judged by it."""

from typing import Any

import pytest

from tests.escalation.due import Due, Judged, due_of, judged
from tests.play.report import Result
from tests.play.script import Script


def script(*handoffs: bool | None, **outcome: Any) -> Script:
    turns = [{"customer": "x", "expect": {"handoff": wanted}} for wanted in handoffs]
    return Script.model_validate(
        {"id": "a", "channel": "webchat", "turns": turns, "outcome": outcome}
    )


def result(*, at: int | None, trouble: str = "") -> Result:
    return Result(
        id="a",
        channel="webchat",
        title="",
        transcript=(),
        verdicts=(),
        handed_off=at is not None,
        reason="anger" if at else None,
        effects=(),
        handed_off_at=at,
        lacks=("postal_code 24118",) if at else (),
        trouble=trouble,
    )


@pytest.mark.parametrize(
    ("handoffs", "earliest", "latest"),
    [
        ((True, True), 1, 1),
        ((False, True), 2, 2),
        ((False, None, True, True), 2, 3),
        ((None, True), 1, 2),
        ((False, None), 2, 2),
        ((None, None, None), 1, 3),
        ((False, True, False), 2, 2),
    ],
)
def test_it_is_due_from_the_last_false_to_the_first_true(
    handoffs: tuple[bool | None, ...], earliest: int, latest: int
) -> None:
    due = due_of(script(*handoffs, handed_off=True, reason_any=["anger", "dispute"]))
    assert due == Due(True, earliest, latest, ("anger", "dispute"))
    assert due.reason == "anger"


def test_without_an_outcome_the_turns_say_whether_it_is_due_at_all() -> None:
    assert due_of(script(None, True)) == Due(True, 1, 2)
    assert due_of(script(None, False)) == Due(must=False)
    assert due_of(script(None)) is None
    assert due_of(script(True, handed_off=False)) == Due(must=False)


@pytest.mark.parametrize(
    ("at", "early", "late"), [(None, 0, 0), (1, 1, 0), (2, 0, 0), (3, 0, 0), (5, 0, 2)]
)
def test_turns_off_are_counted_from_the_window(at: int | None, early: int, late: int) -> None:
    one = Judged("a", Due(True, 2, 3), at=at)
    assert (one.early, one.late) == (early, late)
    assert one.right is (at is not None)
    assert one.at_the_turn is (at in (2, 3))


def test_what_need_not_be_handed_over_is_never_early_or_late() -> None:
    one = Judged("a", Due(must=False), at=1)
    assert (one.early, one.late, one.right, one.at_the_turn) == (0, 0, False, False)


def test_only_what_was_played_and_says_something_is_judged() -> None:
    (one,) = judged([script(False, True)], [result(at=1)])
    assert (one.at, one.reason, one.lacks) == (1, "anger", ("postal_code 24118",))
    assert judged([script(False, True)], [result(at=1, trouble="gone")]) == ()
    assert judged([script(None)], [result(at=1)]) == ()
