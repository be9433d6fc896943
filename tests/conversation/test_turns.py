"""What names a question to the engine: the same one asked again, and none that says more."""

from conversation.turns import turn_id
from tests.contract.samples import message

FIRST, LATE, LAST = message("one", "Moin"), message("late", "im 24118"), message("last", "Störung?")


def test_the_same_question_asked_again_has_the_same_name() -> None:
    assert turn_id([FIRST, LAST], "Moin\nStörung?") == turn_id([FIRST, LAST], "Moin\nStörung?")


def test_a_line_that_came_late_makes_it_another_question() -> None:
    before = turn_id([FIRST, LAST], "Moin\nStörung?")
    assert turn_id([FIRST, LATE, LAST], "Moin\nim 24118\nStörung?") != before


def test_a_corrected_line_makes_it_another_question() -> None:
    assert turn_id([LAST], "Störung?") != turn_id([LAST], "Rechnung?")


def test_the_name_tells_which_message_was_the_last() -> None:
    assert turn_id([FIRST, LAST], "Moin\nStörung?").partition("~")[0] == "last"
