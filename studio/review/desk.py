"""What an editor does in the review inbox: take sentences, label them, several at once."""

import asyncio
from collections.abc import Collection
from datetime import timedelta

from conversation.reviews import (
    Label,
    Outcome,
    Reviews,
    SentenceId,
    TakenError,
    Waiting,
)
from studio.checks.checking import Checking
from studio.content.changes import Add
from studio.content.examples import Lesson
from studio.content.problems import ContentError, RefusedChangeError
from studio.review.clusters import Cluster, clusters
from studio.search.library import VectorLibrary
from studio.versions.drafts import Drafts, Editor

LEASE = timedelta(minutes=10)
# So many are in an editor's hands: the next is there before the last is sent.
IN_HAND = 5
LOOKED_AT = 500
WHY = "Aus der Durchsicht"


class ReviewDesk:
    """The inbox together with the drafts. What is labelled is an example before this returns."""

    def __init__(
        self, reviews: Reviews, drafts: Drafts, checking: Checking, library: VectorLibrary
    ) -> None:
        self._reviews = reviews
        self._drafts = drafts
        self._checking = checking
        self._library = library

    async def take(self, editor: Editor) -> list[Waiting]:
        """Return the next sentences for an editor, claimed for a while; best first.

        Labels that a crash kept from the draft enter it now.
        """
        await self.finish(editor)
        return await self._reviews.claim(editor.id, limit=IN_HAND, lease=LEASE)

    async def label(self, editor: Editor, id: SentenceId, label: Label) -> None:
        """Teach a sentence in the editor's draft.

        Raises RefusedChangeError if it cannot be taught like this (personal data above all), and
        TakenError if another editor was faster; in both cases nothing was changed.
        """
        lesson = Lesson(label.intent, label.marked, label.anger)
        await self._check(editor, lesson)
        await self._reviews.settle(editor.id, id, Outcome.LABELLED, label)
        await self._teach(editor, id, lesson)

    async def label_cluster(
        self, editor: Editor, labels: dict[SentenceId, Label]
    ) -> dict[SentenceId, str]:
        """Teach several sentences at once; return why, in German, for those that were not."""
        free = await self._reviews.claim_these(editor.id, list(labels), lease=LEASE)
        mine = {one.candidate.id for one in free}
        refused = {id: "Diesen Satz hat gerade jemand anders." for id in labels if id not in mine}
        for id in mine:
            try:
                await self.label(editor, id, labels[id])
            except (ContentError, TakenError) as error:
                refused[id] = str(error)
        return refused

    async def not_for_training(self, editor: Editor, ids: Collection[SentenceId]) -> None:
        """Take sentences out for good without teaching them. Raises TakenError."""
        for id in ids:
            await self._reviews.settle(editor.id, id, Outcome.NOT_FOR_TRAINING)

    async def skip(self, editor: Editor, id: SentenceId) -> None:
        """Leave a sentence for later, whoever looks at it then. Raises TakenError."""
        await self._reviews.postpone(editor.id, id)

    async def clusters(self) -> list[Cluster]:
        """Return what waits, put together by meaning, the most frequent first.

        Raises MeaningUnavailableError.
        """
        waiting = await self._reviews.waiting(limit=LOOKED_AT)
        if not waiting:
            return []
        vectors = await self._library.vectors([one.candidate.text for one in waiting])
        return clusters(waiting, vectors)

    async def finish(self, editor: Editor) -> None:
        """Bring labels into the draft that somebody who was killed has given and not taught."""
        for due in await self._reviews.untaught(editor.id):
            lesson = Lesson(due.label.intent, due.label.marked, due.label.anger)
            await self._teach(editor, due.id, lesson)

    async def _check(self, editor: Editor, lesson: Lesson) -> None:
        draft = await asyncio.to_thread(self._drafts.open, editor)
        await asyncio.to_thread(draft.content.changed, Add(lesson))
        self._checking.refuse_personal(lesson.words)

    async def _teach(self, editor: Editor, id: SentenceId, lesson: Lesson) -> None:
        try:
            await asyncio.to_thread(self._drafts.change, editor, Add(lesson), why=WHY)
        except RefusedChangeError:
            # Taught already: the label was kept, the draft changed, and then somebody was killed.
            draft = await asyncio.to_thread(self._drafts.open, editor)
            if lesson.id not in draft.content.examples:
                raise
        await self._reviews.taught(id)
