"""A new intent comes with all that it takes for customers to reach it; all else stays as it is."""

from dataclasses import replace
from difflib import unified_diff

import pytest

from studio.content.changes import NewIntent, ReadIn, Split
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.problems import RefusedChangeError
from studio.content.sections import with_more
from tests.studio.content.samples import FILES, content
from tests.studio.content.test_changes import of

NEW = NewIntent(
    name="ask_shop",
    title="Fragt nach unseren Läden",
    topic="data/nlu/greeting.yml",
    answer="Am Markt findest du uns.",
    formal='Am Markt finden Sie uns: "gleich links".',
)
LESSONS = (
    Lesson("ask_shop", "wo in [Kiel](city) habt ihr einen Laden"),
    Lesson("ask_shop", "WO IST DER LADEN", 2),
    Lesson("ask_shop", "gibt es euch auch zum Anfassen?"),
)
RULES = """\
version: "3.1"

rules:
- rule: A greeting is answered
  steps:
  - intent: greet
  - action: utter_greet
# Das Ende.
"""


def added(before: Content, after: Content) -> dict[str, list[str]]:
    """Return by file what was added; nothing may be gone."""
    found = {}
    for path, text in after.files.items():
        old = before.files.get(path, "")
        lines = list(unified_diff(old.splitlines(), text.splitlines(), lineterm="", n=0))[2:]
        assert not [line for line in lines if line.startswith("-")], path
        if new := [line[1:] for line in lines if line.startswith("+")]:
            found[path] = new
    return found


def test_a_new_intent_is_declared_taught_answered_and_tried() -> None:
    before = Content({**FILES, "data/rules/greeting.yml": RULES})
    after, steps = before.changed(ReadIn((*LESSONS, Lesson("greet", "huhu")), "CSV", (NEW,)))
    assert after.problems == ()
    assert len(steps) == 4
    assert added(before, after) == {
        "data/nlu/greeting.yml": [
            '  - text: "huhu"',
            "# Fragt nach unseren Läden",
            "- intent: ask_shop",
            "  examples:",
            '  - text: "wo in [Kiel](city) habt ihr einen Laden"',
            '  - text: "WO IST DER LADEN"',
            "    metadata: {anger: 2}",
            '  - text: "gibt es euch auch zum Anfassen?"',
        ],
        "bot/domain/all.yml": [
            "- ask_shop",
            "",
            "responses:",
            "  utter_ask_shop:",
            '  - text: "Am Markt findest du uns."',
            '  - text: "Am Markt finden Sie uns: \\"gleich links\\"."',
            "    condition:",
            "    - type: slot",
            "      name: address_form",
            "      value: sie",
        ],
        "data/rules/greeting.yml": [
            "",
            '- rule: "Fragt nach unseren Läden"',
            "  steps:",
            "  - intent: ask_shop",
            "  - action: utter_ask_shop",
        ],
        "tests/stories/test_greeting.yml": [
            'version: "3.1"',
            "",
            "stories:",
            '- story: "Fragt nach unseren Läden"',
            "  steps:",
            '  - user: "gibt es euch auch zum Anfassen?"',
            "    intent: ask_shop",
            "  - action: utter_ask_shop",
        ],
    }


def test_two_new_intents_enter_at_once() -> None:
    other = replace(NEW, name="ask_hours", title="Fragt, wann offen ist")
    lessons = (*LESSONS, Lesson("ask_hours", "habt ihr samstags offen"))
    after, _ = content().changed(ReadIn(lessons, "CSV", (NEW, other)))
    assert {"ask_shop", "ask_hours"} <= after.declared.intents & after.intents.keys()
    assert {"utter_ask_shop", "utter_ask_hours"} <= after.answers.keys()
    assert after.files["data/rules/greeting.yml"].count("- rule:") == 2
    assert after.files["tests/stories/test_greeting.yml"].count("- story:") == 2


def test_an_intent_is_split_off_with_its_answer() -> None:
    before = content()
    gone = tuple(of(words, before).lesson.id for words in ("tschüs", "BIS NIE!"))
    leave = replace(NEW, name="leave", title="Geht")
    after, _ = before.changed(Split("goodbye", "leave", gone, leave))
    assert after.answers["utter_leave"][0].text == NEW.answer
    assert "- intent: leave\n  - action: utter_leave\n" in after.files["data/rules/greeting.yml"]
    assert '- user: "tschüs"' in after.files["tests/stories/test_greeting.yml"]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (replace(NEW, name="Ask Shop"), "kleinen Buchstaben"),
        (replace(NEW, name="greet"), "gibt es schon"),
        (replace(NEW, title=" "), "braucht eine Beschreibung"),
        (replace(NEW, title="x" * 81), "braucht eine Beschreibung"),
        (replace(NEW, answer="  \n"), "fehlt, was der Assistent antwortet"),
        (replace(NEW, answer="x" * 1001), "1 bis 1000"),
        (replace(NEW, answer="Im Monat {month}."), "kann hier nicht eingesetzt"),
        (replace(NEW, formal=""), "duzt"),
        (replace(NEW, topic="data/nlu/other.yml"), "Thema"),
        (replace(NEW, name="bill"), "Eine Antwort „utter_bill“ gibt es schon"),
        (replace(NEW, name="ask_nothing"), "kein Beispiel übrig"),
    ],
)
def test_what_would_make_no_intent_is_refused_in_a_sentence(new: NewIntent, told: str) -> None:
    wanted = tuple(
        replace(one, intent=new.name) for one in LESSONS if new.name != "ask_nothing"
    ) or (Lesson("greet", "huhu"),)
    with pytest.raises(RefusedChangeError, match=told):
        content().changed(ReadIn(wanted, "CSV", (new,)))


def test_two_new_intents_cannot_have_one_name() -> None:
    with pytest.raises(RefusedChangeError, match="heißen gleich"):
        content().changed(ReadIn(LESSONS, "CSV", (NEW, NEW)))


@pytest.mark.parametrize(
    "text",
    [
        "rules:\n- rule: a\n  steps: []",
        "rules:\n  - rule: a\n    steps: []\n\n\n# below\nother: 1\n",
        "rules:\n- rule: a\n  steps:\n  - checkpoint: |\n      x\n      # no comment\n\nother: 1\n",
        "other: 1\n",
        "",
        "rules:\r\n- rule: a\r\n  steps: []\r\n",
    ],
)
def test_more_is_put_at_the_end_of_a_section(text: str) -> None:
    after = with_more(text, "rules", "- rule: b\n  steps: []\n", apart=True)
    assert after.count("rule: b") == 1
    assert after.count("\r\n") in (0, after.count("\n"))
    told = added(Content({"x": text}), Content({"x": after}))["x"]
    assert {"- rule: b", "steps: []"} <= {line.strip() for line in told}


@pytest.mark.parametrize(
    "text", ["rules: [a]\n", "rules: x\n", "- a\n", "rules: []\n", "rules:\n- 'a\n"]
)
def test_a_section_that_is_written_in_another_way_is_left_to_a_hand(text: str) -> None:
    with pytest.raises(RefusedChangeError, match="ungewöhnlich"):
        with_more(text, "rules", "- rule: b\n  steps: []\n")
