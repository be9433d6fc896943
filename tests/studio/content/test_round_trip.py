"""Whatever stands in the real files is read, and stays byte for byte beside a change."""

from pathlib import Path

import pytest

from studio.content.changes import Add, Remove
from studio.content.content import Content
from studio.content.documents import Document
from studio.content.examples import Lesson
from studio.content.folder import read_folder
from studio.content.layout import lines_of
from studio.examples import read_examples

REPOSITORY = Path(__file__).parents[3]
FILES = sorted((REPOSITORY / "data" / "nlu").glob("*.yml"))


@pytest.fixture(scope="module")
def real() -> Content:
    folder = read_folder(REPOSITORY)
    assert folder.problems == ()
    return folder.content


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_pieces_of_every_file_are_the_file(file: Path) -> None:
    text = file.read_bytes().decode()
    layout = Document(file.name, text).layout
    assert layout.known
    assert layout.before.text + "".join(one.text for one in layout.blocks) + layout.after.text == (
        text
    )


def test_the_studio_reads_what_the_trainer_reads(real: Content) -> None:
    ours = {(one.lesson.words, one.lesson.intent) for one in real.examples.values()}
    theirs = {(one.text, one.label) for one in read_examples(REPOSITORY / "data" / "nlu")}
    assert ours == theirs


def test_every_example_stands_on_the_line_that_is_told(real: Content) -> None:
    lines = {path: lines_of(document.text) for path, document in real.documents.items()}
    for example in real.examples.values():
        assert lines[example.path][example.line - 1].lstrip().startswith("- text: ")


def test_an_example_added_and_removed_again_leaves_the_identical_bytes_in_every_file(
    real: Content,
) -> None:
    for path in real.documents:
        intents = [name for name, (its, _) in real.intents.items() if its == path]
        for intent in intents[:1]:
            lesson = Lesson(intent=intent, marked='ganz neuer Satz mit "Zitat" 🔧', anger=2)
            more, _ = real.changed(Add(lesson))
            changed = {name for name, text in more.files.items() if text != real.files[name]}
            assert changed == {path}
            assert len(more.files[path]) > len(real.files[path])
            again, _ = more.changed(Remove(lesson.id))
            assert again.files == real.files
