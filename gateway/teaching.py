"""Gives the studio what it needs of the rest: customers' lines, and an eye for personal data."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.heard import customers_lines
from conversation.ports import Clock
from gateway.privacy.findings import PersonalKind
from gateway.privacy.redactor import Redactor
from studio.review.harvest import Heard
from studio.review.worth import Reason

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


class PersonalData:
    """See studio.checks.checking.Personal."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def kinds(self, text: str) -> list[str]:
        """See Personal."""
        return [_WORDS[finding.kind] for finding in self._redactor.redact(text).findings]
