"""Gives the desk its suggestions: the archive's answers, the knowledge, the ready texts."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.suggestions.answered import AnsweredQuestions
from archive.suggestions.library import Library
from conversation.suggestions import Passage, Source, SuggestionsUnavailableError
from conversation.text_modules import TextModules
from gateway.clock import SystemClock
from gateway.privacy.redactor import Redactor
from gateway.privacy.wiring import redactor_of
from gateway.settings import ROOT, Settings
from studio.search.meanings import Encoded, EncoderMeanings, MeaningUnavailableError

KNOWLEDGE = ROOT / "data" / "knowledge"
# A heading `## question {#id}`, a line `Auch: …`, a line `Quelle: …`, an empty line, the answer.
_ENTRY = re.compile(
    r"^## (?P<question>.+?) \{#(?P<id>[a-z0-9-]+)\}\nAuch: (?P<others>[^\n]*)\n"
    r"Quelle: (?P<title>[^\n]*)\n\n(?P<answer>.+?)(?=\n## |\Z)",
    re.MULTILINE | re.DOTALL,
)


class EncodedMeanings:
    """See archive.suggestions.library.Meanings: the encoder, in the archive's words."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._meanings = EncoderMeanings(client)

    async def of(self, texts: Sequence[str]) -> Encoded:
        """See Meanings."""
        try:
            return await self._meanings.of(texts)
        except MeaningUnavailableError as error:
            raise SuggestionsUnavailableError(str(error)) from error


def library_of(
    settings: Settings, database: AsyncEngine, modules: TextModules, encoder: httpx.AsyncClient
) -> Library:
    """Compose what finds suggestions; `encoder` has the encoder's address as its base."""

    async def known() -> Sequence[Passage]:
        return await asyncio.to_thread(knowledge_in, KNOWLEDGE)

    return Library(
        meanings=EncodedMeanings(encoder),
        answered=AnsweredQuestions(database, redacting(redactor_of(settings))),
        passages=(known, ready_texts(modules)),
        wall=SystemClock(),
    )


def redacting(redactor: Redactor) -> Callable[[str, str], str]:
    """Return what puts a text in the place of each piece of personal data."""

    def redact(text: str, instead: str) -> str:
        redacted = redactor.redact(text)
        return redacted.filled([instead] * len(redacted.findings))

    return redact


def knowledge_in(folder: Path) -> tuple[Passage, ...]:
    """Return the passages of the assistant's knowledge, with all ways to ask for them."""
    return tuple(
        Passage(
            source=Source.KNOWLEDGE,
            key=entry["id"],
            title=entry["title"].strip(),
            wordings=(entry["question"], *_wordings(entry["others"])),
            text=" ".join(entry["answer"].split()),
        )
        for file in sorted(folder.glob("*.md"))
        for entry in _ENTRY.finditer(file.read_text("utf-8"))
    )


def ready_texts(modules: TextModules) -> Callable[[], Awaitable[Sequence[Passage]]]:
    """Return what reads the ready texts, found by their title and their words."""

    async def read() -> Sequence[Passage]:
        return [
            Passage(Source.TEXT, one.shortcut, one.title, (one.title, one.text("du")), "")
            for one in await modules.all()
        ]

    return read


def _wordings(others: str) -> list[str]:
    return [one.strip() for one in others.split("|") if one.strip()]
