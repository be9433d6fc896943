"""Examples are added, edited, moved and removed; comments, order and other text stay."""

import difflib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.content.changes import Add, Change, Edit, Remove, Split, Step
from studio.content.content import Content
from studio.content.examples import Example, ExampleId, Lesson
from studio.content.problems import RefusedChangeError, UnknownExampleError
from tests.studio.content.samples import BILLING, DOMAIN, FILES, GREETING, content


def of(words: str, among: Content) -> Example:
    return next(one for one in among.examples.values() if one.lesson.words == words)


def differences(before: Content, after: Content) -> list[str]:
    """What changed, as lines that begin with - or +, over all files."""
    lines: list[str] = []
    for path, text in after.files.items():
        old, new = before.files[path].split("\n"), text.split("\n")
        lines += [one for one in difflib.ndiff(old, new) if one[0] in "-+"]
    return lines


def changed(change: Change, *, before: Content | None = None) -> list[str]:
    before = before or content()
    after, _ = before.changed(change)
    return differences(before, after)


def edited(words: str, **other: object) -> list[str]:
    before = content()
    example = of(words, before)
    lesson = replace(example.lesson, **other)  # type: ignore[arg-type]
    return changed(Edit(example.lesson.id, lesson), before=before)


def test_a_new_example_comes_last_and_looks_like_its_neighbours() -> None:
    lesson = Lesson("goodbye", 'bis "bald" in [Kiel](city)', anger=1)
    assert changed(Add(lesson)) == [
        '+   - text: "bis \\"bald\\" in [Kiel](city)"',
        "+     metadata: {anger: 1}",
    ]


def test_a_new_example_stands_before_the_comment_of_the_next_intent() -> None:
    after, _ = content().changed(Add(Lesson("greet", "huhu")))
    assert "      metadata: {anger: 1, source: chat}\n" not in after.files["data/nlu/greeting.yml"]
    assert after.files["data/nlu/greeting.yml"] == GREETING.replace(
        "source: chat}\n", 'source: chat}\n  - text: "huhu"\n'
    )


def test_among_lines_of_a_text_a_new_example_is_a_line() -> None:
    assert changed(Add(Lesson("ask_bill", "rechnung?"))) == ["+     - rechnung?"]


def test_lines_of_a_text_become_a_list_when_one_of_them_is_angry() -> None:
    assert changed(Add(Lesson("ask_bill", "Was soll der MIST", anger=3))) == [
        "-   examples: |",
        "+   examples:",
        "-     - was kostet das",
        '+     - text: "was kostet das"',
        "-     - Wofür sind die [9,99 €](amount)?",
        '+     - text: "Wofür sind die [9,99 €](amount)?"',
        '+     - text: "Was soll der MIST"',
        "+       metadata: {anger: 3}",
    ]


def test_an_edited_sentence_stays_where_it_stood() -> None:
    assert edited("moin", marked="Moin moin") == ['-   - text: "moin"', '+   - text: "Moin moin"']


def test_what_stands_behind_an_edited_sentence_stays() -> None:
    assert edited('na, "du"?', marked="na, du") == [
        "-   - text: 'na, \"du\"?'   # frech",
        '+   - text: "na, du"   # frech',
    ]


def test_anger_is_set_and_taken_back() -> None:
    assert edited("moin", anger=2) == ["+     metadata: {anger: 2}"]
    assert edited("BIS NIE!", anger=3) == [
        "-     metadata: {anger: 2}",
        "+     metadata: {anger: 3}",
    ]
    assert edited("BIS NIE!", anger=0) == ["-     metadata: {anger: 2}"]


def test_other_metadata_stay_when_anger_changes() -> None:
    assert edited('na, "du"?', anger=0) == [
        "-     metadata: {anger: 1, source: chat}",
        "+     metadata: {anger: 0, source: chat}",
    ]


@pytest.mark.parametrize(
    ("item", "becomes"),
    [
        ("- {text: ahoi}", "- {text: ahoi, metadata: {anger: 2}}"),
        ("- text: ahoi\n    metadata: {source: x}",
         "- text: ahoi\n    metadata: {anger: 2, source: x}"),
        ("- text: ahoi\n    metadata:\n      source: x",
         "- text: ahoi\n    metadata:\n      anger: 2\n      source: x"),
        ("- metadata: {anger: 1}\n    text: ahoi", "- metadata: {anger: 2}\n    text: ahoi"),
        ("- text: |\n      ahoi", "- text: |\n      ahoi\n    metadata: {anger: 2}"),
    ],
)  # fmt: skip
def test_anger_fits_into_however_a_hand_has_written_the_example(item: str, becomes: str) -> None:
    text = f"nlu:\n- intent: greet\n  examples:\n  {item}\n  - text: moin\n"
    before = content(greeting=text)
    lesson = of("ahoi", before).lesson
    after, _ = before.changed(Edit(lesson.id, replace(lesson, anger=2)))
    assert after.files["data/nlu/greeting.yml"] == text.replace(item, becomes)


def test_a_moved_example_takes_its_metadata_along() -> None:
    assert edited('na, "du"?', intent="goodbye") == [
        "-   - text: 'na, \"du\"?'   # frech",
        "-     metadata: {anger: 1, source: chat}",
        "+   - text: 'na, \"du\"?'   # frech",
        "+     metadata: {anger: 1, source: chat}",
    ]


def test_an_example_moves_to_another_file_and_changes_on_the_way() -> None:
    assert edited("tschüs", intent="ask_bill", marked="tschüs, Rechnung") == [
        '-   - text: "tschüs"',
        "+     - tschüs, Rechnung",
    ]


def test_a_removed_example_takes_only_its_own_lines_along() -> None:
    before = content()
    example = of("Guten Tag aus Kiel", before)
    assert changed(Remove(example.lesson.id)) == ['-   - text: "Guten Tag aus [Kiel](city)"']


def test_an_intent_is_split_below_the_old_one_and_declared() -> None:
    before = content()
    gone = [of(words, before).lesson.id for words in ("tschüs", "BIS NIE!")]
    after, steps = before.changed(Split("goodbye", "leave_angry", tuple(gone)))
    assert after.files["data/nlu/greeting.yml"].endswith(
        "- intent: goodbye\n"
        "  examples:\n"
        '  - text: "Auf Wiedersehen"\n'
        "- intent: leave_angry\n"
        "  examples:\n"
        '  - text: "tschüs"\n'
        '  - text: "BIS NIE!"\n'
        "    metadata: {anger: 2}\n"
    )
    assert after.files["bot/domain/all.yml"] == DOMAIN.replace(
        "use_entities: []\n", "use_entities: []\n- leave_angry\n"
    )
    assert [step.after and step.after.intent for step in steps] == ["leave_angry"] * 2


def test_what_became_of_an_example_is_told() -> None:
    before = content()
    lesson = of("moin", before).lesson
    _, steps = before.changed(Edit(lesson.id, replace(lesson, marked=" Moin \n Moin ")))
    assert steps == (Step(lesson, Lesson("greet", "Moin Moin")),)


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    before = content()
    lesson = of("moin", before).lesson
    after, steps = before.changed(Edit(lesson.id, lesson))
    assert (after.files, steps) == (before.files, ())


@pytest.mark.parametrize(
    ("lesson", "words"),
    [
        (Lesson("greet", "moin"), "schon"),
        (Lesson("greet", "[moin](city)"), "schon"),
        (Lesson("greet", "  "), "1 bis"),
        (Lesson("greet", "x" * 1001), "1 bis"),
        (Lesson("nothing", "hallo"), "gibt es nicht"),
        (Lesson("greet", "hallo", anger=4), "0 bis 3"),
        (Lesson("greet", "aus [Kiel](ort)"), "city"),
        (Lesson("greet", "aus [Kiel](city"), "nicht abgeschlossen"),
    ],
)
def test_what_cannot_be_taught_is_refused_in_a_sentence(lesson: Lesson, words: str) -> None:
    with pytest.raises(RefusedChangeError, match=words):
        content().changed(Add(lesson))


def test_the_last_example_of_an_intent_stays() -> None:
    before = content(greeting="nlu:\n- intent: greet\n  examples:\n  - text: moin\n")
    with pytest.raises(RefusedChangeError, match="kein Beispiel mehr"):
        before.changed(Remove(of("moin", before).lesson.id))


def test_an_example_that_somebody_has_changed_meanwhile_is_not_there() -> None:
    with pytest.raises(UnknownExampleError, match="inzwischen"):
        content().changed(Remove(ExampleId("0" * 16)))


@pytest.mark.parametrize("new", ["Neu", "greet", "ask bill", "ä", "x: y"])
def test_a_new_intent_needs_a_name_of_its_own(new: str) -> None:
    before = content()
    with pytest.raises(RefusedChangeError):
        before.changed(Split("goodbye", new, (of("tschüs", before).lesson.id,)))


def test_line_ends_of_other_systems_stay() -> None:
    before = content(greeting=GREETING.replace("\n", "\r\n"))
    after, _ = before.changed(Add(Lesson("greet", "huhu", anger=1)))
    text = after.files["data/nlu/greeting.yml"]
    assert text.count("\r\n") == text.count("\n") == GREETING.count("\n") + 2


def test_a_file_without_a_last_line_end_takes_another_example() -> None:
    before = content(billing=BILLING.split("\n\n")[0], greeting=GREETING.rstrip("\n"))
    after, _ = before.changed(Add(Lesson("goodbye", "ciao")))
    assert after.files["data/nlu/greeting.yml"] == GREETING + '  - text: "ciao"\n'
    more, _ = after.changed(Add(Lesson("ask_bill", "teuer")))
    assert more.files["data/nlu/billing.yml"].endswith("?\n    - teuer\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_sentence_reads_back_as_it_was_written(words: str) -> None:
    before = Content(FILES)
    lesson = Lesson("greet", words)
    try:
        after, steps = before.changed(Add(lesson))
    except RefusedChangeError:
        assert not words.strip() or "[" in words or "]" in words
        return
    assert steps[0].after is not None
    assert steps[0].after.id in after.examples
    assert after.problems == ()
