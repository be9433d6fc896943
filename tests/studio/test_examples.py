"""The examples are read as the engine reads them, without entity marks."""

import textwrap
from pathlib import Path

import pytest

from studio.errors import TrainingError
from studio.examples import Example, plain, read_examples, write_examples


def nlu(folder: Path, text: str, name: str = "sample.yml") -> None:
    (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("Was kostet [Kombi M](tarif)?", "Was kostet Kombi M?"),
        ("in [Kiel](city:24103)", "in Kiel"),
        ('[Handy]{"entity": "service", "value": "mobile"} weg', "Handy weg"),
        (
            '[S]{"entity": "tarif", "role": "alt"} zu [L]{"entity": "tarif", "role": "neu"}',
            "S zu L",
        ),
        ('[Kiel][{"entity": "city"}, {"entity": "ort"}] bitte', "Kiel bitte"),
        ("Preise [Stand heute] gesucht", "Preise [Stand heute] gesucht"),
        ("  Moin  ", "Moin"),
    ],
)
def test_only_the_words_of_an_example_are_left(marked: str, words: str) -> None:
    assert plain(marked) == words


def test_both_ways_to_write_examples_are_read(tmp_path: Path) -> None:
    nlu(
        tmp_path,
        """
        version: "3.1"
        nlu:
        - intent: gruessen
          examples: |
            - Moin
            - Na, wie - sagt man - geht's
        - intent: danken
          examples:
          - text: Danke
            metadata: {anger: 0}
          - text: |
              - Lieben Dank
        - synonym: mobile
          examples: |
            - Handy
        - lookup: city
          examples: |
            - Kiel
        """,
    )
    assert read_examples(tmp_path) == [
        Example(text="Moin", label="gruessen"),
        Example(text="Na, wie - sagt man - geht's", label="gruessen"),
        Example(text="Danke", label="danken"),
        Example(text="Lieben Dank", label="danken"),
    ]


def test_an_example_in_two_files_counts_once(tmp_path: Path) -> None:
    text = """
        nlu:
        - intent: gruessen
          examples: |
            - Moin
    """
    nlu(tmp_path, text, "a.yml")
    nlu(tmp_path, text, "b.yml")
    assert read_examples(tmp_path) == [Example(text="Moin", label="gruessen")]


@pytest.mark.parametrize(
    "text", ["nlu: [", "- nlu", "nlu: [{intent: a, examples: [Moin]}]", "nlu: 3"]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    nlu(tmp_path, text, "broken.yml")
    with pytest.raises(TrainingError, match=r"broken\.yml"):
        read_examples(tmp_path)


def test_no_examples_at_all_are_told_in_a_sentence(tmp_path: Path) -> None:
    nlu(tmp_path, "version: '3.1'")
    with pytest.raises(TrainingError, match="no examples"):
        read_examples(tmp_path)


def test_written_examples_are_one_json_object_a_line(tmp_path: Path) -> None:
    write_examples([Example(text='Tschüß "du"', label="bye")], tmp_path / "out.jsonl")
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert written == '{"text": "Tschüß \\"du\\"", "label": "bye"}\n'
