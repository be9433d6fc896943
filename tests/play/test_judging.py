"""Expectations are judged on what was sent, who has the conversation, and what was done."""

from typing import Any

import pytest

from tests.play.effects import Happened
from tests.play.judging import (
    OutcomeFacts,
    TurnFacts,
    Verdict,
    judge_outcome,
    judge_turn,
    not_reached,
)
from tests.play.reply import Reply, Said
from tests.play.script import Effect, Expect, Outcome, Turn

BOOKED = Happened(Effect.APPOINTMENT_BOOKED, "A-1200")


def said(*texts: str, titles: tuple[str, ...] = ()) -> Reply:
    return Reply(tuple(Said("assistant", text, titles) for text in texts))


def facts(*replies: Reply, **known: Any) -> TurnFacts:
    usual: dict[str, Any] = {"public": False, "with_people_before": False, "with_people": False}
    return TurnFacts(replies=replies, **{**usual, **known})


def judged(wanted: dict[str, Any], how: TurnFacts) -> dict[str, bool]:
    verdicts = judge_turn(1, Expect.model_validate(wanted), how)
    return {verdict.kind: verdict.met for verdict in verdicts}


@pytest.mark.parametrize(
    ("wanted", "reply", "met"),
    [
        ({"reply_any": ["störung", "x"]}, said("Eine STÖRUNG."), True),
        ({"reply_any": ["zeile 1.*zeile 2"]}, said("Zeile 1", "Zeile 2"), True),
        ({"reply_any": ["Mobil M"]}, said("Welcher?", titles=("Mobil M",)), True),
        ({"reply_any": ["störung"]}, said("Alles gut."), False),
        ({"reply_any": ["."]}, Reply(), False),
        ({"reply_none": ["kündig", "preis"]}, said("Alles gut."), True),
        ({"reply_none": ["kündig", "preis"]}, said("Der Preis ist"), False),
        ({"asks": "postal_code"}, said("Wie lautet deine PLZ?"), True),
        ({"asks": ["date", "postal_code"]}, said("Wie lautet deine PLZ?"), True),
        ({"asks": "date"}, said("Wie lautet deine PLZ?"), False),
        ({"asks": "none"}, said("Gern geschehen."), True),
        ({"asks": "none"}, said("Wie lautet deine PLZ?"), False),
        ({"asks": ["none", "postal_code"]}, said("Wie lautet deine PLZ?"), True),
        ({"asks": "none"}, said("Wie lautet deine Telefonnummer?"), False),
        ({"public_private": "moves_to_private"}, said("Schreib uns per DM."), True),
        ({"public_private": "stays"}, said("Schreib uns per DM."), False),
        ({"public_private": "stays"}, said("In Kiel ist alles gut."), True),
    ],
)
def test_a_reply_is_judged(wanted: dict[str, Any], reply: Reply, met: bool) -> None:
    assert list(judged(wanted, facts(reply)).values()) == [met]


def test_the_handoff_is_who_has_it_at_the_end_of_the_turn() -> None:
    assert judged({"handoff": False}, facts(said("Hm"))) == {"handoff": True}
    assert judged({"handoff": True}, facts(said("Hm"))) == {"handoff": False}
    assert judged({"handoff": True}, facts(with_people=True)) == {"handoff": True}


def test_once_people_have_it_silence_is_right() -> None:
    wanted = {
        "handoff": True,
        "reply_any": ["x"],
        "asks": "date",
        "public_private": "stays",
        "reply_none": ["y"],
        "effect": "none",
    }
    how = facts(with_people_before=True, with_people=True, public=True)
    assert judged(wanted, how) == {"handoff": True, "reply_none": True, "effect": True}


def test_what_is_said_while_handing_over_as_wanted_still_counts() -> None:
    wanted = {"handoff": True, "reply_any": ["leid"], "asks": "none"}
    how = facts(said("Das tut mir leid, ein Mensch übernimmt."), with_people=True)
    assert judged(wanted, how) == {"handoff": True, "reply_any": True}
    assert judged({**wanted, "handoff": False}, how) == {"handoff": False}


def test_effects_are_what_was_done_by_the_end_of_the_turn() -> None:
    done = facts(said("Gebucht."), done=(BOOKED,))
    assert judged({"effect": "appointment_booked"}, done) == {"effect": True}
    assert judged({"effect": "ticket_created"}, done) == {"effect": False}
    assert judged({"effect": "none"}, done) == {"effect": False}
    assert judged({"effect": "none"}, facts()) == {"effect": True}


def test_after_answers_to_questions_the_last_one_asks_and_all_of_them_speak() -> None:
    how = facts(said("Wie lautet deine PLZ?"), said("Soll ich buchen?"))
    assert judged({"asks": "confirmation", "reply_any": ["PLZ"]}, how) == {
        "asks": True,
        "reply_any": True,
    }
    assert judged({"asks": "postal_code"}, how) == {"asks": False}


@pytest.mark.parametrize(
    ("reply", "met"),
    [
        ("Ja, in Kiel ist eine Störung.", True),
        ("Wie lautet deine Kundennummer?", False),
        ("Schick uns deine Kundennummer bitte per Direktnachricht.", True),
        ("Deine Nummer ist 9000 0017.", False),
        ("Jemand kommt in die Hafenstraße 3.", False),
    ],
)
def test_in_public_personal_data_is_neither_asked_for_nor_repeated(reply: str, met: bool) -> None:
    how = facts(said(reply), public=True, personal=("90000017", "Hafenstraße 3"))
    assert judged({}, how) == {"personal_data": met}


@pytest.mark.parametrize(
    ("wanted", "people", "reason", "met"),
    [
        ({"handed_off": True, "contained": False}, True, "anger", [True, True]),
        ({"handed_off": False, "reason_any": [], "contained": True}, False, None, [True, True]),
        ({"handed_off": True, "reason_any": ["anger", "dispute"]}, True, "dispute", [True, True]),
        ({"handed_off": True, "reason_any": ["anger"]}, True, "requested", [True, False]),
        ({"reason_any": ["anger"]}, False, None, [False]),
        ({"contained": True}, True, "anger", [False]),
        ({}, True, "anger", []),
    ],
)
def test_the_outcome_is_judged(
    wanted: dict[str, Any], people: bool, reason: str | None, met: list[bool]
) -> None:
    how = OutcomeFacts(with_people=people, reason=reason)
    verdicts = judge_outcome(Outcome.model_validate(wanted), how)
    assert [verdict.met for verdict in verdicts] == met


def test_what_is_not_reached_is_unmet_in_all_that_it_asks() -> None:
    turn = Turn.model_validate(
        {"customer": "x", "expect": {"handoff": False, "reply_any": ["a"], "effect": "none"}}
    )
    outcome = Outcome.model_validate({"handed_off": False, "contained": True})
    verdicts = list(not_reached([turn, turn], outcome, first=2, why="gone"))
    assert [(verdict.turn, verdict.kind) for verdict in verdicts] == [
        (2, "handoff"),
        (2, "reply_any"),
        (2, "effect"),
        (0, "handed_off"),
        (0, "contained"),
    ]
    assert {(verdict.met, verdict.evidence) for verdict in verdicts} == {(False, "gone")}


def test_a_verdict_says_what_it_rests_on() -> None:
    expect = Expect.model_validate({"asks": "date", "reply_none": ["gut"]})
    verdicts = judge_turn(3, expect, facts(said("Alles gut?")))
    assert verdicts == [
        Verdict(3, "reply_none", "gut", met=False, evidence="gut in: Alles gut?"),
        Verdict(3, "asks", "date", met=False, evidence="asks for nothing: Alles gut?"),
    ]
