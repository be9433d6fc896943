"""The answer to what can be had where, as a TMF645 document."""

from collections.abc import Mapping
from datetime import datetime

from backoffice.availability.model import Access, Technology
from backoffice.availability.requests import Qualification, QualificationItem
from backoffice.clock import berlin_moment
from backoffice.tmf.documents import Document, moment, without_nothing

BASE = "/tmf-api/serviceQualificationManagement/v4"

NOT_BUILT = {"code": "notBuilt", "label": "Hier ist diese Technik noch nicht ausgebaut."}
OUTSIDE = {"code": "outsideServiceArea", "label": "Dieses Gebiet versorgen wir nicht."}


def qualification_document(
    asked: Qualification, accesses: Mapping[str, Access], *, id: str, now: datetime
) -> Document:
    """Return TMF645 `CheckServiceQualification`: every item that was asked, with its answer.

    The whole is qualified if all of its items are.
    """
    items = [_item(item, accesses) for item in asked.service_qualification_item]
    results = {item["qualificationResult"] for item in items}
    return {
        "id": id,
        "checkServiceQualificationDate": moment(now),
        "state": "done",
        "qualificationResult": "qualified" if results == {"qualified"} else "unqualified",
        "serviceQualificationItem": items,
        "@type": "CheckServiceQualification",
    }


def _item(item: QualificationItem, accesses: Mapping[str, Access]) -> Document:
    technology = item.service.service_specification.id
    postcode = item.service.place[0].id
    access = accesses.get(postcode)
    mbit = access.mbit(technology) if access else 0
    return without_nothing(
        {
            "id": item.id,
            "state": "done",
            "qualificationResult": "qualified" if mbit else "unqualified",
            "expectedServiceAvailabilityDate": _expected(access, technology),
            "service": _service(technology, postcode=postcode, mbit=mbit),
            "eligibilityUnavailabilityReason": None if mbit else [_reason(access)],
        }
    )


def _expected(access: Access | None, technology: Technology) -> str | None:
    if access is None or technology is not Technology.FIBRE or access.fibre_expected is None:
        return None
    return moment(berlin_moment(access.fibre_expected))


def _service(technology: Technology, *, postcode: str, mbit: int) -> Document:
    place = {"id": postcode, "role": "installationAddress", "@referredType": "GeographicAddress"}
    speed = {"name": "downloadMbit", "valueType": "number", "value": mbit}
    return without_nothing(
        {
            "serviceSpecification": {"id": technology.value, "name": technology.german},
            "place": [place],
            "serviceCharacteristic": [speed] if mbit else None,
        }
    )


def _reason(access: Access | None) -> Document:
    return OUTSIDE if access is None else NOT_BUILT
