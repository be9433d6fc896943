"""Brings lines that agents report before the editors, and ranks intents by the assistant."""

from collections.abc import Mapping

from archive.heard import name_of
from chassis.logs import get_logger
from conversation.errors import EngineUnavailableError
from conversation.judgements import Flagged
from conversation.reviews import Candidate, Reviews
from conversation.turns import Understanding
from studio.review.harvest import CHOICES, Reader, sentence_id
from studio.review.worth import Reason, ranking_of, worth


class StudioTeaching:
    """See conversation.judgements.Teaching: the assistant that runs, and the studio's inbox."""

    def __init__(self, reader: Reader, reviews: Reviews) -> None:
        self._reader = reader
        self._reviews = reviews

    async def ranking(self, text: str) -> Mapping[str, float]:
        """See Teaching."""
        try:
            understanding = await self._reader.understand(text)
        except EngineUnavailableError:
            get_logger().warning("nothing_ranked")
            return {}
        return dict(ranking_of(understanding)[:CHOICES])

    async def flag(self, flagged: Flagged) -> bool:
        """See Teaching."""
        first = flagged.ranking[0] if flagged.ranking else ("", 0.0)
        understanding = Understanding(
            intent=first[0], confidence=first[1], ranking=flagged.ranking, anger=flagged.anger
        )
        its = worth(understanding, nearness=None, noticed=[Reason.FLAGGED])
        return await self._reviews.flag(
            Candidate(
                id=sentence_id(flagged.text),
                heard=name_of(str(flagged.conversation), flagged.line),
                text=flagged.text,
                at=flagged.at,
                reasons=tuple(reason.value for reason in its.reasons),
                worth=its.points,
                ranking=flagged.ranking,
                anger=flagged.anger,
                proposed=flagged.meant,
            )
        )
