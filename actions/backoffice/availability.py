"""TMF645: which lines there are at a postcode, and how fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from actions.backoffice.calls import Calls

CHECK = "/tmf-api/serviceQualificationManagement/v4/checkServiceQualification"
TECHNOLOGIES = ("fibre", "vdsl", "5g")
OUTSIDE = "outsideServiceArea"


@dataclass(frozen=True, slots=True)
class Line:
    """One way into the net at a place. `mbit` is None where there is none.

    `expected` is the day from which it is planned, where that is known.
    """

    mbit: float | None = None
    expected: date | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """What there is at a postcode."""

    fibre: Line = Line()
    copper: Line = Line()
    mobile: Line = Line()
    served: bool = True


class Coverage(Protocol):
    """Where it is to be found what is available."""

    async def available(self, *, postal_code: str) -> Availability:
        """Return what there is at a postcode. Raises BackOfficeUnavailableError."""


class CoverageOverHttp:
    """What the back office knows of lines."""

    _calls: Calls

    async def available(self, *, postal_code: str) -> Availability:
        """Return what there is at a postcode."""
        response = await self._calls.written("POST", CHECK, _question(postal_code))
        return self._calls.read(
            response, lambda document: _availability(document["serviceQualificationItem"])
        )


def _question(postal_code: str) -> dict[str, Any]:
    place = {
        "id": postal_code,
        "role": "installationAddress",
        "@referredType": "GeographicAddress",
    }
    items = [
        {
            "id": str(number),
            "service": {"serviceSpecification": {"id": technology}, "place": [place]},
        }
        for number, technology in enumerate(TECHNOLOGIES, start=1)
    ]
    return {"serviceQualificationItem": items}


def _availability(items: list[Mapping[str, Any]]) -> Availability:
    by_technology = {each["service"]["serviceSpecification"]["id"]: each for each in items}
    fibre, copper, mobile = (by_technology[technology] for technology in TECHNOLOGIES)
    return Availability(
        fibre=_line(fibre),
        copper=_line(copper),
        mobile=_line(mobile),
        served=not all(_is_outside(each) for each in by_technology.values()),
    )


def _line(item: Mapping[str, Any]) -> Line:
    if item["qualificationResult"] == "qualified":
        traits = {each["name"]: each["value"] for each in item["service"]["serviceCharacteristic"]}
        return Line(mbit=float(traits["downloadMbit"]))
    expected = item.get("expectedServiceAvailabilityDate")
    return Line(expected=datetime.fromisoformat(expected).date() if expected else None)


def _is_outside(item: Mapping[str, Any]) -> bool:
    reasons = item.get("eligibilityUnavailabilityReason") or ()
    return any(each["code"] == OUTSIDE for each in reasons)
