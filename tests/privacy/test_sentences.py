"""Precision and recall on sentences as people write them; run with -s to see the tables."""

import pytest

from tests.privacy.quality import FOLDER, found, read_sentences, scores, table

# Below this the build fails. One value gone wrong costs 0.005 of the first set, 0.02 of the second.
# The second set was written when the search was done. When it first met it, precision was 1.000
# and recall 0.917; expect that of words nobody has thought of, not the figures after the repair.
LEAST = 0.97
FILES = ("sentences.jsonl", "sentences_fresh.jsonl")
LEAST_PER_KIND = 0.9


@pytest.mark.parametrize("name", FILES)
def test_personal_data_is_found_to_the_letter_and_little_else_is(name: str) -> None:
    sentences = read_sentences(name)
    measured = scores(sentences)
    wrong = [sentence.text for sentence in sentences if found(sentence) != sentence.personal]
    report = "\n".join([name, table(measured), *wrong])
    print(f"\n{report}")
    assert measured["all"].precision >= LEAST, report
    assert measured["all"].recall >= LEAST, report
    for score in measured.values():
        assert min(score.precision, score.recall) >= LEAST_PER_KIND, report


def test_the_sets_are_large_and_half_of_them_holds_no_personal_data() -> None:
    every = [sentence for name in FILES for sentence in read_sentences(name)]
    assert len(every) >= 320
    harmless = sum(not sentence.personal for sentence in every)
    assert 0.4 <= harmless / len(every) <= 0.6


def test_every_value_of_the_sets_stands_in_its_sentence() -> None:
    for name in FILES:
        assert (FOLDER / name).exists()
        for sentence in read_sentences(name):
            for _, value in sentence.personal:
                assert value in sentence.text
