"""A service problem as a TMF656 document."""

from backoffice.problems.model import Area, Party, Problem
from backoffice.services import Service
from backoffice.tmf.documents import Document, moment, without_nothing

BASE = "/tmf-api/serviceProblemManagement/v4"
EXPECTED_RESOLUTION = "expectedResolutionDate"

PROBLEM_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "correlationId",
        "category",
        "priority",
        "description",
        "reason",
        "status",
        "statusChangeDate",
        "statusChangeReason",
        "timeRaised",
        "timeChanged",
        "resolutionDate",
        "affectedNumberOfServices",
        "affectedService",
        "affectedLocation",
        "originatorParty",
        "extensionInfo",
        "@type",
    }
)


def problem_document(problem: Problem) -> Document:
    """Return a problem as TMF656 `ServiceProblem`; what has no value is left out.

    TMF656 has no attribute for when service should be back. It stands in `extensionInfo`, under the
    name that TMF621 gives it.
    """
    return without_nothing(
        {
            "id": problem.id,
            "href": f"{BASE}/serviceProblem/{problem.id}",
            "correlationId": problem.correlation_id,
            "category": problem.category,
            "priority": problem.priority,
            "description": problem.description,
            "reason": problem.reason,
            "status": problem.status.value,
            "statusChangeDate": moment(problem.status_changed),
            "statusChangeReason": problem.status_reason,
            "timeRaised": moment(problem.raised),
            "timeChanged": moment(problem.changed),
            "resolutionDate": moment(problem.resolved) if problem.resolved else None,
            "affectedNumberOfServices": problem.affected_services,
            "affectedService": [_service(service) for service in problem.services],
            "affectedLocation": [_area(area) for area in problem.areas],
            "originatorParty": _party(problem.originator),
            "extensionInfo": _extensions(problem),
            "@type": "ServiceProblem",
        }
    )


def _service(service: Service) -> Document:
    return {"id": service.value, "name": service.german, "@referredType": "Service"}


def _area(area: Area) -> Document:
    # TMF656's Place leaves it to a sub-class to say where it is; this one is TMF673's, of which
    # postcode and city are the attributes.
    return without_nothing(
        {
            "id": area.postcode,
            "postcode": area.postcode,
            "city": area.city,
            "@type": "GeographicAddress",
            "@baseType": "Place",
        }
    )


def _party(party: Party) -> Document:
    return without_nothing({"id": party.id, "name": party.name, "@referredType": party.kind})


def _extensions(problem: Problem) -> list[Document] | None:
    if problem.expected_resolution is None:
        return None
    expected = {
        "name": EXPECTED_RESOLUTION,
        "valueType": "dateTime",
        "value": moment(problem.expected_resolution),
    }
    return [expected]
