"""A customer's words: how to reach them, what they use, until when."""

from dataclasses import dataclass
from datetime import date

from backoffice.services import Service


@dataclass(frozen=True, slots=True)
class Address:
    """Where a customer lives; the postcode has five digits."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Contract:
    """What a customer has: ids of offerings, the main one first, to which the dates belong."""

    tariffs: tuple[str, ...]
    services: tuple[Service, ...]
    start: date
    minimum_term_end: date
    notice_months: int


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; the number has eight digits."""

    number: str
    name: str
    address: Address
    contract: Contract
    phone: str | None = None
    email: str | None = None
