"""How a customer comes about. Pure."""

from datetime import date

from backoffice.customers.model import Address, Contract, Customer
from backoffice.customers.requests import (
    ContractDay,
    CustomerDraft,
    EmailMedium,
    NoticePeriod,
    PhoneMedium,
    PostalMedium,
    Services,
    Tariffs,
)
from chassis.errors import BadRequestError


def enrolled(draft: CustomerDraft) -> Customer:
    """Return the customer that a draft describes.

    Raises `BadRequestError` if the contract would end before it began.
    """
    [address] = [
        each.characteristic for each in draft.contact_medium if isinstance(each, PostalMedium)
    ]
    phones = [
        each.characteristic.phone_number
        for each in draft.contact_medium
        if isinstance(each, PhoneMedium)
    ]
    emails = [
        each.characteristic.email_address
        for each in draft.contact_medium
        if isinstance(each, EmailMedium)
    ]
    return Customer(
        number=draft.id,
        name=draft.name,
        address=Address(street=address.street1, postcode=address.post_code, city=address.city),
        contract=_contract(draft),
        phone=phones[0] if phones else None,
        email=emails[0] if emails else None,
    )


def _contract(draft: CustomerDraft) -> Contract:
    given = draft.characteristic
    [tariffs] = [each.value for each in given if isinstance(each, Tariffs)]
    [services] = [each.value for each in given if isinstance(each, Services)]
    [notice_months] = [each.value for each in given if isinstance(each, NoticePeriod)]
    days: dict[str, date] = {
        each.name: each.value for each in given if isinstance(each, ContractDay)
    }
    start, end = days["contractStart"], days["minimumTermEnd"]
    if end < start:
        raise BadRequestError("minimumTermEnd must not lie before contractStart.")
    return Contract(
        tariffs=tuple(tariffs),
        services=tuple(services),
        start=start,
        minimum_term_end=end,
        notice_months=notice_months,
    )
