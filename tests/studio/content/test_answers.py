"""Answers are reworded where they stand; all else in the file stays byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.content.answers import Variant
from studio.content.changes import Reword
from studio.content.content import Content
from studio.content.folder import read_folder
from studio.content.problems import RefusedChangeError
from tests.studio.content.samples import ANSWERS, FILES, content
from tests.studio.content.test_changes import differences

REPOSITORY = Path(__file__).parents[3]
PATH = "bot/domain/answers.yml"


def variant(name: str, number: int = 0, *, among: Content | None = None) -> Variant:
    return (among or content()).answers[name][number]


def reword(name: str, after: str, number: int = 0) -> Reword:
    return Reword(name, number, variant(name, number).text, after)


def lines(change: Reword) -> list[str]:
    before = content()
    return differences(before, before.changed(change)[0])


def test_answers_are_read_with_all_that_belongs_to_them() -> None:
    answers = content().answers
    assert list(answers) == ["utter_bill", "utter_no_bill", "utter_private"]
    assert answers["utter_bill"][0].placeholders == {"month", "items"}
    assert answers["utter_bill"][0].conditions == ()
    assert answers["utter_no_bill"][0].text == "Ich finde noch keine Rechnung von dir."
    formal = answers["utter_no_bill"][1]
    assert formal.conditions == (("address_form", "sie"),)
    assert formal.buttons == ("Menschen dazuholen",)
    assert answers["utter_private"][0].channel == "x_public"
    assert ANSWERS.split("\n")[formal.line - 1] == "  - text: |"


def test_a_line_in_quotes_is_reworded_and_its_comment_stays() -> None:
    assert lines(reword("utter_bill", "{items}\n\nSo steht's im {month}.")) == [
        '-   - text: "Deine Rechnung für {month}:\\n{items}"   # kurz',
        '+   - text: "{items}\\n\\nSo steht\'s im {month}."   # kurz',
    ]


def test_a_folded_text_becomes_one_line_and_the_comment_below_stays() -> None:
    assert set(lines(reword("utter_no_bill", "Noch gibt es keine."))) == {
        "-   - text: >-",
        "-       Ich finde noch keine Rechnung",
        "-       von dir.",
        '+   - text: "Noch gibt es keine."',
    }


def test_a_text_of_several_lines_leaves_what_follows_it() -> None:
    changed, _ = content().changed(reword("utter_no_bill", "Keine.", 1))
    assert '  - text: "Keine."\n\n    condition: *sie\n' in changed.files[PATH]


def test_a_word_without_quotes_is_reworded() -> None:
    assert lines(reword("utter_private", 'Sag: "Moin"')) == [
        "-   - text: Schreib uns.",
        '+   - text: "Sag: \\"Moin\\""',
    ]


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        ("  \n ", "1 bis"),
        ("x" * 1001, "1 bis"),
        ("Für {price}", "{price}"),
    ],
)
def test_what_could_not_be_said_is_refused(after: str, sentence: str) -> None:
    with pytest.raises(RefusedChangeError, match=sentence):
        content().changed(reword("utter_bill", after))


def test_who_saw_another_version_is_told() -> None:
    for change in (Reword("utter_bill", 0, "alt", "neu"), Reword("utter_nothing", 0, "", "neu")):
        with pytest.raises(RefusedChangeError, match="inzwischen"):
            content().changed(change)


def test_a_text_that_two_variants_share_by_an_anchor_is_left_to_hands() -> None:
    shared = "responses:\n  a:\n  - text: &one Moin\n  - text: *one\n"
    before = Content({**FILES, PATH: shared})
    with pytest.raises(RefusedChangeError, match="von Hand"):
        before.changed(Reword("a", 0, "Moin", "Tach"))


def test_a_file_that_is_no_yaml_is_told_and_the_others_are_read() -> None:
    broken = Content({**FILES, "bot/domain/broken.yml": 'responses:\n  a: "'})
    assert list(broken.answers) == list(content().answers)
    assert [one.path for one in broken.problems] == ["bot/domain/broken.yml"]


@given(st.text(max_size=200))
def test_any_text_comes_back_as_it_was_typed_or_is_refused(text: str) -> None:
    try:
        changed, _ = content().changed(reword("utter_private", text))
    except RefusedChangeError:
        return
    said = variant("utter_private", among=changed).text
    assert said.split() == text.split()


def test_all_answers_of_the_assistant_can_be_reworded() -> None:
    before = Content(read_folder(REPOSITORY).content.files)
    assert len(before.answers) > 100
    refused = []
    for name, variants in before.answers.items():
        for one in variants:
            change = Reword(name, one.number, one.text, f"{one.text} Moin.")
            try:
                after, _ = before.changed(change)
            except RefusedChangeError:
                refused.append((name, one.number))
                continue
            assert after.answers[name][one.number].text == f"{one.text.rstrip()} Moin."
    assert refused == []
