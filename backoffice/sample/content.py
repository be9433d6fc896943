"""The sample data's files, read strictly: nothing unknown, nothing missing."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backoffice.catalogue.model import Scalar
from backoffice.problems.model import Service, Status

FOLDER = Path(__file__).parent

Cents = Annotated[int, Field(ge=0)]
Values = Annotated[list[Scalar], Field(min_length=1)]


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SampleArea(_Content):
    """A postcode the provider serves."""

    postcode: str
    city: str


class SampleCategory(_Content):
    """A category of the catalogue."""

    id: str
    name: str
    description: str


class SampleCharacteristic(_Content):
    """What a characteristic's name means; its values are with the offerings."""

    name: str
    description: str
    value_type: str
    unit: str | None = None


class SampleOffering(_Content):
    """A tariff: prices in euro cents, VAT included; values by the characteristic's name."""

    id: str
    name: str
    category: str
    description: str
    monthly_cents: Cents
    setup_cents: Cents
    characteristics: dict[str, Values]


class SampleCatalogue(_Content):
    """The catalogue as a whole, in the provider's order."""

    categories: list[SampleCategory]
    characteristics: list[SampleCharacteristic]
    vat_percent: int
    recurring_price_name: str
    one_time_price_name: str
    offerings: list[SampleOffering]


class SampleOriginator(_Content):
    """Who raised the sample problems."""

    id: str
    kind: str
    name: str


class SampleProblem(_Content):
    """A problem with its times in hours, counted from the moment of loading."""

    id: str
    category: str
    priority: int
    services: list[Service]
    postcodes: list[str]
    affected_services: int
    status: Status
    description: str
    reason: str
    raised_hours_ago: float
    expected_in_hours: float | None = None
    resolved_hours_ago: float | None = None


class SampleProblems(_Content):
    """The problems that run, and those that are over."""

    originator: SampleOriginator
    running: list[SampleProblem]
    past: list[SampleProblem]


Content = TypeVar("Content")


def read_areas() -> list[SampleArea]:
    """Return the twenty postcodes from Kiel to Flensburg."""
    return _read("areas.json", list[SampleArea])


def read_catalogue() -> SampleCatalogue:
    """Return the sample catalogue."""
    return _read("catalogue.json", SampleCatalogue)


def read_problems() -> SampleProblems:
    """Return the sample problems."""
    return _read("problems.json", SampleProblems)


def _read(name: str, kind: type[Content]) -> Content:
    return TypeAdapter(kind).validate_json((FOLDER / name).read_bytes())
