"""What is worth a look, and how sentences are put together and made harmless."""

from datetime import UTC, datetime

import numpy as np
import pytest

from conversation.reviews import Candidate, SentenceId, Waiting
from conversation.turns import Understanding
from gateway.privacy.redactor import Redactor
from studio.review.clusters import clusters
from studio.review.stand_ins import with_stand_ins
from studio.review.worth import Reason, worth

SURE = Understanding("greet", 0.95, (("greet", 0.95), ("goodbye", 0.02)))
TORN = Understanding("greet", 0.48, (("greet", 0.48), ("goodbye", 0.44)))
LOST = Understanding("nlu_fallback", 0.4, (("nlu_fallback", 0.4), ("greet", 0.3)))


def test_what_is_understood_and_like_an_example_is_worth_no_look() -> None:
    assert worth(SURE, nearness=0.9).reasons == ()
    assert worth(SURE, nearness=None).reasons == ()


@pytest.mark.parametrize(
    ("understanding", "nearness", "reasons"),
    [
        (SURE, 0.2, (Reason.FAR,)),
        (TORN, 0.9, (Reason.UNSURE, Reason.CLOSE_SECOND)),
        (LOST, 0.9, (Reason.NOT_UNDERSTOOD, Reason.UNSURE)),
        (Understanding("greet", 0.5), 0.9, (Reason.UNSURE,)),
    ],
)
def test_doubt_has_its_reasons(
    understanding: Understanding, nearness: float, reasons: tuple[Reason, ...]
) -> None:
    assert worth(understanding, nearness=nearness).reasons == reasons


def test_what_people_have_noticed_comes_before_what_the_assistant_doubts() -> None:
    flagged = worth(SURE, nearness=0.9, noticed=[Reason.FLAGGED])
    handed = worth(SURE, nearness=0.9, noticed=[Reason.HANDED_OVER])
    torn, lost = worth(TORN, nearness=0.9), worth(LOST, nearness=0.1)
    assert flagged.points > handed.points > torn.points
    assert lost.points > torn.points
    assert all(reason.words for reason in Reason)


def waiting(id: str, times: int = 1) -> Waiting:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return Waiting(Candidate(SentenceId(id), id, id, at, ("far",), 1.0), times=times)


def test_sentences_that_mean_the_same_are_one_decision() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.95, 0.31], [0.1, 0.99]], dtype=np.float32)
    sentences = [waiting("a"), waiting("b", times=5), waiting("c"), waiting("d", times=7)]
    found = clusters(sentences, vectors)
    assert [[one.candidate.id for one in each.sentences] for each in found] == [
        ["b", "d"],
        ["a", "c"],
    ]
    assert [each.messages for each in found] == [12, 2]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Meine Nummer ist [TELEFON_7]", "Meine Nummer ist [TELEFON_1](phone_number)"),
        (
            "[KUNDENNUMMER_3] nicht [KUNDENNUMMER_4], also [KUNDENNUMMER_3]",
            "[KUNDENNUMMER_1](customer_number) nicht [KUNDENNUMMER_2](customer_number), also "
            "[KUNDENNUMMER_1](customer_number)",
        ),
        ("wohne [ADRESSE_2], mail\n[EMAIL_9]", "wohne [ADRESSE_1], mail [EMAIL_1]"),
        ("Frau Mitarbeiterin, Herr Techniker!", "Frau Mitarbeiterin, Herr Techniker!"),
        ("ich bin der Neue", "ich bin der Neue"),
        ("Was kostet Zuhause M?", "Was kostet Zuhause M?"),
    ],
)
def test_placeholders_are_counted_anew_and_marked(text: str, marked: str) -> None:
    assert with_stand_ins(text).marked == marked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ihr Herr Schmittke war unfreundlich", "Schmittke"),
        ("Mein Name ist Sabine Müller-Lüdenscheidt.", "Müller-Lüdenscheidt"),
        ("Gruß Ekkehard", "Ekkehard"),
        ("ich heiße Öznur Yıldız", "Öznur"),
        ("Frau Dr. Kowalski hat angerufen", "Kowalski"),
    ],
)
def test_names_give_way_to_other_names(text: str, name: str) -> None:
    replaced = with_stand_ins(text)
    assert name not in replaced.marked
    assert len(replaced.names) == 1
    assert replaced.names[0] in replaced.marked
    assert with_stand_ins(text) == replaced


def test_what_stands_in_is_not_personal() -> None:
    text = "Frau Kowalski, Kundennummer [KUNDENNUMMER_4], Tel. [TELEFON_2], [ADRESSE_1]"
    assert Redactor().redact(with_stand_ins(text).marked).findings == ()
