"""Each change is a commit in the editor's name; what is published is in the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.content.changes import Add, Edit, Remove, Split
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.folder import read_folder
from studio.content.problems import UnknownExampleError
from studio.versions.conflicts import ConflictsError
from studio.versions.drafts import Editor
from studio.versions.history import history
from studio.versions.merging import Side
from tests.studio.content.samples import FILES, GREETING
from tests.studio.content.test_changes import of
from tests.studio.versions.repository import ANNA, BODO, Studio, new_studio


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return new_studio(tmp_path)


def words(content: Content) -> set[str]:
    return {example.lesson.words for example in content.examples.values()}


def lesson(studio: Studio, told: str, editor: Editor = ANNA) -> Lesson:
    return of(told, studio.drafts.open(editor).content).lesson


def test_a_change_is_a_readable_commit_in_the_editors_name(studio: Studio) -> None:
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")), why="Schreiben\nviele.")
    told = studio.hand("log", "-1", "--format=%an <%ae>|%aI|%s|%b", ANNA.branch)
    who, when, what, why = told.split("|")
    assert who == "Anna Petersen <anna>"
    assert when == "2026-03-02T12:00:00Z" or when == "2026-03-02T12:00:00+00:00"
    assert what == "greet: „hei“ ergänzt"
    assert why.startswith("Schreiben viele.\n\nLotse-After: ")


@pytest.mark.parametrize(
    ("told", "change", "subject"),
    [
        ("moin", {"marked": "Moin!"}, "greet: „moin“ jetzt „Moin!“"),
        ("moin", {"anger": 2}, "greet: „moin“ Ärger 0 → 2"),
        ("moin", {"intent": "goodbye"}, "goodbye: „moin“ von greet hierher"),
        ("Guten Tag aus Kiel", {"marked": "Guten Tag aus Kiel"},
         "greet: „Guten Tag aus Kiel“ anders markiert"),
    ],
)  # fmt: skip
def test_what_was_done_to_an_example_is_told(
    studio: Studio, told: str, change: dict[str, object], subject: str
) -> None:
    before = lesson(studio, told)
    after = replace(before, **change)  # type: ignore[arg-type]
    studio.drafts.change(ANNA, Edit(before.id, after))
    assert studio.hand("log", "-1", "--format=%s", ANNA.branch).strip() == subject


def test_a_draft_is_nobody_elses_and_not_in_the_files(studio: Studio) -> None:
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")))
    assert "hei" in words(studio.drafts.open(ANNA).content)
    assert "hei" not in words(studio.drafts.open(BODO).content)
    assert studio.file().read_text() == GREETING
    assert studio.hand("status", "--porcelain") == ""


def test_what_is_published_is_in_the_files_and_committed_and_nothing_else(studio: Studio) -> None:
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")))
    studio.publishing.publish(ANNA, why="Montags")
    assert "hei" in words(read_folder(studio.root).content)
    assert "hei" in words(studio.drafts.open(BODO).content)
    assert studio.hand("status", "--porcelain") == ""
    assert studio.hand("diff", "--stat", "HEAD~1", "--", "README.md") == ""
    assert studio.hand("log", "-1", "--format=%s|%b").startswith(
        "Entwurf von Anna Petersen veröffentlicht|Montags"
    )
    assert not studio.drafts.open(ANNA).own


def test_two_editors_on_one_file_lose_nothing(studio: Studio) -> None:
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")))
    studio.drafts.change(BODO, Add(Lesson("greet", "huhu", anger=1)))
    studio.drafts.change(BODO, Split("goodbye", "leave", (lesson(studio, "tschüs").id,)))
    studio.publishing.publish(ANNA)
    assert studio.drafts.open(BODO).behind
    studio.publishing.publish(BODO)
    assert {"hei", "huhu"} <= words(read_folder(studio.root).content)
    assert read_folder(studio.root).content.files == studio.drafts.open(ANNA).content.files


def test_two_editors_on_one_example_are_shown_both_and_nothing_is_overwritten(
    studio: Studio,
) -> None:
    moin = lesson(studio, "moin")
    studio.drafts.change(ANNA, Edit(moin.id, replace(moin, marked="Moin!")))
    studio.drafts.change(BODO, Edit(moin.id, replace(moin, marked="moin?")))
    studio.publishing.publish(ANNA)
    before = studio.hand("rev-parse", "main", BODO.branch)
    with pytest.raises(ConflictsError) as error:
        studio.publishing.publish(BODO)
    assert studio.hand("rev-parse", "main", BODO.branch) == before
    assert "Moin!" in studio.file().read_text()
    (conflict,) = error.value.conflicts
    studio.publishing.publish(BODO, choices={conflict.id: Side.BOTH})
    assert {"Moin!", "moin?"} <= words(read_folder(studio.root).content)


def test_an_example_deleted_in_another_window_is_not_edited(studio: Studio) -> None:
    moin = lesson(studio, "moin")
    studio.drafts.change(ANNA, Remove(moin.id))
    with pytest.raises(UnknownExampleError):
        studio.drafts.change(ANNA, Edit(moin.id, replace(moin, marked="Moin!")))


def test_a_hand_edit_that_nobody_has_committed_stays_beside_what_is_published(
    studio: Studio,
) -> None:
    by_hand = GREETING.replace('"tschüs"', '"tschüss"')
    studio.file().write_text(by_hand)
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")))
    studio.publishing.publish(ANNA)
    assert {"hei", "tschüss"} <= words(read_folder(studio.root).content)
    assert studio.hand("diff", "--name-only").split() == ["data/nlu/greeting.yml"]
    assert "tschüss" not in studio.hand("show", "HEAD:data/nlu/greeting.yml")


def test_a_hand_edit_at_the_same_place_stops_the_publication(studio: Studio) -> None:
    studio.file().write_text(GREETING.replace('"moin"', '"moinsen"'))
    moin = lesson(studio, "moin")
    studio.drafts.change(ANNA, Edit(moin.id, replace(moin, marked="Moin!")))
    with pytest.raises(ConflictsError) as error:
        studio.publishing.publish(ANNA)
    assert "von Hand" in error.value.conflicts[0].sentence
    assert "moinsen" in studio.file().read_text()


def test_a_malformed_hand_edit_elsewhere_hinders_nobody(studio: Studio) -> None:
    broken = FILES["data/nlu/billing.yml"].replace("ask_bill\n", "ask_bill\n  examples: [\n")
    studio.file("billing").write_text(broken)
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")))
    studio.publishing.publish(ANNA)
    assert studio.file("billing").read_text() == broken
    (problem,) = read_folder(studio.root).problems
    assert problem.path == "data/nlu/billing.yml"


def test_the_history_of_an_example_goes_from_hand_to_hand(studio: Studio) -> None:
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")), why="Aus der Durchsicht.")
    hei = lesson(studio, "hei")
    studio.drafts.change(ANNA, Edit(hei.id, replace(hei, anger=1)))
    studio.publishing.publish(ANNA)
    hei = lesson(studio, "hei", BODO)
    studio.drafts.change(BODO, Edit(hei.id, replace(hei, marked="Hei!")), why="Großschreibung")
    draft = studio.drafts.open(BODO)
    events = history(studio.git, draft.commit, of("Hei!", draft.content).lesson)
    assert [(one.who, one.what, one.why) for one in events] == [
        ("Bodo Jensen", "greet: „hei“ jetzt „Hei!“", "Großschreibung"),
        ("Anna Petersen", "greet: „hei“ Ärger 0 → 1", ""),
        ("Anna Petersen", "greet: „hei“ ergänzt", "Aus der Durchsicht."),
    ]


def test_the_history_knows_who_wrote_an_example_by_hand(studio: Studio) -> None:
    studio.file().write_text(GREETING.replace('"moin"', '"moin"\n  - text: "sieh an"'))
    studio.hand("commit", "-aqm", "Noch einer von Hand")
    draft = studio.drafts.open(ANNA)
    events = history(studio.git, draft.commit, of("sieh an", draft.content).lesson)
    assert [(one.who, one.what) for one in events] == [("Hand", "Noch einer von Hand")]


def test_a_draft_goes_on_after_somebody_has_committed_by_hand(studio: Studio) -> None:
    studio.drafts.change(ANNA, Add(Lesson("greet", "hei")))
    studio.file().write_text(GREETING.replace('"tschüs"', '"tschüss"'))
    studio.hand("commit", "-aqm", "Von Hand")
    studio.publishing.publish(ANNA)
    assert {"hei", "tschüss"} <= words(read_folder(studio.root).content)
    assert studio.hand("status", "--porcelain") == ""


@pytest.mark.parametrize("id", ["", "../x", "a/b", "-x", "a b", "x.lock"])
def test_an_editors_id_that_is_no_branch_is_refused(id: str) -> None:
    with pytest.raises(ValueError):
        Editor(id=id, name="X", login="x")
