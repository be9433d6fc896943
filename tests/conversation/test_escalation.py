"""When a person is fetched, and when not: many small stays."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.escalation.findings import Rule, Urgency
from conversation.escalation.table import Table, Weight
from conversation.signals import Reason, Signal
from conversation.turns import Turn, Understanding
from tests.conversation.weighing import CHANCES, Stay, reason, rules

SLOW, OUTAGE, INSULT = "report_slow_connection", "report_outage", "insult"
FURY = "WOLLT IHR MICH VERARSCHEN?! ICH ZAHL DOCH NICHT FÜR SO EINEN SAULADEN, UNFÄHIGES PACK!!!"


def test_a_plain_question_stays_with_the_assistant() -> None:
    weighed = Stay().says("Was kostet der Zuhause M?")
    assert weighed.signal is None
    assert weighed.weighed.findings == ()


def test_what_an_action_asked_for_stands_with_its_words() -> None:
    weighed = Stay().says("Mensch bitte", signal=Signal(Reason.REQUESTED, "Möchte einen Menschen."))
    assert weighed.signal == Signal(Reason.REQUESTED, "Möchte einen Menschen.")
    assert not weighed.ruled
    assert rules(weighed) == {Rule.SIGNAL}


def test_what_the_rules_see_besides_is_told_to_the_agent_once() -> None:
    text = "Ich will mit einem Menschen sprechen, sonst gehe ich vor Gericht"
    weighed = Stay().says(text, signal=Signal(Reason.REQUESTED, "Möchte einen Menschen."))
    assert weighed.signal == Signal(
        Reason.REQUESTED,
        "Möchte einen Menschen. Droht mit rechtlichen Schritten, Behörden oder Öffentlichkeit.",
    )


def test_a_turn_without_a_word_is_a_failure_of_ours() -> None:
    silent = Turn(replies=(), understanding=Understanding("greet", 0.9))
    weighed = Stay().weigh("Moin", turn=silent)
    assert reason(weighed) is Reason.BOT_UNAVAILABLE
    assert rules(weighed) == {Rule.NO_ANSWER}


def test_annoyance_alone_stays_and_fury_that_grows_over_turns_does_not() -> None:
    stay = Stay()
    assert stay.says("internet lahmt mal wieder. langsam nervts", SLOW, anger=1).signal is None
    stay.says("den router hab ich schon zehnmal neu gestartet. läuft bei euch...", SLOW, anger=1)
    weighed = stay.says(FURY, INSULT, anger=3)
    assert reason(weighed) is Reason.ANGER
    assert weighed.apologise


def test_one_furious_message_of_a_customer_is_enough() -> None:
    weighed = Stay().says("SEIT TAGEN KEIN INTERNET IHR IDIOTEN!!!", OUTAGE, anger=3)
    assert (reason(weighed), weighed.ruled) == (Reason.ANGER, True)


def test_a_fury_the_reader_is_not_sure_of_is_only_anger() -> None:
    weighed = Stay().says("na super!!", OUTAGE, anger=3, chances=(0.3, 0.2, 0.15, 0.35))
    assert Rule.ANGER_HIGH not in rules(weighed)


@pytest.mark.parametrize("text", ["Arschlöcher", "halt die fresse", "du depperter Blechdepp"])
def test_a_troll_without_a_concern_stays_with_the_assistant(text: str) -> None:
    stay = Stay()
    assert stay.says(text, INSULT, anger=3).signal is None
    assert stay.says(f"{text}!", INSULT, anger=3).signal is None


def test_anger_that_lasts_over_two_messages_is_enough() -> None:
    stay = Stay()
    assert stay.says("Das ist doch eine Frechheit.", OUTAGE, anger=2).signal is None
    weighed = stay.says("Unfassbar, so ein Service.", OUTAGE, anger=2)
    assert reason(weighed) is Reason.ANGER
    assert Rule.ANGER_LASTING in rules(weighed)


def test_anger_that_falls_needs_nobody() -> None:
    stay = Stay()
    stay.says("Das ist doch eine Frechheit.", OUTAGE, anger=2)
    assert stay.says("Ok, dann versuche ich das mal.", OUTAGE, anger=0).signal is None
    assert stay.says("Danke, es läuft.", "thank", anger=0).signal is None


def test_anger_and_a_promise_not_kept_are_enough_together_and_neither_alone() -> None:
    promise = "Mir wurde ein Rückruf zugesagt, es rief niemand an."
    assert Stay().says(promise, "ask_ticket_status").signal is None
    weighed = Stay().says(promise, "ask_ticket_status", anger=2)
    assert weighed.signal is not None
    assert rules(weighed) == {Rule.CONTRADICTION, Rule.ANGRY}


def test_of_several_rules_about_anger_only_one_counts() -> None:
    stay = Stay()
    stay.says("langsam nervts", OUTAGE, anger=1)
    weighed = stay.says("SAULADEN!!! Mein Internet!", OUTAGE, anger=3)
    counted = [each for each in weighed.weighed.findings if each.counts]
    assert len(weighed.weighed.findings) > len(counted) == 1


def test_two_attempts_at_clarifying_with_an_understanding_between_stay_the_third_does_not() -> None:
    stay = Stay()
    for _ in range(2):
        assert stay.says("dings halt", "nlu_fallback", clarifies=True).signal is None
        assert stay.says("Was kostet der M?").signal is None
    weighed = stay.says("na das da", "nlu_fallback", clarifies=True)
    assert reason(weighed) is Reason.REPEATED_MISUNDERSTANDING


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
    texts = ("Rechnung bitte", "hab ich nicht da", "weiß nicht", "keine Ahnung")
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


def test_two_requests_stay_and_many_at_once_do_not() -> None:
    assert Stay().says("Was kostet M und wann kommt der Techniker?", requests=2).signal is None
    assert Stay().says("Drei Sachen: …", requests=3).signal is None
    assert reason(Stay().says("Vier Sachen: …", requests=4)) is Reason.COMPLEXITY


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


def test_a_lifeline_without_a_line_comes_first_whatever_else_was_thought() -> None:
    text = "Das Telefon meiner Mutter ist tot, sie ist 88 und hat den Hausnotruf da dran."
    own = Signal(Reason.COMPLEXITY, "Meldet eine Störung.")
    for weighed in (Stay().says(text, OUTAGE), Stay().says(text, OUTAGE, signal=own)):
        assert reason(weighed) is Reason.SENSITIVE
        assert weighed.urgency is Urgency.EMERGENCY
        assert weighed.ruled


def test_danger_is_seen_while_the_assistant_is_down() -> None:
    down = Signal(Reason.BOT_UNAVAILABLE, "Der Assistent ist nicht erreichbar.")
    weighed = Stay().weigh("Hausnotruf ist tot, bitte Hilfe!", failure=down)
    assert (reason(weighed), weighed.urgency) == (Reason.SENSITIVE, Urgency.EMERGENCY)
    plain = Stay().weigh("Moin", failure=down)
    assert (reason(plain), plain.ruled) == (Reason.BOT_UNAVAILABLE, False)


def test_another_language_is_answered_in_it_and_needs_a_person() -> None:
    text = "Merhaba, iki gündür internetim çalışmıyor. Almancam yok, yardım edebilir misiniz?"
    weighed = Stay().says(text, "out_of_scope")
    assert (reason(weighed), weighed.language) == (Reason.UNSUPPORTED_LANGUAGE, "tr")
    assert weighed.ruled


def test_curiosity_in_another_language_needs_nobody_at_first() -> None:
    stay = Stay()
    assert stay.says("Can you tell me the weather", "out_of_scope").signal is None
    weighed = stay.says("what is on at the cinema", "out_of_scope")
    assert reason(weighed) is Reason.UNSUPPORTED_LANGUAGE


def test_a_threat_inside_a_request_is_heard_and_somebody_elses_lawyer_is_not() -> None:
    text = "Wenn das bis Freitag nicht läuft, schalte ich meinen Anwalt ein."
    assert reason(Stay().says(text, OUTAGE)) is Reason.LEGAL_THREAT
    other = "Diese Verbrecher haben mir die Stelle gekündigt, mein Anwalt kümmert sich."
    calm = Stay().says("Ich bin Anwältin und brauche zwei Anschlüsse für die Kanzlei.")
    assert calm.signal is None
    assert Stay().says(other.replace("gekündigt", "genommen"), "out_of_scope").signal is None


@pytest.mark.parametrize(
    "text",
    [
        "Mensch, ist das kompliziert!",
        "Mensch!",
        "Bitte nicht zu einem Mitarbeiter durchstellen, was kostet der M?",
        "Bist du ein echter Mensch?",
        "Wo ist euer Laden in Kiel?",
        "Mein Router raucht nicht, aber ich :)",
        "Ich hab zum dritten Mal neu gestartet, dann ging die Meldung weg.",
        "Unterstützt der Router einen Hausnotruf?",
        "Funktioniert der Hausnotruf auch über Glasfaser, wenn der Strom nicht da ist?",
        "Mein Handy zeigt nur Notrufe, was heißt das?",
    ],
)
def test_what_only_sounds_like_it_needs_nobody(text: str) -> None:
    assert Stay().says(text).signal is None


def test_who_wants_no_person_gets_none_for_going_in_circles() -> None:
    stay = Stay()
    for _ in range(3):
        weighed = stay.says("Bitte keinen Mitarbeiter: Wie stelle ich den Bridge-Modus ein?")
        assert weighed.signal is None


def test_spam_reaches_nobody_in_any_language() -> None:
    spam = "Guaranteed bitcoin profit, join us now, contact me at https://t.me/win"
    weighed = Stay().says(spam, "out_of_scope", anger=0)
    assert weighed.signal is None
    assert all(not each.counts for each in weighed.weighed.findings)


def test_after_a_return_the_same_reason_is_not_enough_at_once() -> None:
    stay = Stay().given_back_after(Reason.ANGER)
    assert stay.says("IDIOTEN, mein Internet!!!", OUTAGE, anger=3).signal is None
    assert stay.says("MEIN INTERNET!!!", OUTAGE, anger=3).signal is None
    assert reason(stay.says("IHR DEPPEN, Internet!!!", OUTAGE, anger=3)) is Reason.ANGER


def test_after_a_return_another_reason_and_danger_still_count() -> None:
    back = Stay().given_back_after(Reason.ANGER)
    assert reason(back.says("Ich verklage euch, das geht vor Gericht", OUTAGE)) is not None
    stay = Stay().given_back_after(Reason.SENSITIVE)
    assert stay.says("Der Hausnotruf ist tot", OUTAGE).urgency is Urgency.EMERGENCY


def test_what_was_felt_before_people_had_it_does_not_count_after_a_return() -> None:
    stay = Stay()
    stay.says("Frechheit", OUTAGE, anger=2)
    stay.given_back_after(Reason.COMPLEXITY)
    assert Rule.ANGER_LASTING not in rules(stay.says("Unfassbar", OUTAGE, anger=2))


def test_a_weight_of_nothing_switches_a_rule_off() -> None:
    table = replace(Table(), legal_or_press=Weight(0.0))
    text = "Sonst gehe ich damit vor Gericht."
    assert Stay(table).says(text, OUTAGE).signal is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Was kostet M?", "Mein Internet!", "Hausnotruf tot", "ok", FURY]),
            st.sampled_from(["ask_tariff_details", OUTAGE, INSULT, "out_of_scope", "inform"]),
            st.sampled_from(sorted(CHANCES)),
        ),
        max_size=6,
    )
)
def test_whatever_is_said_the_figures_explain_the_outcome(
    turns: list[tuple[str, str, int]],
) -> None:
    stay = Stay()
    for text, intent, anger in turns:
        weighed = stay.says(text, intent, anger=anger)
        counted = sum(each.weight for each in weighed.weighed.findings if each.counts)
        assert weighed.weighed.total == pytest.approx(counted)
        assert (weighed.signal is not None) == (counted >= weighed.weighed.needed)
        assert weighed.weighed.handed_over == reason(weighed)


@given(st.sampled_from(sorted(CHANCES)), st.lists(st.sampled_from(sorted(CHANCES)), max_size=5))
def test_more_anger_never_keeps_a_person_away(last: int, before: list[int]) -> None:
    def ends(level: int) -> bool:
        stay = Stay()
        for anger in before:
            stay.says("Mein Internet", OUTAGE, anger=anger)
        return stay.says("Mein Anschluss", OUTAGE, anger=level).signal is not None

    assert ends(3) >= ends(last)
