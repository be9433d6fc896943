"""How messages become numbers: forgiving of spelling, honest about confidence, awake to anger."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix, hstack

from bot.components.anger_signs import LEVELS, cheapest, signs
from bot.components.linear import Linear
from bot.components.wording import FEW, Wording, plain

TEXTS = [
    f"{begin} {what}"
    for begin in ("moin", "hallo", "bitte", "hey", "sagt mal")
    for what in ("internet tot", "rechnung falsch", "termin verschieben")
]
LABELS = [text.split()[-2] for text in TEXTS]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Störung", "stoerung"),
        ("STRASSE", "straße"),
        ("@Foerdekom_hilft tot", "  tot"),
        ("neeeeeein", "neeein"),
        ("in 24118 tot", "in 24937 tot"),
    ],
)
def test_what_people_type_differently_is_the_same(one: str, other: str) -> None:
    assert plain(one).split() == plain(other).split()


def test_a_longer_number_is_no_postcode() -> None:
    assert plain("241189") == "241189"
    assert plain("T-24118") == "t-24118"


def test_a_wording_that_was_kept_reads_as_before(tmp_path: Path) -> None:
    wording = Wording.learnt(TEXTS)
    wording.keep(tmp_path)
    fresh = ["mein internet ist wieder tot", "ganz andere wörter"]
    difference = wording.rows(fresh) - Wording.kept(tmp_path).rows(fresh)
    assert abs(difference).max() < 1e-5


def test_the_rows_that_come_with_a_wording_are_those_it_gives() -> None:
    wording, rows = Wording.learnt_with_rows(tuple(TEXTS))
    for some in (TEXTS, TEXTS * 2):
        assert len(TEXTS) < FEW < len(TEXTS * 2)
        assert abs(rows - wording.rows(some)[: len(TEXTS)]).max() < 1e-12


@given(st.lists(st.text("abcdeäß 24118@.!😡", max_size=40) | st.sampled_from(TEXTS), max_size=5))
def test_any_texts_have_the_rows_that_a_vectorizer_gives(texts: list[str]) -> None:
    wording = Wording.learnt(TEXTS)
    told = [plain(text) for text in texts]
    rows = wording.rows(texts)
    assert rows.shape[0] == len(texts)
    if texts:
        whole = hstack([part.transform(told) for part in wording._parts.values()])
        assert abs(rows - whole).max() < 1e-12


def test_vectors_stand_behind_the_words() -> None:
    wording, vectors = Wording.learnt(TEXTS), np.array([[1.0, 0.0], [0.5, -2.0]])
    words, rows = wording.rows(TEXTS[:2]), wording.rows(TEXTS[:2], vectors)
    assert abs(rows - hstack([words, csr_matrix(vectors)])).max() < 1e-12


def test_labels_are_told_apart_also_after_having_been_kept(tmp_path: Path) -> None:
    wording = Wording.learnt(TEXTS)
    linear = Linear.learnt(wording.rows(TEXTS), LABELS, softness=1.0)
    rows = wording.rows(["ich will meinen termin verschieben", "meine rechnung ist falsch"])
    linear.keep(tmp_path)
    for model in (linear, Linear.kept(tmp_path)):
        chances = model.probabilities(rows)
        assert np.allclose(chances.sum(axis=1), 1)
        assert [model.labels[place] for place in chances.argmax(axis=1)] == ["termin", "rechnung"]


def test_two_labels_are_told_apart_as_well() -> None:
    wording = Wording.learnt(TEXTS)
    two = ["ja" if "internet" in text else "nein" for text in TEXTS]
    linear = Linear.learnt(wording.rows(TEXTS), two, softness=1.0)
    (chances,) = linear.probabilities(wording.rows(["internet tot"]))
    assert linear.labels[chances.argmax()] == "ja"


def test_shouting_shows_beside_the_words() -> None:
    calm, loud = signs("wann kommt der techniker?"), signs("WANN KOMMT DER TECHNIKER???!!! 😡")
    assert all(one <= other for one, other in zip(calm, loud, strict=True))
    assert sum(loud) > sum(calm) + 3


def test_a_reading_that_could_be_calm_or_furious_comes_to_the_middle() -> None:
    assert cheapest(np.array([0.5, 0.0, 0.0, 0.5])) in {1, 2}
    for level in range(LEVELS):
        assert cheapest(np.eye(LEVELS)[level]) == level
