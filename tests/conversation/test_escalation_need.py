"""What the assistant has learnt to read as a need for a person, beside the rules over words."""

from dataclasses import replace

import pytest

from conversation.escalation.findings import Rule, Urgency
from conversation.escalation.table import Need, Table
from conversation.signals import Reason, Signal
from tests.conversation.weighing import Stay, reason, rules

#: No rule over words finds anything in it.
WORDS = "Ich weiß mir nun wirklich keinen Rat."


def needs(name: str, chance: float = 0.9) -> dict[str, float]:
    return {name: chance}


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        ("danger", Reason.SENSITIVE),
        ("vulnerable", Reason.SENSITIVE),
        ("legal", Reason.LEGAL_THREAT),
        ("press", Reason.LEGAL_THREAT),
        ("data_change", Reason.COMPLEXITY),
        ("wants_person", Reason.REQUESTED),
        ("repeated", Reason.COMPLEXITY),
        ("tangled", Reason.COMPLEXITY),
        ("dispute", Reason.DISPUTE),
        ("cancellation", Reason.COMPLEXITY),
    ],
)
def test_who_surely_needs_a_person_gets_one_for_the_reason_read(
    need: str, expected: Reason
) -> None:
    assert reason(Stay().says(WORDS, needs=needs(need))) is expected


def test_a_message_that_reads_like_any_other_fetches_nobody() -> None:
    assert reason(Stay().says(WORDS, needs=needs("dispute", 0.2))) is None
    assert reason(Stay().says(WORDS)) is None


def test_several_needs_that_may_each_be_meant_are_one_sure_need() -> None:
    said = Stay().says(WORDS, needs={"dispute": 0.5, "legal": 0.4})
    assert reason(said) is Reason.DISPUTE


def test_a_need_that_may_be_is_half_a_sign() -> None:
    table, perhaps = Table(need=Need(sure=0.8, perhaps=0.5, hint=0.5)), needs("dispute", 0.6)
    calm = Stay(table=table).says(WORDS, needs=perhaps)
    angry = Stay(table=table).says(WORDS, anger=2, needs=perhaps)
    assert (reason(calm), rules(calm)) == (None, {Rule.DISPUTES})
    assert (reason(angry), rules(angry)) == (Reason.DISPUTE, {Rule.DISPUTES, Rule.ANGRY})


def test_what_words_tell_as_well_is_found_once() -> None:
    said = Stay().says("Ich gehe zum Anwalt.", needs=needs("legal"))
    found = [each for each in said.weighed.findings if each.rule is Rule.LEGAL_OR_PRESS]
    assert len(found) == 1


def test_danger_that_is_read_comes_first_in_the_queue() -> None:
    assert Stay().says(WORDS, needs=needs("danger")).urgency is Urgency.EMERGENCY


def test_thanks_are_no_need() -> None:
    assert reason(Stay().says("Danke!", "thank", needs=needs("wants_person"))) is None


def test_whoever_wants_no_person_gets_none_for_what_was_read() -> None:
    said = Stay().says("Bitte keinen Mitarbeiter!", needs=needs("wants_person"))
    assert reason(said) is None


def test_fury_is_believed_where_anger_is_felt_too() -> None:
    assert reason(Stay().says(WORDS, anger=1, needs=needs("fury"))) is Reason.ANGER
    assert reason(Stay().says(WORDS, anger=0, needs=needs("fury"))) is None


def test_fury_without_any_concern_is_left_to_the_assistant() -> None:
    assert reason(Stay().says("Pah!", "insult", anger=1, needs=needs("fury"))) is None


def test_who_only_asks_about_leaving_stays_with_the_assistant() -> None:
    leaving = needs("cancellation", 0.5)
    assert reason(Stay().says("Wie komme ich hier raus?", needs=leaving)) is None


@pytest.mark.parametrize("intent", ["out_of_scope", "deny", "ask_contract_clause"])
def test_what_is_certain_counts_whatever_else_it_was_taken_for(intent: str) -> None:
    leaving = {"intent": intent, "confidence": 0.95, "needs": needs("cancellation", 0.7)}
    assert reason(Stay().says("Machen wir Schluss, ja?", **leaving)) is Reason.COMPLEXITY
    several = {"cancellation": 0.5, "legal": 0.4}
    assert reason(Stay().says("Machen wir Schluss, ja?", **{**leaving, "needs": several})) is None


def test_what_is_none_of_our_business_is_no_need_but_for_life() -> None:
    tale = "Er lief fort in den Wald."
    assert reason(Stay().says(tale, "out_of_scope", needs=needs("legal", 0.5))) is None
    assert reason(Stay().says(tale, "out_of_scope", needs=needs("danger"))) is Reason.SENSITIVE


def test_a_complaint_in_which_hardly_any_need_is_read_is_doubted() -> None:
    own, words = Signal(Reason.ANGER, "Beschwert sich."), "Das wird sie freuen."
    said = {"intent": "complain", "confidence": 0.99, "anger": 1, "signal": own}
    assert reason(Stay().says(words, needs=needs("legal", 0.1), **said)) is None
    assert reason(Stay().says(words, needs=needs("legal", 0.35), **said)) is Reason.ANGER
    assert reason(Stay().says(words, **said)) is Reason.ANGER


def test_a_need_that_we_do_not_know_is_passed_over() -> None:
    assert reason(Stay().says(WORDS, needs=needs("hunger"))) is None


def test_what_was_read_is_kept_with_its_threshold() -> None:
    (found,) = Stay().says(WORDS, needs=needs("dispute")).weighed.findings
    (figure,) = found.figures
    assert (figure.name, figure.value, figure.threshold) == ("read", 0.9, Table().need.sure)


def test_what_may_be_a_need_in_two_messages_in_a_row_is_one() -> None:
    stay, perhaps = Stay(), needs("tangled", 0.2)
    assert reason(stay.says(WORDS, needs=perhaps)) is None
    assert reason(stay.says("Und nun auch noch das.", needs=perhaps)) is Reason.COMPLEXITY


def test_less_is_enough_where_a_life_may_hang_on_it() -> None:
    assert reason(Stay().says(WORDS, needs=needs("vulnerable", 0.27) | {"legal": 0.03})) is (
        Reason.SENSITIVE
    )
    hardly = {"vulnerable": 0.17, "legal": 0.15}
    assert reason(Stay().says(WORDS, needs=hardly)) is None


def test_a_tone_that_nothing_else_bears_out_is_half_a_sign() -> None:
    loud = {"anger": 3, "intent": "ask_outage_status"}
    assert reason(Stay().says("Wann geht es endlich?!", needs=needs("fury", 0.05), **loud)) is None
    borne_out = Stay().says("Wann geht es endlich?!", needs=needs("fury", 0.4), **loud)
    assert reason(borne_out) is Reason.ANGER
    assert reason(Stay().says("Wann geht es endlich?!", **loud)) is Reason.ANGER


def test_who_answers_the_assistant_says_nothing_anew_but_may_want_a_person() -> None:
    said = {"intent": "affirm", "confidence": 0.95}
    assert reason(Stay().says("Dann mach das so.", needs=needs("legal", 0.5), **said)) is None
    wish = needs("wants_person", 0.5)
    assert reason(Stay().says("Dann mach das so.", needs=wish, **said)) is Reason.REQUESTED


def test_what_is_read_counts_once_somebody_has_told_of_a_concern() -> None:
    stay, tale = Stay(), "Er steht jede Nacht vor dem Haus."
    stay.says("Ich brauche eine andere Nummer.", "ask_contract_clause")
    assert reason(stay.says(tale, "out_of_scope", needs=needs("legal"))) is Reason.LEGAL_THREAT


def test_a_doubted_word_of_the_assistant_and_its_like_are_one_half_sign() -> None:
    own = Signal(Reason.LEGAL_THREAT, "Droht.")
    said = {"intent": "threaten_consequences", "confidence": 0.4, "anger": 0, "signal": own}
    assert reason(Stay().says("Dann warten wir ab.", needs=needs("legal", 0.19), **said)) is None


def test_who_answers_what_was_asked_needs_somebody_only_if_that_is_very_sure() -> None:
    def answered(chance: float) -> Reason | None:
        stay = Stay()
        stay.says("Ich will einen Termin.", "book_appointment", asked="appointment_time")
        needed = needs("wants_person", chance)
        return reason(
            stay.says(WORDS, "inform", needs=needed, slots={"appointment_time": "16 Uhr"})
        )

    assert answered(0.6) is None
    assert answered(0.9) is Reason.REQUESTED


def test_who_does_not_answer_what_was_asked_needs_somebody_as_ever() -> None:
    stay = Stay()
    stay.says("Ich will einen Termin.", "book_appointment", asked="appointment_time")
    said = stay.says(WORDS, "inform", asked="appointment_time", needs=needs("wants_person", 0.6))
    assert reason(said) is Reason.REQUESTED


@pytest.mark.parametrize(("offer", "expected"), [("helped", None), ("nothing", Reason.COMPLEXITY)])
def test_steps_in_vain_are_what_was_asked_for(offer: str, expected: Reason | None) -> None:
    stay = Stay()
    stay.says("Kein Internet.", "report_outage", slots={"offer": offer})
    stay.context = replace(stay.context, slots={"offer": offer})
    said = stay.says("Alles probiert, nix hilft.", "report_outage", needs=needs("repeated", 0.7))
    assert reason(said) is expected


def test_danger_is_danger_in_an_answer_too() -> None:
    stay = Stay()
    stay.says("Kein Internet.", "report_outage", asked="postal_code")
    said = stay.says(WORDS, "inform", needs=needs("danger", 0.3), slots={"postal_code": "24103"})
    assert reason(said) is Reason.SENSITIVE
