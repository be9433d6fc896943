"""What a customer answers to questions that the script did not foresee. Pure."""

from collections.abc import Mapping

from tests.play.asking import Wanted
from tests.play.script import Customer

MOST_ANSWERS = 4
AGREED = "Ja, bitte."
FIRST_TIME = "Der erste passt."
_SERVICES = {"internet": "Internet", "tv": "Fernsehen", "phone": "Telefon", "mobile": "Mobilfunk"}
_CALLED = {
    Wanted.CUSTOMER_NUMBER: "Kundennummer",
    Wanted.POSTAL_CODE: "Postleitzahl",
    Wanted.ADDRESS: "Adresse",
    Wanted.NAME: "Name",
    Wanted.PHONE_NUMBER: "Telefon",
    Wanted.SERVICE: "Es geht um",
}


def answer_to(asked: frozenset[Wanted], customer: Customer | None) -> str | None:
    """Return the answer to what is asked for, or None if this customer has none.

    One thing is answered barely, several by their names; data come before a choice of times, and
    that before a yes.
    """
    data = _data(customer) if customer else {}
    known = [(wanted, data[wanted]) for wanted in _CALLED if wanted in asked and data.get(wanted)]
    if len(known) == 1:
        return known[0][1]
    if known:
        return ", ".join(f"{_CALLED[wanted]} {value}" for wanted, value in known)
    if Wanted.TIME_SLOT in asked:
        return FIRST_TIME
    return AGREED if Wanted.CONFIRMATION in asked else None


def _data(customer: Customer) -> Mapping[Wanted, str]:
    return {
        Wanted.CUSTOMER_NUMBER: customer.number,
        Wanted.POSTAL_CODE: customer.postal_code,
        Wanted.ADDRESS: customer.address or "",
        Wanted.NAME: customer.name or "",
        Wanted.PHONE_NUMBER: customer.phone_number or "",
        Wanted.SERVICE: _SERVICES.get(customer.service or "", ""),
    }
