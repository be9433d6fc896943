"""The catalogue's words: categories, offerings, prices and characteristics."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Scalar = bool | int | float | str


class LifecycleStatus(StrEnum):
    """Where an offering is in its life; TMF620's own spelling."""

    ACTIVE = "Active"
    RETIRED = "Retired"


class PriceKind(StrEnum):
    """How often a price is due."""

    RECURRING = "recurring"
    ONE_TIME = "oneTime"


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalogue, for instance Glasfaser."""

    id: str
    name: str
    description: str
    last_update: datetime


@dataclass(frozen=True, slots=True)
class Price:
    """What an offering costs, in euro cents, VAT included; a recurring one is due each month."""

    id: str
    name: str
    kind: PriceKind
    cents: int
    vat_percent: int
    last_update: datetime

    @property
    def duty_free_cents(self) -> int:
        """The price without VAT, rounded to a cent."""
        return round(self.cents * 100 / (100 + self.vat_percent))


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One property of an offering with its values, for instance downloadMbit: 250 Mbit/s."""

    name: str
    description: str
    value_type: str
    unit: str | None
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Offering:
    """A tariff as a customer can order it."""

    id: str
    name: str
    description: str
    category: Category
    lifecycle_status: LifecycleStatus
    prices: tuple[Price, ...]
    characteristics: tuple[Characteristic, ...]
    last_update: datetime
