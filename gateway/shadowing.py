"""Runs a candidate that reads along, and gives it what the archive has of customers' turns."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.readings import (
    Facts,
    keep_shadow,
    latest_turn,
    read_after,
    read_twice,
    turn_words,
)
from chassis.logs import get_logger
from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from gateway.launcher import CannotStartError
from gateway.privacy.redactor import Redactor
from gateway.privacy.wiring import redactor_of
from gateway.questioning import asked_alone, hidden
from gateway.readings import facts_of
from gateway.settings import Settings
from studio.models import Model
from studio.training.ports import LiveTurn, Taken, TakenTwice
from studio.training.shadowing import ShadowError


@dataclass(frozen=True, slots=True)
class _Candidate:
    """See studio.training.shadowing.Reader. It is only asked what it understands."""

    engine: RasaEngine
    redactor: Redactor
    settings: Settings

    async def take(self, text: str) -> Taken:
        """See Reader."""
        read, _ = hidden(self.redactor, text)
        try:
            understood = await self.engine.understand(read)
        except EngineUnavailableError as error:
            raise ShadowError("The candidate does not answer.") from error
        return _taken(facts_of(read, understood, self.settings.escalation))


@asynccontextmanager
async def beside(settings: Settings, model: Model) -> AsyncIterator[_Candidate]:
    """Run a candidate on processes of its own, at the priority of whoever asks.

    See studio.training.shadowing.Beside.
    """
    try:
        async with asked_alone(settings, model, say=_log) as engine:
            yield _Candidate(engine, redactor_of(settings), settings)
    except (CannotStartError, SQLAlchemyError) as error:
        raise ShadowError("The candidate cannot read along.") from error


class ArchivedTurns:
    """See studio.training.ports.LiveTurns."""

    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def latest(self) -> datetime | None:
        """See LiveTurns."""
        found = await latest_turn(self._database)
        return found[0] if found else None

    async def since(self, at: datetime, *, limit: int) -> list[LiveTurn]:
        """See LiveTurns."""
        found = await read_after(self._database, after=(at, ""), limit=limit)
        return [LiveTurn(one.turn, one.at, one.text) for one in found]

    async def keep(self, shadow: str, taken: Mapping[str, Taken]) -> int:
        """See LiveTurns."""
        facts = {name: Facts(**asdict(one)) for name, one in taken.items()}
        return await keep_shadow(self._database, shadow, facts)

    async def both(self, shadow: str) -> list[TakenTwice]:
        """See LiveTurns."""
        found = await read_twice(self._database, shadow)
        return [TakenTwice(one.turn, _taken(one.before), _taken(one.after)) for one in found]

    async def words(self, names: Collection[str]) -> Mapping[str, str]:
        """See LiveTurns."""
        return await turn_words(self._database, names)


def _taken(facts: Facts) -> Taken:
    return Taken(**asdict(facts))


def _log(words: str) -> None:
    get_logger().info("shadowing", words=words)
