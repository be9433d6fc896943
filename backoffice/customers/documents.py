"""A customer as a TMF629 document."""

from backoffice.customers.model import Address, Contract, Customer
from backoffice.tmf.documents import Document

BASE = "/tmf-api/customerManagement/v4"

CUSTOMER_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "name",
        "status",
        "engagedParty",
        "contactMedium",
        "characteristic",
        "@type",
    }
)


def customer_document(customer: Customer) -> Document:
    """Return a customer as TMF629 `Customer`; a medium they do not have is left out."""
    return {
        "id": customer.number,
        "href": f"{BASE}/customer/{customer.number}",
        "name": customer.name,
        "status": "active",
        "engagedParty": {
            "id": customer.number,
            "name": customer.name,
            "@referredType": "Individual",
        },
        "contactMedium": _media(customer),
        "characteristic": _characteristics(customer.contract),
        "@type": "Customer",
    }


def _media(customer: Customer) -> list[Document]:
    media = [_medium("postalAddress", _address(customer.address))]
    if customer.phone:
        media.append(_medium("phone", {"phoneNumber": customer.phone}))
    if customer.email:
        media.append(_medium("email", {"emailAddress": customer.email}))
    return media


def _medium(kind: str, characteristic: Document) -> Document:
    return {"mediumType": kind, "preferred": kind == "phone", "characteristic": characteristic}


def _address(address: Address) -> Document:
    return {
        "street1": address.street,
        "postCode": address.postcode,
        "city": address.city,
        "country": "DE",
    }


def _characteristics(contract: Contract) -> list[Document]:
    services = [service.value for service in contract.services]
    return [
        {"name": "tariffs", "valueType": "array", "value": list(contract.tariffs)},
        {"name": "services", "valueType": "array", "value": services},
        {"name": "contractStart", "valueType": "date", "value": contract.start.isoformat()},
        {
            "name": "minimumTermEnd",
            "valueType": "date",
            "value": contract.minimum_term_end.isoformat(),
        },
        {"name": "noticePeriodMonths", "valueType": "number", "value": contract.notice_months},
    ]
