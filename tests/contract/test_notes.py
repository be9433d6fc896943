"""Notes beside a conversation: kept once, marked, answered, forgotten; over every store."""

from datetime import timedelta

from conversation.identity import AgentId
from conversation.keys import CONVERSATION_SECONDS
from conversation.notes import Note, NoteId, NoteKind
from conversation.ports import FeedKind
from tests.contract.live import Live
from tests.contract.samples import START, conversation

MARA, JONAS = AgentId("mara"), AgentId("jonas")


def _note(id: str, kind: NoteKind = NoteKind.NOTE, *, minutes: int = 0, **more: object) -> Note:
    at = START + timedelta(minutes=minutes)
    return Note(NoteId(id), kind, MARA, "Mara", f"Text {id}\n„ü“", at, **more)  # type: ignore[arg-type]


async def test_notes_stand_in_the_order_they_came_also_at_one_moment(live: Live) -> None:
    notes = [_note(id) for id in ("z", "a", "m", "b", "y", "c", "x", "d", "w", "e", "v")]
    for note in notes:
        assert await live.notes.write(conversation(), note)
    assert await live.notes.of(conversation()) == notes
    assert await live.notes.of(conversation("other")) == []


async def test_a_note_written_again_is_kept_once(live: Live) -> None:
    assert await live.notes.write(conversation(), _note("a", mentions=(JONAS,)))
    await live.notes.looked(conversation(), JONAS)
    assert not await live.notes.write(conversation(), _note("a", mentions=(JONAS,)))
    assert len(await live.notes.of(conversation())) == 1
    assert await live.notes.marked_for(JONAS) == []


async def test_the_feed_tells_that_there_is_a_note_and_not_its_words(live: Live) -> None:
    await live.notes.write(conversation(), _note("a"))
    (event,) = await live.feed.read("test", longest=timedelta(milliseconds=50))
    assert (event.kind, event.conversation, event.body) == (
        FeedKind.NOTED,
        conversation(),
        {"note": "a"},
    )


async def test_a_mark_stays_until_whom_it_names_has_looked(live: Live) -> None:
    await live.notes.write(conversation("late"), _note("a", minutes=2, mentions=(JONAS, MARA)))
    await live.notes.write(conversation("early"), _note("b", minutes=1, mentions=(JONAS,)))
    assert await live.notes.marked_for(JONAS) == [conversation("early"), conversation("late")]
    assert await live.notes.looked(conversation("late"), JONAS)
    assert await live.notes.marked_for(JONAS) == [conversation("early")]
    assert await live.notes.marked_for(MARA) == [conversation("late")]
    assert not await live.notes.looked(conversation("late"), JONAS)


async def test_a_question_is_open_until_it_is_answered_and_only_that_one(live: Live) -> None:
    question = NoteKind.QUESTION
    await live.notes.write(conversation("b"), _note("q2", question, minutes=2))
    await live.notes.write(conversation("a"), _note("q1", question, minutes=1))
    await live.notes.write(conversation("a"), _note("q3", question, minutes=3))
    assert [one.question for one in await live.notes.asked()] == ["q1", "q2", "q3"]
    answer = _note("a1", NoteKind.ANSWER, answers=NoteId("q1"))
    await live.notes.write(conversation("a"), answer)
    left = await live.notes.asked()
    assert [(one.conversation, one.question) for one in left] == [
        (conversation("b"), "q2"),
        (conversation("a"), "q3"),
    ]
    assert left[0].at == START + timedelta(minutes=2)


async def test_a_question_nobody_ever_answered_is_one_day_none_any_more(live: Live) -> None:
    days = CONVERSATION_SECONDS // (24 * 3600)
    for id, later in (("q1", 0), ("q2", 1), ("q3", days)):
        question = _note(id, NoteKind.QUESTION, minutes=later * 24 * 60)
        await live.notes.write(conversation(), question)
    assert [one.question for one in await live.notes.asked()] == ["q2", "q3"]


async def test_with_the_person_their_notes_questions_and_marks_are_forgotten(live: Live) -> None:
    for where in ("anna", "ben"):
        question = _note("q", NoteKind.QUESTION, mentions=(JONAS,))
        await live.notes.write(conversation(where), question)
        await live.notes.write(conversation(where), _note("n", mentions=(MARA,)))
    for _ in range(2):
        await live.records.forget(conversation("anna"))
    assert await live.notes.of(conversation("anna")) == []
    assert [one.conversation for one in await live.notes.asked()] == [conversation("ben")]
    for agent in (MARA, JONAS):
        assert await live.notes.marked_for(agent) == [conversation("ben")]
    assert len(await live.notes.of(conversation("ben"))) == 2
