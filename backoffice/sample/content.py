"""The sample catalogue, areas and problems as they stand in their files."""

from typing import Annotated

from pydantic import Field

from backoffice.catalogue.model import Scalar
from backoffice.problems.model import Status
from backoffice.sample.files import Content, read_file
from backoffice.services import Service

Cents = Annotated[int, Field(ge=0)]
Values = Annotated[list[Scalar], Field(min_length=1)]


class SampleArea(Content):
    """A postcode the provider serves."""

    postcode: str
    city: str


class SampleCategory(Content):
    """A category of the catalogue."""

    id: str
    name: str
    description: str


class SampleCharacteristic(Content):
    """What a characteristic's name means; its values are with the offerings."""

    name: str
    description: str
    value_type: str
    unit: str | None = None


class SampleOffering(Content):
    """A tariff: prices in euro cents, VAT included; values by the characteristic's name."""

    id: str
    name: str
    category: str
    description: str
    monthly_cents: Cents
    setup_cents: Cents
    characteristics: dict[str, Values]


class SampleCatalogue(Content):
    """The catalogue as a whole, in the provider's order."""

    categories: list[SampleCategory]
    characteristics: list[SampleCharacteristic]
    vat_percent: int
    recurring_price_name: str
    one_time_price_name: str
    offerings: list[SampleOffering]


class SampleOriginator(Content):
    """Who raised the sample problems."""

    id: str
    kind: str
    name: str


class SampleProblem(Content):
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


class SampleProblems(Content):
    """The problems that run, and those that are over."""

    originator: SampleOriginator
    running: list[SampleProblem]
    past: list[SampleProblem]


def read_areas() -> list[SampleArea]:
    """Return the twenty postcodes from Kiel to Flensburg."""
    return read_file("areas.json", list[SampleArea])


def read_catalogue() -> SampleCatalogue:
    """Return the sample catalogue."""
    return read_file("catalogue.json", SampleCatalogue)


def read_problems() -> SampleProblems:
    """Return the sample problems."""
    return read_file("problems.json", SampleProblems)
