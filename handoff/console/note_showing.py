"""From notes to what an agent sees: pure functions, no I/O."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2s

from conversation.identity import AgentId
from conversation.notes import Note, NoteId, NoteKind
from conversation.ports import ConversationState
from handoff.console.list_views import Row, Tab
from handoff.console.note_views import NotesView, NoteView, TopicView
from handoff.console.placeholders import pieces
from handoff.console.showing import Seen, row
from handoff.console.times import clock_time, duration
from staff.language import _

PREVIEW = 160


def notes_view(notes: Sequence[Note], seen: Seen, *, new: str) -> NotesView:
    """Return the notes of a conversation, each answer beneath its question."""
    answered: dict[NoteId | None, list[Note]] = {}
    for note in notes:
        if note.kind is NoteKind.ANSWER:
            answered.setdefault(note.answers, []).append(note)
    return NotesView(
        topics=tuple(
            TopicView(
                id=note.id,
                note=note_view(note, seen),
                question=note.kind is NoteKind.QUESTION,
                open=note.kind is NoteKind.QUESTION and note.id not in answered,
                answers=tuple(note_view(one, seen) for one in answered.get(note.id, ())),
            )
            for note in notes
            if note.kind is not NoteKind.ANSWER
        ),
        order=len(notes),
        new=new,
    )


def note_view(note: Note, seen: Seen) -> NoteView:
    """Return one note."""
    return NoteView(
        anchor=anchor_of(note.id),
        who=_("Ich") if note.author == seen.me else note.name,
        mine=note.author == seen.me,
        at=note.at,
        at_words=clock_time(note.at, zone=seen.zone, now=seen.now),
        pieces=pieces(note.text),
        for_whom=tuple(_called(agent, seen) for agent in note.mentions),
        for_me=seen.me in note.mentions,
    )


def anchor_of(note: NoteId) -> str:
    """Return the id of a note's element."""
    return "note-" + blake2s(note.encode(), digest_size=6).hexdigest()


def noted_row(state: ConversationState, note: Note, seen: Seen, *, marked: bool) -> Row:
    """Return a conversation as a row of the list of what colleagues want of me."""
    shown = row(state, (), tab=Tab.ASKED, seen=seen)
    flat = " ".join(note.text.split())
    return replace(
        shown,
        heading=f"{note.name} {_wants(note, marked=marked)}",
        tone="soon" if marked else "",
        words=flat if len(flat) <= PREVIEW else flat[: PREVIEW - 1].rstrip() + "…",
        since=note.at,
        since_words=duration(seen.now - note.at),
        due=None,
        unanswered=marked,
        version=f"{note.id}.{marked}",
    )


def _wants(note: Note, *, marked: bool) -> str:
    if note.kind is NoteKind.ANSWER and marked:
        return _("antwortet mir")
    return _("nennt mich") if marked else _("fragt alle")


def _called(agent: AgentId, seen: Seen) -> str:
    return _("mich") if agent == seen.me else seen.names.get(agent, _("jemand"))
