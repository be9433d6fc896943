"""What the course of a stay tells: turns missed, circles, too much at once, contacts before."""

from conversation.escalation.findings import Rule
from conversation.signals import Reason
from conversation.turns import SlotValue
from tests.conversation.weighing import Stay, reason, rules

OUTAGE = "report_outage"


def test_one_try_at_clarifying_is_good_and_the_second_turn_missed_goes_to_a_person() -> None:
    stay = Stay()
    assert stay.says("dings halt", "nlu_fallback", clarifies=True).signal is None
    assert stay.says("Was kostet der M?").signal is None
    weighed = stay.says("na das da", "nlu_fallback", clarifies=True)
    assert reason(weighed) is Reason.REPEATED_MISUNDERSTANDING


def test_turns_missed_long_ago_are_forgotten() -> None:
    stay = Stay()
    assert stay.says("dings halt", "nlu_fallback", clarifies=True).signal is None
    for name in "SML":
        stay.says(f"Was kostet der {name}?")
    assert stay.says("na das da", "nlu_fallback", clarifies=True).signal is None


def test_a_refusal_that_was_not_sure_is_a_turn_missed_and_a_sure_one_is_none() -> None:
    stay = Stay()
    assert stay.says("das dings halt", "out_of_scope", confidence=0.45).signal is None
    assert stay.says("Wetter?", "out_of_scope", confidence=0.7).signal is None
    weighed = stay.says("wie immer eben", "out_of_scope", confidence=0.5)
    assert reason(weighed) is Reason.REPEATED_MISUNDERSTANDING


def test_who_says_that_the_answer_missed_tells_of_the_turn_before_too() -> None:
    stay = Stay()
    assert stay.says("das dings macht nich", "nlu_fallback", clarifies=True).signal is None
    assert stay.says("na das eine da", "ask_bill").signal is None
    weighed = stay.says("das mein ich nicht, du verstehst mich nicht", "deny")
    assert reason(weighed) is Reason.REPEATED_MISUNDERSTANDING


def test_a_guess_that_led_nowhere_is_told_of_as_well() -> None:
    stay = Stay()
    stay.says("vier macht das mit dem an schluss", "ask_device_help", confidence=0.44)
    stay.says("wenn nebenan die wand", "inform")
    weighed = stay.says("schon wieder falsch verstanden", "deny")
    assert reason(weighed) is Reason.REPEATED_MISUNDERSTANDING


def test_one_answer_beside_the_point_is_put_right_by_the_assistant() -> None:
    stay = Stay()
    stay.says("Was kostet M?")
    assert stay.says("Das war nicht meine Frage.", "deny").signal is None
    assert stay.says("Was kostet Mobil M?").signal is None


def test_what_is_out_of_scope_is_no_misunderstanding_however_often() -> None:
    stay = Stay()
    for text in ("Wie wird das Wetter?", "Erzähl einen Witz", "Wer wird Meister?", "Rezept?"):
        assert stay.says(text, "out_of_scope").signal is None


def test_a_fallback_that_was_answered_from_the_knowledge_is_no_misunderstanding() -> None:
    stay = Stay()
    for text in ("Kann man das mitnehmen?", "Und die Dose?", "Und das Kabel?", "Und der Splitter?"):
        assert stay.says(text, "nlu_fallback").signal is None


def test_the_same_question_a_third_time_goes_to_a_person() -> None:
    stay = Stay()
    question = "Wie stelle ich beim Router den Bridge-Modus ein?"
    assert stay.says(question, "ask_device_help").signal is None
    assert stay.says(question.upper(), "ask_device_help").signal is None
    weighed = stay.says("Bridge-Modus Router, wie stelle ich den ein??", "ask_device_help")
    assert reason(weighed) is Reason.COMPLEXITY
    assert Rule.SAME_QUESTION in rules(weighed)


def test_who_says_twice_that_we_go_in_circles_is_believed() -> None:
    stay = Stay()
    assert stay.says("das hast du grad schon gesagt", "complain").signal is None
    weighed = stay.says("wir drehen uns im Kreis", "nlu_fallback")
    assert reason(weighed) is Reason.COMPLEXITY


def test_contradictory_words_of_ours_with_two_signs_are_enough() -> None:
    text = "Ihr Kollege sagte, es kommt ein Techniker, und Sie sagen erledigt. Was stimmt nun?"
    assert reason(Stay().says(text, "ask_ticket_status")) is Reason.COMPLEXITY


def test_other_questions_about_one_thing_are_no_circle() -> None:
    stay = Stay()
    for text in (
        "Was kostet Zuhause M?",
        "Welchen Upload hat Zuhause M?",
        "Wie lange läuft der Vertrag bei Zuhause M?",
        "Ist ein Router dabei bei Zuhause M?",
    ):
        assert stay.says(text).signal is None


def test_a_form_broken_off_twice_goes_to_a_person_though_it_asks_on() -> None:
    stay = Stay()
    stay.says("Techniker bitte", "book_appointment", asked="appointment_time")
    stay.says("passt alles nicht, abbrechen", "deny", asked="appointment_time")
    stay.says("doch nochmal einen Termin", "book_appointment", asked="appointment_time")
    weighed = stay.says("passt wieder nicht. abbrechen", "cancel_process")
    assert Rule.FORM_LEFT in rules(weighed)


def test_who_twice_does_not_know_who_or_where_they_are_is_not_asked_on() -> None:
    stay = Stay()
    stay.says("internet geht nicht", OUTAGE, asked="postal_code")
    stay.says("plz weiß ich nicht, bin zu Besuch", "book_appointment", asked="verified")
    weighed = stay.says("die finde ich auch nicht", "deny")
    assert Rule.FORM_LEFT in rules(weighed)


def test_who_does_not_know_their_needs_is_advised_on() -> None:
    stay = Stay()
    stay.says("welcher tarif?", "recommend_tariff", asked="household")
    stay.says("weiß ich nicht", "deny", asked="usage")
    assert stay.says("keine ahnung", "deny", asked="budget").signal is None


def test_data_and_yes_said_again_are_no_circle() -> None:
    stay = Stay()
    for _ in range(4):
        assert stay.says("Kieler Straße Neumünster bitte", "inform").signal is None


def test_the_same_form_left_twice_goes_to_a_person() -> None:
    stay = Stay()
    stay.says("Internet geht nicht", OUTAGE, asked="postal_code")
    assert stay.says("Was kostet M?").signal is None
    stay.says("Mein Anschluss ist tot", OUTAGE, asked="postal_code")
    weighed = stay.says("Und was ist L?", "compare_tariffs")
    assert Rule.FORM_LEFT in rules(weighed)
    assert reason(weighed) is Reason.COMPLEXITY


def test_a_form_that_got_its_answer_was_not_left() -> None:
    stay = Stay()
    for _ in range(3):
        stay.says("Internet geht nicht", OUTAGE, asked="postal_code")
        given = stay.says("24118", "inform", slots={"postal_code": "24118"})
        assert given.signal is None


def test_a_question_asked_four_times_in_a_row_goes_to_a_person() -> None:
    stay = Stay()
    texts = ("Rechnung bitte", "na die letzte", "vom Oktober", "die teure eben")
    weighed = [
        stay.says(text, "ask_bill" if not place else "inform", asked="verified")
        for place, text in enumerate(texts)
    ]
    assert [reason(each) for each in weighed] == [
        None,
        None,
        None,
        Reason.REPEATED_MISUNDERSTANDING,
    ]


def test_a_time_looked_for_step_by_step_is_no_circle() -> None:
    stay = Stay()
    wishes = ("Donnerstag?", "denn Freitag", "nächste Woche Mittwoch", "ab 14 Uhr", "lieber früher")
    for number, text in enumerate(wishes):
        slots: dict[str, SlotValue] = {"proposed_times": f"offer {number}"}
        weighed = stay.says(text, "inform", asked="appointment_time", slots=slots)
        assert weighed.signal is None


def test_the_same_times_offered_four_times_are_a_circle() -> None:
    stay = Stay()
    for text in ("Donnerstag?", "nee, Donnerstag", "do!", "Donnerstag sag ich"):
        slots: dict[str, SlotValue] = {"proposed_times": "the same"}
        weighed = stay.says(text, "inform", asked="appointment_time", slots=slots)
    assert Rule.ASKED_AGAIN in rules(weighed)


def test_asked_a_third_time_and_told_of_a_circle_is_enough_together() -> None:
    stay = Stay()
    for _ in range(2):
        assert stay.says("24118, 7160", "inform", asked="verified").signal is None
    text = "ich kann nur nochmal dasselbe schreiben"
    weighed = stay.says(text, "inform", asked="verified")
    assert rules(weighed) == {Rule.ASKED_AGAIN, Rule.SAME_QUESTION}
    assert weighed.signal is not None


def test_a_story_of_many_matters_needs_one_head() -> None:
    text = (
        "Hallo, der Vertrag läuft auf meinen Bruder, gezahlt wird von meinem Konto, meine Nummer "
        "hängt mit dran, die Adresse ist falsch und der Techniker stand vor der alten Wohnung."
    )
    assert Rule.MANY_MATTERS in rules(Stay().says(text, "ask_contract_clause"))


def test_two_requests_stay_and_many_at_once_do_not() -> None:
    assert Stay().says("Was kostet M und wann kommt der Techniker?", requests=2).signal is None
    assert reason(Stay().says("Drei Sachen: …", requests=3)) is Reason.COMPLEXITY


def test_a_third_contact_needs_a_person_however_patiently_it_is_told() -> None:
    text = (
        "Ich bins wieder. Das ist jetzt das dritte Mal, dass ich mich wegen derselben Störung "
        "melde. Vor zwei Wochen, letzte Woche und heute, jedes Mal erzähl ich alles von vorn."
    )
    weighed = Stay().says(text, OUTAGE)
    assert (reason(weighed), weighed.apologise) == (Reason.COMPLEXITY, True)


def test_the_third_visit_about_a_fault_is_known_without_being_told() -> None:
    stay = Stay()
    assert stay.says("Internet ist ausgefallen", OUTAGE).signal is None
    assert stay.later(days=3).says("Anschluss tot, hilfe", OUTAGE).signal is None
    weighed = stay.later(days=4).says("Router leuchtet rot", OUTAGE)
    assert Rule.THIRD_CONTACT in rules(weighed)
    assert weighed.signal is not None


def test_three_messages_of_one_visit_are_one_contact() -> None:
    stay = Stay()
    for text in ("Internet ausgefallen", "WLAN auch", "und das Telefon tot"):
        assert stay.later(minutes=20).says(text, OUTAGE).signal is None


def test_visits_of_last_year_do_not_count() -> None:
    stay = Stay()
    stay.says("Internet ist ausgefallen", OUTAGE)
    stay.later(days=90).says("Anschluss tot", OUTAGE)
    assert stay.later(days=90).says("Router leuchtet rot", OUTAGE).signal is None


def test_who_wants_no_person_gets_none_for_going_in_circles() -> None:
    stay = Stay()
    for _ in range(3):
        weighed = stay.says("Bitte keinen Mitarbeiter: Wie stelle ich den Bridge-Modus ein?")
        assert weighed.signal is None
