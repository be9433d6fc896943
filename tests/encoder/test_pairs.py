"""Pairs for tuning: same label within a pair, different labels within a batch."""

from collections import Counter
from pathlib import Path

import pytest

from encoder.errors import UnusableExamplesError
from encoder.pairs import Example, batches_of_pairs, read_examples

EXAMPLES = [
    Example(text=f"{label} {number}", label=label)
    for label, count in {"gruss": 5, "dank": 3, "tarif": 8, "einzeln": 1}.items()
    for number in range(count)
]


def batches(*, epochs: int = 1, batch_size: int = 32, seed: int = 1) -> list[list[tuple[str, str]]]:
    made = batches_of_pairs(EXAMPLES, epochs=epochs, batch_size=batch_size, seed=seed)
    return [[(pair.anchor, pair.positive) for pair in batch] for batch in made]


def label(text: str) -> str:
    return text.split()[0]


def test_both_sentences_of_a_pair_have_one_label_and_differ() -> None:
    for anchor, positive in (pair for batch in batches() for pair in batch):
        assert label(anchor) == label(positive)
        assert anchor != positive


def test_no_label_appears_twice_in_a_batch() -> None:
    for batch in batches(epochs=3):
        labels = [label(anchor) for anchor, _ in batch]
        assert len(labels) == len(set(labels))
        assert len(labels) > 1


def test_no_batch_is_larger_than_asked_for() -> None:
    assert max(len(batch) for batch in batches(batch_size=2)) == 2


def test_in_an_epoch_no_sentence_is_in_front_twice() -> None:
    fronts = Counter(anchor for batch in batches() for anchor, _ in batch)
    assert set(fronts.values()) == {1}


def test_only_what_has_no_partner_from_another_label_is_left_out() -> None:
    fronts = {anchor for batch in batches() for anchor, _ in batch}
    # Five greetings meet five of the eight tariffs; a label with one sentence has no pair.
    assert Counter(map(label, fronts)) == {"gruss": 5, "dank": 3, "tarif": 5}


def test_of_a_label_with_many_texts_each_epoch_takes_others() -> None:
    made = batches_of_pairs(EXAMPLES, epochs=6, batch_size=32, seed=1, most_per_label=3)
    fronts = Counter(pair.anchor for batch in made for pair in batch if "tarif" in pair.anchor)
    assert fronts.total() == 6 * 3
    assert len(fronts) > 3


def test_the_seed_decides_about_the_order() -> None:
    assert batches(seed=1) == batches(seed=1)
    assert batches(seed=1) != batches(seed=2)


def test_the_order_of_the_examples_does_not_matter() -> None:
    turned = batches_of_pairs(EXAMPLES[::-1], epochs=1, batch_size=32, seed=1)
    assert [[(pair.anchor, pair.positive) for pair in batch] for batch in turned] == batches()


def test_one_label_alone_cannot_be_tuned_on() -> None:
    alone = [example for example in EXAMPLES if example.label in {"gruss", "einzeln"}]
    with pytest.raises(UnusableExamplesError):
        batches_of_pairs(alone, epochs=1, batch_size=32, seed=1)


def test_the_line_that_is_no_example_is_named(tmp_path: Path) -> None:
    file = tmp_path / "examples.jsonl"
    file.write_text('{"text": "Moin", "label": "gruss"}\n{"text": "Moin"}\n', encoding="utf-8")
    with pytest.raises(UnusableExamplesError, match="Line 2"):
        read_examples(file)


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableExamplesError, match="cannot be read"):
        read_examples(tmp_path / "nothing.jsonl")
