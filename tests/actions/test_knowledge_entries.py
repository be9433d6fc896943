"""The knowledge as it is written: every entry whole, short, and in nobody's face."""

from pathlib import Path

import pytest

from actions.knowledge_entries import Entry, KnowledgeFormatError, read_entries
from actions.knowledge_threshold import read_trials
from tests.bot.test_content import FORMAL, INFORMAL

ENTRIES = read_entries()
SHOWN_BEFORE_THE_SOURCE = "\nQuelle: "
FEWEST = 60


def test_there_is_enough_to_know_and_no_id_twice() -> None:
    assert len(ENTRIES) >= FEWEST
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_entry_has_all_its_parts_and_fits_into_one_post(entry: Entry) -> None:
    assert entry.title
    assert len(entry.wordings) >= 3
    assert len(entry.answer + SHOWN_BEFORE_THE_SOURCE + entry.title) <= 280


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_an_answer_suits_du_and_sie_and_names_no_brand(entry: Entry) -> None:
    assert not INFORMAL.search(entry.answer)
    for found in FORMAL.finditer(entry.answer):
        # "Sie" may begin a sentence about something else.
        assert entry.answer[: found.start()].rstrip()[-1:] in {"", ".", "!", "?", ":"}, (
            found.group()
        )
    assert "rdekom" not in entry.answer + entry.title


def test_no_wording_belongs_to_two_entries() -> None:
    wordings = [wording.casefold() for entry in ENTRIES for wording in entry.wordings]
    assert {each for each in wordings if wordings.count(each) > 1} == set()


def test_trials_name_entries_that_exist_and_repeat_no_wording() -> None:
    ids = {entry.id for entry in ENTRIES}
    wordings = {wording.casefold() for entry in ENTRIES for wording in entry.wordings}
    for trial in read_trials():
        assert trial.entry is None or trial.entry in ids, trial.question
        assert trial.question.casefold() not in wordings, "a trial has to be a fresh question"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# T\n\n## Frage?\nAuch: a\nQuelle: T\n\nAntwort.", "lacks its"),
        ("# T\n\n## Frage? {#f}\nQuelle: T\n\nAntwort.", "have to come first"),
        ("# T\n\n## Frage? {#f}\nAuch: a\n\nAntwort.", "have to come first"),
        ("# T\n\n## Frage? {#f}\nAuch: a\nQuelle: T\n", "0 characters"),
        (f"# T\n\n## Frage? {{#f}}\nAuch: a\nQuelle: T\n\n{'x' * 281}", "281 characters"),
        ("\n## F {#f}\nAuch: a\nQuelle: T\n\nA.\n\n## G {#f}\nAuch: b\nQuelle: T\n\nB.", "once"),
    ],
)
def test_what_is_written_wrongly_is_refused_with_its_place(
    tmp_path: Path, text: str, problem: str
) -> None:
    (tmp_path / "topic.md").write_text(text, "utf-8")
    with pytest.raises(KnowledgeFormatError, match=problem):
        read_entries(tmp_path)


def test_an_entry_is_read_with_all_its_wordings(tmp_path: Path) -> None:
    text = "# T\n\n## Wie? {#how}\nAuch: a | b\nQuelle: Hilfe\n\nSo\nund so.\n"
    (tmp_path / "topic.md").write_text(text, "utf-8")
    assert read_entries(tmp_path) == (
        Entry(
            id="how", topic="topic", title="Hilfe", wordings=("Wie?", "a", "b"), answer="So und so."
        ),
    )
