"""Shows beside the reply what may help to answer it; an agent takes it over, nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sanic import HTTPResponse, Request

from chassis.app import App
from conversation.identity import ConversationId
from conversation.ports import Transcripts
from conversation.suggestions import (
    Source,
    Suggestion,
    Suggestions,
    SuggestionsUnavailableError,
    question_in,
)
from conversation.text_modules import variables
from handoff.console.addresses import ROOT, conversation_of, key_of
from handoff.console.ready_texts import ReadyText, ReadyTexts
from staff.access import for_roles, signed_in
from staff.frame import Staff
from staff.language import N_
from staff.roles import Role

SOURCES = {
    Source.ANSWER: N_("Schon beantwortet"),
    Source.KNOWLEDGE: N_("Wissen"),
    Source.TEXT: N_("Baustein"),
}
UNAVAILABLE = N_("Vorschläge gibt es gerade nicht. Bausteine und alles andere gehen wie immer.")
NO_QUESTION = N_("Noch keine Frage, zu der sich etwas suchen ließe.")
NOTHING = N_("Nichts gefunden, was ähnlich genug ist.")
FOUND = N_("Gesucht zu: {}")


@dataclass(frozen=True)
class SuggestionView:
    """One suggestion; `question` is what it answered before, `gaps` are to be filled in."""

    source: str
    title: str
    percent: int
    question: str
    text: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class SuggestionsView:
    """What is suggested in one conversation, and a sentence on how it came about."""

    template: ClassVar[str] = "console/suggestions.html"
    key: str
    state: str
    suggestions: tuple[SuggestionView, ...]


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Reads; nothing here changes anything."""

    suggestions: Suggestions
    transcripts: Transcripts
    texts: ReadyTexts

    async def view(self, conversation: ConversationId, *, agent: str) -> SuggestionsView:
        """Return what may help to answer a customer's last question."""
        key = key_of(conversation)
        question = question_in(await self.transcripts.lines(conversation))
        if not question:
            return SuggestionsView(key, NO_QUESTION, ())
        try:
            found = await self.suggestions.near(question)
        except SuggestionsUnavailableError:
            return SuggestionsView(key, UNAVAILABLE, ())
        ready = await self.texts.view(conversation, agent=agent)
        shown = _shown(found, {(one.shortcut, one.title): one for one in ready.texts})
        return SuggestionsView(key, FOUND.format(question) if shown else NOTHING, shown)


def _shown(
    found: Sequence[Suggestion], ready: Mapping[tuple[str, str], ReadyText]
) -> tuple[SuggestionView, ...]:
    """Return suggestions in words; a ready text stands as it would here, or not at all."""
    shown = []
    for one in found:
        title, text = one.title, one.text
        if one.source is Source.TEXT:
            its = ready.get((one.key, one.title))
            if its is None:
                continue
            title, text = f"{its.title} /{its.shortcut}", its.text
        shown.append(
            SuggestionView(
                source=SOURCES[one.source],
                title=title,
                percent=round(100 * one.score),
                question=one.question if one.source is Source.ANSWER else "",
                text=text,
                gaps=tuple(variables(text)),
            )
        )
    return tuple(shown)


def add_suggesting(app: App, staff: Staff, suggesting: Suggesting, roles: tuple[Role, ...]) -> None:
    """Put the part with the suggestions into an application."""

    @app.get(f"{ROOT}/conversations/<segment:str>/suggestions", name="console_suggestions")
    @for_roles(*roles, by_itself=True)
    async def shown(request: Request, segment: str) -> HTTPResponse:
        agent = signed_in(request).account.name
        return staff.page(await suggesting.view(conversation_of(segment), agent=agent))
