"""What may be said of a new service problem, and of a change to one (TMF656)."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from backoffice.problems.model import Status
from backoffice.services import Service
from backoffice.tmf.parsing import Line, Paragraph, Postcode, TmfBody

Count = Annotated[int, Field(ge=0, le=100_000_000)]
Priority = Annotated[int, Field(ge=1, le=10)]


class AffectedService(TmfBody):
    """TMF656 `ServiceRef`. Its name and type may be repeated, but not changed."""

    id: Service
    name: str | None = None
    referred_type: Annotated[Literal["Service"] | None, Field(alias="@referredType")] = None

    @model_validator(mode="after")
    def _name_is_the_services_own(self) -> Self:
        if self.name not in {None, self.id.german}:
            raise ValueError("name must be the service's own, or left out")
        return self


class AffectedLocation(TmfBody):
    """TMF656 `Place` as TMF673 `GeographicAddress`; its id is its postcode."""

    postcode: Postcode
    city: Line | None = None
    id: str | None = None
    type_: Annotated[Literal["GeographicAddress"] | None, Field(alias="@type")] = None
    base_type: Annotated[Literal["Place"] | None, Field(alias="@baseType")] = None

    @model_validator(mode="after")
    def _id_is_the_postcode(self) -> Self:
        if self.id not in {None, self.postcode}:
            raise ValueError("id must be the postcode, or left out")
        return self


class OriginatorParty(TmfBody):
    """TMF656 `RelatedParty`: who raised the problem."""

    id: Line
    kind: Annotated[Line, Field(alias="@referredType")]
    name: Line | None = None


class ExpectedResolution(TmfBody):
    """TMF656 `Characteristic`: the one extension kept here, when service should be back."""

    name: Literal["expectedResolutionDate"]
    value: AwareDatetime
    value_type: Literal["dateTime"] | None = None


def _services_differ(given: list[AffectedService]) -> list[AffectedService]:
    _require_different([each.id for each in given])
    return given


def _places_differ(given: list[AffectedLocation]) -> list[AffectedLocation]:
    _require_different([each.postcode for each in given])
    return given


def _require_different(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise ValueError("the same is named twice")


Services = Annotated[list[AffectedService], AfterValidator(_services_differ)]
Locations = Annotated[
    list[AffectedLocation], Field(max_length=1000), AfterValidator(_places_differ)
]
Extensions = Annotated[list[ExpectedResolution], Field(max_length=1)]


class ProblemDraft(TmfBody):
    """A new problem, as far as the caller says; TMF656 `ServiceProblem_Create`."""

    category: Line
    priority: Priority
    description: Paragraph
    reason: Paragraph
    originator_party: OriginatorParty
    status: Status = Status.SUBMITTED
    status_change_reason: Paragraph | None = None
    correlation_id: Line | None = None
    time_raised: AwareDatetime | None = None
    affected_number_of_services: Count | None = None
    affected_service: Services = Field(default_factory=list)
    affected_location: Locations = Field(default_factory=list)
    extension_info: Extensions = Field(default_factory=list)
    type_: Annotated[Literal["ServiceProblem"] | None, Field(alias="@type")] = None


class ProblemChange(TmfBody):
    """What is to be different; None stays as it is. TMF656 `ServiceProblem_Update`."""

    category: Line | None = None
    priority: Priority | None = None
    description: Paragraph | None = None
    reason: Paragraph | None = None
    status: Status | None = None
    status_change_reason: Paragraph | None = None
    affected_number_of_services: Count | None = None
    affected_service: Services | None = None
    affected_location: Locations | None = None
    extension_info: Extensions | None = None

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("the change names no attribute")
        return self
