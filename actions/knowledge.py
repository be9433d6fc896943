"""Knowledge: short answers with their source, found by meaning and by words, never guessed."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from actions.dialogue import Dialogue
from actions.encoder import Encoded, EncoderUnavailableError
from actions.knowledge_entries import Entry
from actions.knowledge_threshold import Trial, cheapest_threshold
from actions.likeness import WordIndex
from actions.posts import LONGEST_POST, weighted_length
from actions.speech import Event, Speech, remember
from actions.summary import summarised
from chassis.logs import get_logger
from conversation.signals import Reason

# What makes up a score: likeness in meaning to the nearest wording, likeness in words to it, and
# how much of the question the entry speaks of. The best of eight mixtures on 145 questions.
MEANING, WORDING, COVERED = 0.4, 0.3, 0.3
# A hint where to look is worth a little, never an answer by itself.
HINT = 0.06
SENTENCE_END = re.compile(r"[.!?;:\n]+(?:\s+|$)")
CLAUSE_END = re.compile(r",\s*")
SHORTEST_PART = 3
LONG_SENTENCE = 12
MOST_PARTS = 8


class KnowledgeUnavailableError(Exception):
    """Nothing can be looked up now."""


class Meanings(Protocol):
    """Where vectors come from."""

    async def encode(self, texts: Sequence[str]) -> Encoded:
        """Return vectors of length one. Raises EncoderUnavailableError."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known: at most 280 characters, and where it stands."""

    id: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class _Ready:
    """What one model of the encoder makes of the wordings."""

    model: str
    vectors: NDArray[np.float32]
    threshold: float


class Knowledge:
    """Looks questions up. Its threshold is worked out anew for each model that the encoder has."""

    def __init__(
        self, entries: Sequence[Entry], *, trials: Sequence[Trial], meanings: Meanings
    ) -> None:
        self._entries = tuple(entries)
        self._trials = tuple(trials)
        self._by_id = {
            each.id: Answer(id=each.id, text=each.answer, title=each.title) for each in entries
        }
        self._meanings = meanings
        self._wordings = [wording for entry in entries for wording in entry.wordings]
        self._owners = np.array(
            [place for place, entry in enumerate(entries) for _ in entry.wordings]
        )
        self._words = WordIndex(
            self._wordings,
            owners=self._owners.tolist(),
            bodies=[entry.answer for entry in entries],
        )
        self._ready: _Ready | None = None
        self._preparing = asyncio.Lock()

    async def prepare(self) -> None:
        """Get all vectors of the encoder's present model, so that no customer waits for them.

        Raises KnowledgeUnavailableError.
        """
        await self._asked(self._wordings[:1])

    def known(self, entry: str) -> Answer:
        """Return an entry by its id, for those who know which one they want. Raises KeyError."""
        return self._by_id[entry]

    async def answer(
        self, question: str, *, topic: str | None = None, only: bool = False, surer: float = 0.0
    ) -> Answer | None:
        """Return what is known about a question, None if nothing is that comes near enough.

        `topic` is a file of the knowledge where the answer is likely to stand, or, with `only`,
        has to stand. `surer` raises the threshold. Raises KnowledgeUnavailableError.
        """
        if not question.strip():
            return None
        parts = _parts(question)
        ready, vectors = await self._asked(parts)
        scores = np.max(
            [
                self._scores(part, vector, ready.vectors)
                for part, vector in zip(parts, vectors, strict=True)
            ],
            axis=0,
        )
        hinted = np.array([each.topic == topic for each in self._entries])
        best = int(np.where(hinted, scores + HINT, scores - (1 if only else 0)).argmax())
        if scores[best] < ready.threshold + surer:
            return None
        return self._by_id[self._entries[best].id]

    async def tell(
        self,
        dialogue: Dialogue,
        speech: Speech,
        *,
        topic: str | None = None,
        question: str | None = None,
    ) -> list[Event]:
        """Answer the latest message from the knowledge, or say that nothing is known.

        Then a person is offered; one is called where nothing can be looked up. `question` is what
        to look for, where that is not the whole message.
        """
        try:
            found = await self.answer(question or dialogue.said, topic=topic)
        except KnowledgeUnavailableError:
            speech.say("utter_knowledge_unavailable")
            opening = "Stellt eine Frage, aber das Wissen des Assistenten ist nicht erreichbar."
            speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
            return []
        if found is None:
            speech.say("utter_knowledge_unknown")
            return [remember("offer", "human")]
        self.say(found, dialogue, speech)
        return []

    def say(self, found: Answer, dialogue: Dialogue, speech: Speech) -> None:
        """Say what is known with its source, without it where a post has no room for both."""
        whole = weighted_length(f"{found.text}\nQuelle: {found.title}")
        if dialogue.public and whole > LONGEST_POST:
            speech.say("utter_knowledge_in_short", answer=found.text)
        else:
            speech.say("utter_knowledge", answer=found.text, source=found.title)

    async def _asked(self, texts: Sequence[str]) -> tuple[_Ready, NDArray[np.float32]]:
        """Return the vectors of texts, and those of the wordings by the same model."""
        try:
            ready = await self._prepared()
            asked = await self._meanings.encode(texts)
            if asked.model != ready.model:
                self._ready = None
                ready = await self._prepared()
                asked = await self._meanings.encode(texts)
        except EncoderUnavailableError as error:
            raise KnowledgeUnavailableError(str(error)) from error
        return ready, asked.vectors

    async def _prepared(self) -> _Ready:
        async with self._preparing:
            if self._ready is None:
                questions = [trial.question for trial in self._trials]
                encoded = await self._meanings.encode([*self._wordings, *questions])
                vectors = encoded.vectors[: len(self._wordings)]
                asked = encoded.vectors[len(self._wordings) :]
                threshold = self._threshold(vectors, asked)
                self._ready = _Ready(model=encoded.model, vectors=vectors, threshold=threshold)
                get_logger().info("knowledge_ready", threshold=round(threshold, 3))
            return self._ready

    def _scores(
        self, question: str, vector: NDArray[np.float32], vectors: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return for each entry how near its nearest wording is."""
        by_wording = MEANING * (vectors @ vector) + WORDING * self._words.likeness(question)
        scores = np.full(len(self._entries), -1.0, dtype=np.float32)
        np.maximum.at(scores, self._owners, by_wording)
        covered: NDArray[np.float32] = scores + COVERED * self._words.coverage(question)
        return covered

    def _threshold(self, vectors: NDArray[np.float32], asked: NDArray[np.float32]) -> float:
        """Return the score from which on answering costs least on the trials."""
        tried = []
        for trial, vector in zip(self._trials, asked, strict=True):
            scores = self._scores(trial.question, vector, vectors)
            best = int(scores.argmax())
            tried.append((float(scores[best]), self._entries[best].id == trial.entry))
        return cheapest_threshold(tried)


def _parts(question: str) -> list[str]:
    """Return a message and, of a longer one, what it is made of: the third part may be what counts.

    A short sentence stays whole, because its clauses alone would mean anything.
    """
    parts = [question]
    sentences = SENTENCE_END.split(question.strip(" .!?"))
    if len(sentences) > 1:
        parts.extend(sentences)
    for sentence in sentences:
        if len(sentence.split()) > LONG_SENTENCE:
            parts.extend(CLAUSE_END.split(sentence))
    meant = [part for part in parts[1:] if len(part.split()) >= SHORTEST_PART]
    return list(dict.fromkeys([question, *meant]))[:MOST_PARTS]
