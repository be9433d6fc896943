"""Gives the studio what it needs of the rest: lines, the assistant, an eye for personal data."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.heard import customers_lines, words_of
from connectors.rasa import RasaEngine
from conversation.errors import EngineUnavailableError
from conversation.ports import Clock
from conversation.turns import Understanding
from gateway.engines import EngineRegistry, EngineState
from gateway.privacy.findings import PersonalKind
from gateway.privacy.redactor import Redactor
from gateway.questioning import hidden
from studio.review.harvest import Heard
from studio.review.worth import Reason
from studio.training import ports

# After that it is known what became of a line, and the archive has it for certain.
SETTLED = timedelta(minutes=15)
_WORDS = {
    PersonalKind.CUSTOMER_NUMBER: "Kundennummer",
    PersonalKind.PHONE: "Telefonnummer",
    PersonalKind.IBAN: "IBAN",
    PersonalKind.EMAIL: "E-Mail-Adresse",
    PersonalKind.ADDRESS: "Anschrift",
    PersonalKind.BIRTH_DATE: "Geburtsdatum",
    PersonalKind.CARD: "Kartennummer",
}


class ArchivedLines:
    """See studio.review.harvest.Lines."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def heard(self, *, after: str, limit: int) -> list[Heard]:
        """See Lines."""
        until = self._clock.now() - SETTLED
        lines = await customers_lines(self._engine, after=after, until=until, limit=limit)
        return [
            Heard(
                id=line.id,
                position=line.position,
                text=line.text,
                at=line.at,
                noticed=(Reason.HANDED_OVER,) if line.misunderstood else (),
            )
            for line in lines
        ]


class RunningAssistant:
    """See studio.review.harvest.Reader: any engine that is ready, so that none has all the work."""

    def __init__(self, registry: EngineRegistry, *, client: Callable[[str], RasaEngine]) -> None:
        self._registry = registry
        self._client = client
        self._clients: dict[str, RasaEngine] = {}

    async def understand(self, text: str) -> Understanding:
        """See Reader."""
        entries = await self._registry.entries()
        ready = [entry.url for entry in entries if entry.state is EngineState.READY]
        if not ready:
            raise EngineUnavailableError("No engine is ready.")
        url = random.choice(ready)  # noqa: S311 - no secret
        if url not in self._clients:
            self._clients[url] = self._client(url)
        return await self._clients[url].understand(text)

    async def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            await client.close()


class ArchivedWords:
    """See studio.training.ports.Words."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, names: Collection[str]) -> Mapping[str, str]:
        """See Words."""
        return await words_of(self._engine, names)


class RunningEngines:
    """See studio.training.ports.Running."""

    def __init__(self, registry: EngineRegistry) -> None:
        self._registry = registry

    async def now(self) -> tuple[ports.RunningAssistant, ...]:
        """See Running."""
        counts = Counter((one.model, one.state) for one in await self._registry.entries())
        return tuple(
            ports.RunningAssistant(
                model,
                ready=counts[model, EngineState.READY],
                draining=counts[model, EngineState.DRAINING],
            )
            for model in sorted({model for model, _ in counts})
        )


class PersonalData:
    """See studio.checks.checking.Personal."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def kinds(self, text: str) -> list[str]:
        """See Personal."""
        return [_WORDS[finding.kind] for finding in self._redactor.redact(text).findings]

    def hidden(self, text: str) -> str:
        """See Personal."""
        return hidden(self._redactor, text)[0]
