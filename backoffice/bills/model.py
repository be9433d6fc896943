"""A bill's words: for which time, to pay until when, for what."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class BillState(StrEnum):
    """How a bill stands; those of TMF678's states that occur here."""

    SENT = "sent"
    SETTLED = "settled"


class ItemKind(StrEnum):
    """Why something is charged."""

    BASE_PRICE = "basePrice"
    ONE_TIME_FEE = "oneTimeFee"
    ROAMING = "roaming"
    PREMIUM_RATE_CALL = "premiumRateCall"
    CREDIT = "credit"
    TECHNICIAN_FEE = "technicianFee"
    TARIFF_CHANGE = "tariffChange"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a bill: euro cents, VAT included, less than nothing for a credit."""

    id: str
    bill: str
    bill_date: date
    kind: ItemKind
    name: str
    cents: int
    vat_percent: int
    period: Period
    description: str | None = None

    @property
    def net_cents(self) -> int:
        """The amount without VAT, rounded to the cent."""
        return round(self.cents * 100 / (100 + self.vat_percent))


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill with its lines; `changed` is in aware UTC."""

    id: str
    customer: str
    issued: date
    due: date
    period: Period
    state: BillState
    changed: datetime
    items: tuple[Item, ...]

    @property
    def cents(self) -> int:
        """What is to be paid, in euro cents, VAT included."""
        return sum(item.cents for item in self.items)

    @property
    def net_cents(self) -> int:
        """The same without VAT: the sum of the lines as they are rounded."""
        return sum(item.net_cents for item in self.items)
