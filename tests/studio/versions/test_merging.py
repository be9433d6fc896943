"""Two editors at once: what fits together is put together, what does not is shown."""

from dataclasses import replace

import pytest

from studio.content.changes import Add, Change, Edit, Remove, Split
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.versions.conflicts import ConflictsError, merged
from studio.versions.merging import Side
from tests.studio.content.samples import content
from tests.studio.content.test_changes import of

BASE = content()
MOIN = of("moin", BASE).lesson
BYE = of("tschüs", BASE).lesson
LAST = of("Auf Wiedersehen", BASE).lesson


def after(*changes: Change) -> Content:
    now = BASE
    for change in changes:
        now, _ = now.changed(change)
    return now


def together(mine: Content, theirs: Content, **choices: Side) -> Content:
    return Content(merged(BASE.files, mine.files, theirs.files, choices=choices))  # type: ignore[arg-type]


def lessons(version: Content) -> set[Lesson]:
    return {example.lesson for example in version.examples.values()}


def edit(lesson: Lesson, **to: object) -> Edit:
    return Edit(lesson.id, replace(lesson, **to))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Add(Lesson("greet", "hei")), Add(Lesson("greet", "huhu"))),
        (Add(Lesson("greet", "hei")), Add(Lesson("greet", "hei"))),
        (Add(Lesson("greet", "hei", anger=2)), edit(MOIN, anger=1)),
        (edit(MOIN, marked="Moin!"), edit(BYE, marked="Tschüs!")),
        (edit(MOIN, marked="Moin!"), Remove(of("Guten Tag aus Kiel", BASE).lesson.id)),
        (edit(LAST, marked="Auf Wiedersehen!"), Add(Lesson("goodbye", "ciao"))),
        (edit(LAST, anger=1), Add(Lesson("goodbye", "ciao", anger=3))),
        (Remove(LAST.id), Add(Lesson("goodbye", "ciao"))),
        (Remove(LAST.id), Remove(LAST.id)),
        (edit(MOIN, intent="goodbye"), Add(Lesson("goodbye", "ciao"))),
        (Add(Lesson("greet", "hei")), Split("goodbye", "leave", (BYE.id,))),
        (Add(Lesson("goodbye", "ciao")), Split("goodbye", "leave", (BYE.id,))),
        (Add(Lesson("ask_bill", "teuer!", anger=2)), Add(Lesson("greet", "hei"))),
    ],
)
def test_what_does_not_touch_each_other_goes_together_either_way(
    mine: Change, theirs: Change
) -> None:
    one, other = after(mine), after(theirs)
    old, both = lessons(BASE), lessons(together(one, other))
    expected = (old & lessons(one) & lessons(other)) | (lessons(one) - old) | (lessons(other) - old)
    assert both == expected == lessons(together(other, one))
    assert together(one, other).problems == ()


def test_the_same_example_changed_in_two_ways_is_shown_with_both() -> None:
    mine, theirs = after(edit(MOIN, marked="Moin!")), after(edit(MOIN, marked="moin?"))
    with pytest.raises(ConflictsError) as error:
        together(mine, theirs)
    (conflict,) = error.value.conflicts
    assert (conflict.path, conflict.line) == ("data/nlu/greeting.yml", 8)
    assert '"Moin!"' in conflict.mine
    assert '"moin?"' in conflict.theirs
    for side, words in ((Side.MINE, {"Moin!"}), (Side.THEIRS, {"moin?"}),
                        (Side.BOTH, {"Moin!", "moin?"})):  # fmt: skip
        decided = together(mine, theirs, **{conflict.id: side})
        assert {one.words for one in lessons(decided) - lessons(BASE)} == words


@pytest.mark.parametrize(
    ("mine", "theirs", "sentence"),
    [
        (Remove(MOIN.id), edit(MOIN, anger=2), "Sie haben gelöscht"),
        (edit(MOIN, anger=2), Remove(MOIN.id), "hat jemand gelöscht"),
        (edit(MOIN, intent="goodbye"), edit(MOIN, marked="moin!"), "gelöscht"),
    ],
)
def test_changed_here_and_gone_there_is_a_conflict(
    mine: Change, theirs: Change, sentence: str
) -> None:
    with pytest.raises(ConflictsError) as error:
        together(after(mine), after(theirs))
    assert sentence in error.value.conflicts[0].sentence


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Add(Lesson("greet", "jo")), Add(Lesson("goodbye", "Jo"))),
        (Add(Lesson("greet", "jo", anger=1)), Add(Lesson("greet", "jo", anger=2))),
        (edit(MOIN, intent="goodbye"), edit(MOIN, intent="ask_bill")),
    ],
)
def test_one_sentence_taught_in_two_ways_is_a_conflict(mine: Change, theirs: Change) -> None:
    one, other = after(mine), after(theirs)
    with pytest.raises(ConflictsError) as error:
        together(one, other)
    (conflict,) = error.value.conflicts
    assert "inzwischen" in conflict.sentence
    decided = lessons(together(one, other, **{conflict.id: Side.MINE}))
    assert lessons(one) - lessons(BASE) <= decided
    assert not (lessons(other) - lessons(BASE)) & decided


def test_two_new_intents_at_one_place_of_the_domain_are_shown() -> None:
    with pytest.raises(ConflictsError) as error:
        together(
            after(Split("goodbye", "a1", (BYE.id,))), after(Split("goodbye", "b1", (LAST.id,)))
        )
    (conflict,) = error.value.conflicts
    assert (conflict.mine, conflict.theirs) == ("- a1\n", "- b1\n")


def test_a_comment_of_a_hand_stays_beside_an_editors_change() -> None:
    by_hand = dict(BASE.files)
    by_hand["data/nlu/greeting.yml"] = by_hand["data/nlu/greeting.yml"].replace(
        "# Aus dem Chat.", "# Aus dem Chat am Montag."
    )
    files = merged(BASE.files, after(Add(Lesson("greet", "hei"))).files, by_hand)
    text = files["data/nlu/greeting.yml"]
    assert "am Montag" in text
    assert '"hei"' in text
