"""From a customer's line to an example in the draft: once, by one editor, nothing personal."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from archive.reviews_memory import MemoryReviews
from conversation.errors import EngineUnavailableError
from conversation.messages import ERASED
from conversation.reviews import Label, SentenceId, TakenError
from conversation.turns import Understanding
from studio.checks.checking import Checking
from studio.content.problems import RefusedChangeError
from studio.review.desk import IN_HAND, ReviewDesk
from studio.review.harvest import Harvest, Heard, sentence_id
from studio.review.worth import Reason
from studio.search.kept import KeptVectors
from studio.search.library import VectorLibrary
from studio.search.search import Search
from studio.versions.drafts import Drafts
from tests.cases.samples import START, Watch
from tests.studio.checks.test_checking import Numbers
from tests.studio.content.samples import content
from tests.studio.search.meanings import WordMeanings
from tests.studio.versions.repository import ANNA, BODO, Studio, new_studio


class Remembered:
    """The archive: lines with numbers as positions."""

    def __init__(self, *texts: str, noticed: tuple[Reason, ...] = ()) -> None:
        self.lines = [
            Heard(f"line-{number}", f"{number:04}", text, START, noticed)
            for number, text in enumerate(texts, start=1)
        ]

    async def heard(self, *, after: str, limit: int) -> list[Heard]:
        return [one for one in self.lines if one.position > after][:limit]


class Assistant:
    """Is sure of a greeting and of nothing else."""

    def __init__(self) -> None:
        self.out = False

    async def understand(self, text: str) -> Understanding:
        if self.out:
            raise EngineUnavailableError("out")
        if text.casefold().startswith("moin"):
            return Understanding("greet", 0.99, (("greet", 0.99), ("goodbye", 0.01)))
        return Understanding("nlu_fallback", 0.3, (("nlu_fallback", 0.3), ("goodbye", 0.2)))


@dataclass
class Room:
    studio: Studio
    reviews: MemoryReviews
    desk: ReviewDesk
    search: Search
    clock: Watch
    assistant: Assistant

    def harvest(self, lines: Remembered) -> Harvest:
        return Harvest(lines, self.assistant, self.search, self.reviews)

    async def fill(self, *texts: str) -> None:
        while await self.harvest(Remembered(*texts)).step(content()):
            pass

    def words(self) -> set[str]:
        examples = self.studio.drafts.open(ANNA).content.examples.values()
        return {one.lesson.words for one in examples}


@pytest.fixture
async def room(tmp_path: Path) -> Room:
    (tmp_path / "root").mkdir()
    studio, clock, assistant = new_studio(tmp_path / "root"), Watch(), Assistant()
    library = VectorLibrary(WordMeanings(), KeptVectors(tmp_path / "vectors.sqlite"))
    search = Search(library)
    await search.learn(content())
    reviews = MemoryReviews(clock)
    desk = ReviewDesk(reviews, studio.drafts, Checking(search, Numbers()), library)
    return Room(studio, reviews, desk, search, clock, assistant)


async def test_what_is_doubtful_comes_into_the_inbox_with_its_reasons(room: Room) -> None:
    await room.fill(
        "moin", "wo bleibt mein paket", "??", ERASED, "WO BLEIBT MEIN PAKET!", "x" * 501
    )
    (waiting,) = await room.desk.take(ANNA)
    assert waiting.candidate.text.casefold().rstrip("!") == "wo bleibt mein paket"
    assert waiting.times == 2
    assert waiting.candidate.reasons == ("not_understood", "unsure", "far")
    assert waiting.candidate.ranking == (("goodbye", 0.2),)


async def test_what_people_noticed_comes_in_although_it_is_understood(room: Room) -> None:
    lines = Remembered("moin", noticed=(Reason.HANDED_OVER,))
    assert await room.harvest(lines).step(content()) == 1
    assert await room.harvest(lines).step(content()) == 0
    (waiting,) = await room.desk.take(ANNA)
    assert waiting.candidate.reasons == ("handed_over",)


async def test_while_the_engine_is_out_no_line_is_passed_over(room: Room) -> None:
    room.assistant.out = True
    with pytest.raises(EngineUnavailableError):
        await room.fill("wo bleibt mein paket")
    room.assistant.out = False
    await room.fill("wo bleibt mein paket")
    assert len(await room.desk.take(ANNA)) == 1


async def test_a_label_is_an_example_in_the_draft_and_the_next_is_at_hand(room: Room) -> None:
    await room.fill(*(f"paket nummer {letter} weg" for letter in "abcdefgh"))
    first, *others = await room.desk.take(ANNA)
    assert len(others) == IN_HAND - 1
    await room.desk.label(ANNA, first.candidate.id, Label("goodbye", first.candidate.text, 2))
    assert first.candidate.text in room.words()
    assert first.candidate.id not in {one.candidate.id for one in await room.desk.take(ANNA)}
    log = room.studio.hand("log", "-1", "--format=%an|%s|%b", ANNA.branch)
    assert log.startswith(f"Anna Petersen|goodbye: „{first.candidate.text}“ ergänzt|Aus der")


async def test_two_editors_never_hold_the_same(room: Room) -> None:
    await room.fill("paket eins weg", "paket zwei weg")
    mine = await room.desk.take(ANNA)
    assert len(mine) == 2
    assert await room.desk.take(BODO) == []
    room.clock.moment += timedelta(hours=1)
    (one, _) = await room.desk.take(BODO)
    with pytest.raises(TakenError):
        await room.desk.label(ANNA, one.candidate.id, Label("goodbye", "paket weg"))
    assert "paket weg" not in room.words()


async def test_nothing_personal_enters_and_the_sentence_stays_in_hand(room: Room) -> None:
    await room.fill("ruft 0431555017 an")
    (one,) = await room.desk.take(ANNA)
    with pytest.raises(RefusedChangeError, match="Persönliches"):
        await room.desk.label(ANNA, one.candidate.id, Label("goodbye", "ruft 0431555017 an"))
    assert "0431555017" not in room.studio.hand("log", "--all", "-p")
    await room.desk.label(ANNA, one.candidate.id, Label("goodbye", "ruft mich an"))
    assert "ruft mich an" in room.words()


async def test_what_cannot_be_taught_stays_in_hand(room: Room) -> None:
    await room.fill("wo bleibt mein paket")
    (one,) = await room.desk.take(ANNA)
    with pytest.raises(RefusedChangeError):
        await room.desk.label(ANNA, one.candidate.id, Label("nothing", "wo bleibt mein paket"))
    assert len(await room.desk.take(ANNA)) == 1


async def test_a_cluster_is_labelled_at_once_and_what_somebody_has_is_told(room: Room) -> None:
    texts = ("paket eins weg", "paket zwei weg", "hallo welt")
    await room.fill(*texts)
    groups = await room.desk.clusters()
    ids = {one.candidate.text: one.candidate.id for each in groups for one in each.sentences}
    await room.reviews.claim_these("bodo", [ids[texts[1]]], lease=timedelta(minutes=1))
    refused = await room.desk.label_cluster(
        ANNA, {ids[text]: Label("goodbye", text) for text in texts[:2]}
    )
    assert list(refused) == [ids[texts[1]]]
    assert texts[0] in room.words()
    assert texts[1] not in room.words()


async def test_what_is_not_for_training_never_comes_again(room: Room) -> None:
    await room.fill("nur spam")
    await room.desk.take(ANNA)
    await room.desk.not_for_training(ANNA, [sentence_id("nur spam")])
    await room.fill("nur spam!")
    assert await room.desk.take(ANNA) == []


async def test_what_is_skipped_comes_last(room: Room) -> None:
    await room.fill("paket eins weg", "paket zwei weg")
    first, second = await room.desk.take(ANNA)
    await room.desk.skip(ANNA, first.candidate.id)
    assert [one.candidate.id for one in await room.desk.take(ANNA)] == [
        second.candidate.id,
        first.candidate.id,
    ]


class Dying(Drafts):
    """Dies before or after it has kept a change."""

    after = False

    def change(self, *arguments: object, **named: object) -> None:  # type: ignore[override]
        if self.after:
            super().change(*arguments, **named)  # type: ignore[arg-type]
        raise SystemExit


@pytest.fixture(params=[False, True], ids=["before the draft", "after the draft"])
def dying(request: pytest.FixtureRequest, room: Room) -> ReviewDesk:
    drafts = Dying(room.studio.git, room.clock)
    drafts.after = request.param
    desk = room.desk
    return ReviewDesk(desk._reviews, drafts, desk._checking, desk._library)


async def test_a_label_given_by_somebody_who_dies_is_taught_once(
    room: Room, dying: ReviewDesk
) -> None:
    await room.fill("wo bleibt mein paket")
    (one,) = await room.desk.take(ANNA)
    with pytest.raises(SystemExit):
        await dying.label(ANNA, one.candidate.id, Label("goodbye", "wo bleibt mein paket", 1))
    assert await room.desk.take(BODO) == []
    await room.desk.take(ANNA)
    assert "wo bleibt mein paket" in room.words()
    assert await room.reviews.untaught(ANNA.id) == []
    count = room.studio.hand("rev-list", "--count", f"main..{ANNA.branch}")
    assert count.strip() == "1"


async def test_an_unknown_sentence_is_nobodys(room: Room) -> None:
    with pytest.raises(TakenError):
        await room.desk.skip(ANNA, SentenceId("unknown"))
