"""Words that report a fault, and words that say nothing helped."""

import pytest

from actions.fault_reports import asks_to_report, ticket_is_next
from tests.actions.stage import talk


@pytest.mark.parametrize(
    "text",
    [
        "bitte meldet das als Störung",
        "dann bitte Störung aufnehmen",
        "Ich möchte eine Störung melden",
        "nehmt das bitte mal als Fehler auf",
        "könnt ihr ein Ticket aufmachen?",
        "macht mir dann bitte ein ticket",
    ],
)
def test_who_wants_a_fault_taken_down_is_heard(text: str) -> None:
    assert asks_to_report(text)


@pytest.mark.parametrize(
    "text",
    [
        "habt ihr eine Störung gemeldet bekommen?",
        "meldet euch wenn die Störung weg ist",
        "gib mir bescheid wenn die Störung vorbei ist",
        "was macht mein ticket",
        "gibt es eine Störung?",
        "wann wird die Störung behoben",
        "ich will keine Störung melden",
    ],
)
def test_who_asks_about_a_fault_or_ticket_wants_none_taken_down(text: str) -> None:
    assert not asks_to_report(text)


@pytest.mark.parametrize(
    ("text", "vain"),
    [
        ("alles schon probiert, bringt nix", True),
        ("hat leider nichts gebracht", True),
        ("geht trotzdem nicht", True),
        ("immer noch kein signal", True),
        ("neu gestartet, ohne Erfolg", True),
        ("welchen stecker meinst du?", False),
        ("ist da wirklich keine störung?", False),
        ("ja, läuft wieder, danke", False),
        ("moment, probier ich", False),
        ("und was, wenn das nichts bringt?", False),
    ],
)
def test_steps_just_told_may_have_been_in_vain(text: str, vain: bool) -> None:
    assert ticket_is_next(talk(text=text, said_before=("utter_first_steps",))) is vain


def test_what_was_tried_without_being_told_to_is_no_answer_to_it() -> None:
    assert not ticket_is_next(talk(text="alles schon probiert, bringt nix"))


def test_a_ticket_that_is_asked_for_later_still_comes_after_the_steps() -> None:
    text = "nee wird nicht besser. bitte meldet das mal als störung"
    assert ticket_is_next(talk(text=text, slots={"steps_given": "internet"}))
    opened = ("utter_ticket_is_opened_visit",)
    assert ticket_is_next(talk(text=text, said_before=opened))
    assert not ticket_is_next(talk(text=text))
