"""A malformed hand edit is told with file, line and a sentence, and the rest goes on."""

from pathlib import Path

import pytest

from studio.content.changes import Add
from studio.content.examples import Lesson
from studio.content.folder import read_folder
from tests.studio.content.samples import DOMAIN, FILES, GREETING, content


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ('  - text: "moin"', '  - text: "moin', 9, "Anführungszeichen"),
        ('  - text: "moin"', '\t- text: "moin"', 8, "Tabulator"),
        ('  - text: "moin"', "  - text: so: nicht", 8, "Doppelpunkt"),
        ('  - text: "moin"', '  - text: "a\\q"', 8, "Unbekanntes"),
        ('  - text: "moin"', '   - text: "moin"', 10, "Einrückung"),
        ('  - text: "moin"', "  - moin", 8, "Name: Wert"),
        ('  - text: "moin"', "  - text:", 8, "fehlt der Satz"),
        ('  - text: "moin"', "  - text: 24103", 8, "Anführungszeichen"),
        ('  - text: "moin"', '  - text: "aus [Kiel](city"', 8, "nicht abgeschlossen"),
        ('  - text: "moin"', '  - text: "aus [Kiel](Der Ort)"', 8, "fehlt der Name"),
        ("metadata: {anger: 1, ", "metadata: {anger: viel, ", 12, "0 bis 3"),
        ("metadata: {anger: 1, ", "metadata: {anger: 7, ", 12, "0 bis 3"),
        ("- intent: greet\n", "- absicht: greet\n", 6, "intent"),
        ("- intent: greet\n", "- intent:\n", 6, "fehlt der Name"),
        ('version: "3.1"', 'version: "3.1', 4, "Anführungszeichen"),
        ("nlu:\n", "nlu: [\n", 4, "Liste"),
    ],
)
def test_a_wrong_line_is_told_with_its_file_and_number(
    wrong: str, right: str, line: int, words: str
) -> None:
    broken = content(greeting=GREETING.replace(wrong, right, 1))
    problem = broken.problems[0]
    assert problem.path == "data/nlu/greeting.yml"
    assert abs(problem.line - line) <= 1
    assert words in problem.sentence
    assert f"greeting.yml, Zeile {problem.line}: " in str(problem)


def test_the_other_intents_of_a_broken_file_go_on() -> None:
    broken = content(greeting=GREETING.replace('"moin"', '"moin'))
    assert {one.lesson.intent for one in broken.examples.values()} == {"goodbye", "ask_bill"}
    after, _ = broken.changed(Add(Lesson("goodbye", "ciao")))
    assert after.files["data/nlu/greeting.yml"] == GREETING.replace('"moin"', '"moin') + (
        '  - text: "ciao"\n'
    )
    assert after.problems == broken.problems


def test_the_other_examples_of_an_intent_with_a_bad_one_go_on() -> None:
    broken = content(greeting=GREETING.replace('"moin"', "24103"))
    assert {one.lesson.words for one in broken.examples.values() if one.lesson.intent == "greet"}
    after, _ = broken.changed(Add(Lesson("greet", "huhu")))
    assert after.problems == broken.problems


def test_a_broken_domain_is_told_and_the_examples_go_on() -> None:
    broken = content(domain=DOMAIN.replace("entities: [", "entities: ["[:-1] + "[["))
    assert [one.path for one in broken.problems] == ["bot/domain/all.yml"]
    assert len(broken.examples) == 8


def test_a_file_in_another_encoding_is_told_and_left_out(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode("latin-1" if "greeting" in path else "utf-8"))
    folder = read_folder(tmp_path)
    assert [(one.path, one.line) for one in folder.problems] == [("data/nlu/greeting.yml", 1)]
    assert {one.lesson.intent for one in folder.content.examples.values()} == {"ask_bill"}


def test_files_without_examples_are_no_problem(tmp_path: Path) -> None:
    (tmp_path / "data/nlu").mkdir(parents=True)
    (tmp_path / "data/nlu/rules.yml").write_text("rules:\n- rule: x\n  steps: []\n")
    (tmp_path / "data/nlu/empty.yml").write_text("")
    folder = read_folder(tmp_path)
    assert (folder.problems, dict(folder.content.examples)) == ((), {})
