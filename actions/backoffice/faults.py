"""TMF656: the faults that are running at a postcode."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from actions.backoffice.calls import Calls, Document, moment

PROBLEMS = "/tmf-api/serviceProblemManagement/v4/serviceProblem"
RUNNING = "submitted,acknowledged,inProgress,held,pending"
EXPECTED_END = "expectedResolutionDate"


@dataclass(frozen=True, slots=True)
class Problem:
    """A running fault. Times are aware; `expected_end` is None while nobody knows."""

    description: str
    services: tuple[str, ...]
    since: datetime
    expected_end: datetime | None = None

    def affects(self, service: str | None) -> bool:
        """Whether it is about a service: one that names none affects all, None may be any."""
        return service is None or not self.services or service in self.services


class Faults(Protocol):
    """Where running faults are to be found."""

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        """Return the faults at a postcode. Raises BackOfficeUnavailableError."""


class FaultsOverHttp:
    """The faults of the back office."""

    _calls: Calls

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        """Return the faults at a postcode that are not over."""
        query = {"affectedLocation.postcode": postal_code, "status": RUNNING}
        return await self._calls.listed(PROBLEMS, query, _problem)


def _problem(document: Document) -> Problem:
    extensions = {each["name"]: each["value"] for each in document.get("extensionInfo", [])}
    expected = extensions.get(EXPECTED_END)
    return Problem(
        description=document["description"],
        services=tuple(each["id"] for each in document.get("affectedService", [])),
        since=moment(document["timeRaised"]),
        expected_end=moment(expected) if expected else None,
    )
