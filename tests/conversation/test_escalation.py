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


def test_anger_on_the_edge_of_fury_is_enough_where_nothing_else_is_likely() -> None:
    weighed = Stay().says("IHR VERSAGER, INTERNET!!!", OUTAGE, anger=2, chances=(0, 0, 0.95, 0.05))
    assert reason(weighed) is Reason.ANGER


@pytest.mark.parametrize("intent", ["thank", "goodbye", "praise", "greet"])
def test_thanks_and_greetings_in_capitals_are_no_anger(intent: str) -> None:
    stay = Stay()
    stay.says("WAS KOSTET ZUHAUSE S?")
    weighed = stay.says("VIELEN DANK. GRÜSSE", intent, anger=2, chances=(0, 0, 0.9, 0.1))
    assert weighed.weighed.findings == ()


def test_a_complaint_that_nothing_bears_out_is_one_sign_among_others() -> None:
    own = Signal(Reason.ANGER, "Beschwert sich.")
    calm = Stay().says("Schade, und auf Platt?", "complain", confidence=0.7, signal=own)
    assert calm.signal is None
    assert rules(calm) == {Rule.SIGNAL}
    for said in (
        Stay().says("Das ist ein Witz.", "complain", confidence=0.95, signal=own),
        Stay().says("So ein Service!", "complain", confidence=0.7, anger=2, signal=own),
    ):
        assert said.signal == own
        assert not said.ruled


def test_a_threat_in_fun_or_unsure_is_none_and_one_in_earnest_stands() -> None:
    own = Signal(Reason.LEGAL_THREAT, "Droht.")
    threat = "threaten_consequences"
    assert Stay().says("verklag euch auf Kuchen 😂", threat, signal=own).signal is None
    unsure = Stay().says("Gut, dann melde ich mich.", threat, confidence=0.6, signal=own)
    assert unsure.signal is None
    earnest = Stay().says("Das geht vor Gericht.", threat, confidence=0.6, signal=own)
    assert earnest.signal is not None


def test_a_signal_without_a_word_is_never_doubted() -> None:
    own = Signal(Reason.ANGER, "Beschwert sich.")
    turn = Turn(replies=(), understanding=Understanding("complain", 0.5, anger=0), signal=own)
    assert reason(Stay().weigh("Ach so.", turn=turn)) is Reason.ANGER


def test_what_only_people_may_change_goes_to_them() -> None:
    weighed = Stay().says("Mein Mann ist verstorben, was wird aus dem Vertrag?", "relocate")
    assert (reason(weighed), weighed.ruled) == (Reason.COMPLEXITY, True)
    assert Rule.PROTECTED in rules(weighed)


def test_a_cancellation_in_public_needs_a_person_and_a_question_about_it_does_not() -> None:
    leaving, asking = "Vertrag bitte beenden, das wars.", "Wie kann ich den Vertrag beenden?"
    public = Stay(public=True)
    assert public.says(asking, "cancel_contract", confidence=0.95).signal is None
    assert Stay().says(leaving, "cancel_contract", confidence=0.95).signal is None
    assert Rule.CANCELS in rules(public.says(leaving, "cancel_contract", confidence=0.95))


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
    assert stay.says("Das ist doch nicht euer Ernst.", OUTAGE, anger=2).signal is None
    weighed = stay.says("Unfassbar, so ein Service.", OUTAGE, anger=2)
    assert reason(weighed) is Reason.ANGER
    assert Rule.ANGER_LASTING in rules(weighed)


def test_anger_in_words_of_outrage_is_enough_and_the_words_alone_are_not() -> None:
    text = "Eine Frechheit ist das, mein Internet geht wieder nicht."
    assert Stay().says(text, OUTAGE, anger=1).signal is None
    weighed = Stay().says(text, OUTAGE, anger=2)
    assert rules(weighed) == {Rule.ANGRY, Rule.OUTRAGED}
    assert reason(weighed) is Reason.ANGER


def test_anger_that_falls_needs_nobody() -> None:
    stay = Stay()
    stay.says("Das ist doch nicht euer Ernst.", OUTAGE, anger=2)
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
    weighed = stay.says("SO EIN MIST!!! Mein Internet!", OUTAGE, anger=3)
    counted = [each for each in weighed.weighed.findings if each.counts]
    assert len(weighed.weighed.findings) > len(counted) == 1


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


def test_whoever_tells_that_it_works_again_is_not_angry() -> None:
    loud = {"intent": "report_outage", "anger": 3}
    assert reason(Stay().says("JETZT GEHT ES WIEDER DER STECKER WAR LOSE", **loud)) is None
    assert reason(Stay().says("JETZT GEHT ES WIEDER NICHT", **loud)) is Reason.ANGER
