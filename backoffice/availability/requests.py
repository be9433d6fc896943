"""What may be asked: is this technology to be had at this postcode (TMF645)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backoffice.availability.model import Technology
from backoffice.tmf.parsing import Line, Postcode, TmfBody


class SpecificationRef(TmfBody):
    """TMF645 `ServiceSpecificationRef`: a technology. Its name may be repeated."""

    id: Technology
    name: str | None = None

    @model_validator(mode="after")
    def _name_is_the_technologys_own(self) -> Self:
        if self.name not in {None, self.id.german}:
            raise ValueError("name must be the technology's own, or left out")
        return self


class InstallationPlace(TmfBody):
    """TMF645 `RelatedPlaceRefOrValue`: where, by postcode."""

    id: Postcode
    role: Literal["installationAddress"]
    kind: Annotated[Literal["GeographicAddress"], Field(alias="@referredType")] = (
        "GeographicAddress"
    )


class WantedService(TmfBody):
    """TMF645 `ServiceRefOrValue`: what and where."""

    service_specification: SpecificationRef
    place: Annotated[list[InstallationPlace], Field(min_length=1, max_length=1)]


class QualificationItem(TmfBody):
    """TMF645 `CheckServiceQualificationItem`: one question, named by its id."""

    id: Line
    service: WantedService


class Qualification(TmfBody):
    """TMF645 `CheckServiceQualification_Create`."""

    service_qualification_item: Annotated[
        list[QualificationItem], Field(min_length=1, max_length=10)
    ]
    type_: Annotated[Literal["CheckServiceQualification"], Field(alias="@type")] = (
        "CheckServiceQualification"
    )
