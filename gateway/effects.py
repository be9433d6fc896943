"""Gives the studio what became of concerns, as the archive counts it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.effect import became
from conversation.ports import Clock
from studio.effect.ports import Outcome


class ArchivedOutcomes:
    """See studio.effect.ports.Outcomes."""

    def __init__(self, database: AsyncEngine, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def between(self, first: datetime, until: datetime) -> Mapping[str, Outcome]:
        """See Outcomes."""
        found = await became(self._database, first=first, until=until, now=self._clock.now())
        return {
            topic: Outcome(
                concerns=one.concerns,
                known=one.known,
                contained=one.contained,
                read=one.read,
                missed=one.missed,
                reasons=one.reasons,
            )
            for topic, one in found.items()
        }
