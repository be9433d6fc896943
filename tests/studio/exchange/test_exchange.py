"""What is written down is read again as it was; what cannot be read is told by line."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.content.changes import ReadIn
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.marks import Mark, Sentence, write
from studio.content.problems import RefusedChangeError
from studio.content.scalars import one_line
from studio.exchange.formats import MOST_BYTES, WRITTEN, Format, Found, UnreadableFileError
from studio.exchange.reading import read_file
from studio.exchange.sorting import Kind, Names, sort_out
from studio.exchange.writing import written
from tests.studio.content.samples import FILES

WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="[](){}"), min_size=1, max_size=40
).map(one_line)
TRICKY = st.sampled_from(
    ["=1+1", "'=x", "-", "- moin", "a;b", 'sagt "x"', "ä\u00a0ö", "#tag: 1", "null", "🔧 kaputt"]
)
NAME = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)


@st.composite
def lessons(draw: st.DrawFn) -> Lesson:
    words = one_line(draw(st.one_of(WORDS, TRICKY)))
    if not words:
        words = "moin"
    marked = words
    if draw(st.booleans()):
        end = draw(st.integers(1, len(words)))
        value = draw(st.one_of(st.none(), NAME))
        marked = write(Sentence(words, (Mark(0, end, draw(NAME), value),)))
    return Lesson(draw(NAME), one_line(marked), draw(st.integers(0, 3)))


@settings(max_examples=60, deadline=None)
@given(st.lists(lessons(), min_size=1, max_size=6), st.sampled_from(WRITTEN))
def test_what_is_written_is_read_again(made: list[Lesson], kind: Format) -> None:
    read = read_file(f"x.{kind.value}", written(made, kind).encode())
    assert read.problems == ()
    found = [one.lesson for one in read.found]
    if kind is Format.YAML:
        # There the examples of an intent stand together.
        assert sorted(found, key=str) == sorted(made, key=str)
    else:
        assert found == made


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_sample_comes_back_whole_and_brings_nothing_new(kind: Format) -> None:
    content = Content(FILES)
    made = [one.lesson for one in content.examples.values()]
    found = read_file(f"x.{kind.value}", written(made, kind).encode()).found
    preview = sort_out(found, content, Nothing(), Names())
    assert [one.kind for one in preview.rows] == [Kind.DUPLICATE] * len(made)


class Nothing:
    """Finds a telephone number in what says so, and nothing else personal."""

    def kinds(self, text: str) -> list[str]:
        return ["Telefonnummer"] if "0431" in text else []

    def hidden(self, text: str) -> str:
        return text.replace("0431 5550177", "[TELEFON_7]")


def test_rasa_x_left_behind_json_and_markdown() -> None:
    entity = {"start": 4, "end": 8, "value": "kiel", "entity": "city"}
    examples = [
        {"text": "aus Kiel", "intent": "greet", "entities": [entity]},
        {"text": "moin", "intent": "greet"},
    ]
    body = json.dumps({"rasa_nlu_data": {"common_examples": examples}}, indent=1)
    read = read_file("alt.json", body.encode())
    assert [one.lesson.marked for one in read.found] == [
        'aus [Kiel]{"entity": "city", "value": "kiel"}',
        "moin",
    ]
    assert [one.line for one in read.found] == [5, 17]
    markdown = """## intent:greet
- moin <!-- kurz -->
- aus [Kiel](city:kiel)
## synonym:kiel
- Kiel an der Förde
## intent:goodbye
* tschüs
"""
    found = read_file("alt.md", markdown.encode()).found
    assert [(one.lesson.intent, one.lesson.marked, one.line) for one in found] == [
        ("greet", "moin", 2),
        ("greet", 'aus [Kiel]{"entity": "city", "value": "kiel"}', 3),
        ("goodbye", "tschüs", 7),
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.csv", "satz;absicht\nmoin;greet\nhallo\n", "x.csv, Zeile 3: Hier fehlt die Absicht"),
        ("x.csv", "text;intent;anger\nmoin;greet;9\n", "x.csv, Zeile 2: Der Ärger"),
        ("x.csv", 'text;intent\n"moin;greet\n', "x.csv, Zeile 2: Ein Anführungszeichen"),
        ("x.csv", "text,intent\nja, moin,greet\n", "x.csv, Zeile 2: Diese Zeile hat mehr Felder"),
        ("x.csv", "moin;greet\n", "x.csv, Zeile 1: Die erste Zeile nennt die Spalten"),
        ("x.jsonl", '{"text": "a", "intent": "b"}\n{"text"\n', "x.jsonl, Zeile 2: Diese Zeile"),
        ("x.jsonl", '{"text": 1, "intent": "b"}', "x.jsonl, Zeile 1: Hier fehlt der Satz"),
        ("x.jsonl", "[1]", "x.jsonl, Zeile 1: Auf jeder Zeile steht ein Objekt"),
        (
            "x.jsonl",
            '{"text": "ab", "intent": "b", "entities": [{"entity": "c", "start": 0, "end": 9}]}',
            "x.jsonl, Zeile 1: „start“ und „end“",
        ),
        ("x.yml", 'nlu:\n- intent: greet\n  examples:\n  - text: "moin\n', "x.yml, Zeile"),
        ("x.yml", "hallo\n", "x.yml, Zeile 1: Hier fehlt „nlu:“"),
        ("x.json", '{"rasa_nlu_data":\n [}', "x.json, Zeile 2: Hier ist die Datei kein"),
        ("x.json", '{"a": 1}', "x.json, Zeile 1: Hier wird"),
        ("x.md", "## greet\n- moin\n", "x.md, Zeile 1: Eine Überschrift"),
        ("x.md", "## intent:greet\nmoin\n", "x.md, Zeile 2: Diese Zeile beginnt nicht"),
        ("x.csv", 'text;intent\n[Kiel]{"entity": 1};greet\n', "x.csv, Zeile 2: "),
    ],
)
def test_what_cannot_be_read_is_told_by_line(name: str, content: str, told: str) -> None:
    problems = read_file(name, content.encode()).problems
    assert str(problems[0]).startswith(told)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.txt", b"moin", "heißt nicht wie eine"),
        ("moin", b"moin", "heißt nicht wie eine"),
        ("x.csv", b"text;intent\nmoin;greet\nGr\xfc\xdfe;greet\n", "x.csv, Zeile 3"),
        ("x.csv", b"text;intent\n", "keine Beispiele"),
        ("x.jsonl", b"", "keine Beispiele"),
        ("x.csv", b"x" * (MOST_BYTES + 1), "größer als"),
        ("x.json", b"[" * 100_000, "zu tief"),
    ],
)
def test_a_file_that_is_none_is_told_as_a_whole(name: str, content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFileError, match=told):
        read_file(name, content)


def found(*lessons: Lesson) -> list[Found]:
    return [Found(one, line) for line, one in enumerate(lessons, 1)]


def test_each_example_is_told_what_it_is_to_the_draft() -> None:
    rows = found(
        Lesson("greet", "huhu"),
        Lesson("greet", "HUHU"),
        Lesson("greet", "HUHU", 2),
        Lesson("goodbye", "Moin!"),
        Lesson("greet", "moin", 2),
        Lesson("greet", "ruf [0431 5550177](city) an"),
        Lesson("ask_parcel", "wo ist mein paket"),
        Lesson("greet", "aus [Husum](town)"),
        Lesson("greet", "x" * 2000),
    )
    preview = sort_out(rows, Content(FILES), Nothing(), Names())
    assert [one.kind for one in preview.rows] == [
        Kind.NEW,
        Kind.DUPLICATE,
        Kind.NEW,
        Kind.CONTRADICTION,
        Kind.DUPLICATE,
        Kind.PERSONAL,
        Kind.UNKNOWN,
        Kind.NEW,
        Kind.UNFIT,
    ]
    assert preview.rows[7].lesson.marked == "aus Husum"
    assert (preview.unknown_intents, preview.unknown_entities) == ({"ask_parcel": 1}, {"town": 1})
    names = Names(intents={"ask_parcel": "goodbye"}, entities={"town": "city"})
    mapped = sort_out(rows, Content(FILES), Nothing(), names)
    assert mapped.rows[6].lesson.intent == "goodbye"
    assert mapped.rows[7].lesson.marked == "aus [Husum](city)"
    assert mapped.seal != preview.seal


def test_what_is_personal_gives_way_unless_it_is_marked_or_there_already() -> None:
    rows = found(
        Lesson("greet", "Gruß, Frau Kowalski, 0431 5550177"),
        Lesson("greet", "moin"),
    )
    (changed, there) = sort_out(rows, Content(FILES), Nothing(), Names()).rows
    assert (changed.kind, changed.why) == (Kind.NEW, "Persönliches ersetzt")
    assert "[TELEFON_1]" in changed.lesson.words
    assert "Kowalski" not in changed.lesson.words
    assert (there.kind, there.found.replaced) == (Kind.DUPLICATE, False)


def test_many_enter_at_once_and_none_that_is_there() -> None:
    content = Content(FILES)
    made = tuple(
        Lesson(intent, f"Satz {number}: „ja“", number % 4)
        for number in range(30)
        for intent in ("greet", "ask_bill")
    )
    changed, steps = content.changed(ReadIn(made, "CSV"))
    assert {one.id for one in made} <= changed.examples.keys()
    assert len(changed.examples) == len(content.examples) + 60
    assert len(steps) == 60
    assert changed.problems == content.problems
    for twice in ((made[0], made[0]), (Lesson("greet", "moin"),), (Lesson("nix", "moin"),)):
        with pytest.raises(RefusedChangeError):
            content.changed(ReadIn(twice, "CSV"))
