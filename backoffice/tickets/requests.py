"""What may be said of a new trouble ticket, and of a change to one (TMF621)."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from backoffice.customers.requests import CustomerRef
from backoffice.services import Service
from backoffice.tickets.model import Severity, Status, TicketType
from backoffice.tmf.parsing import Line, Paragraph, Postcode, TmfBody

CENT_PARTS = 1e-6


class AffectedService(TmfBody):
    """TMF621 `RelatedEntity`: what does not work. Its name may be repeated, but not changed."""

    id: Service
    kind: Annotated[Literal["Service"], Field(alias="@referredType")]
    role: Literal["affectedService"] = "affectedService"
    name: str | None = None

    @model_validator(mode="after")
    def _name_is_the_services_own(self) -> Self:
        if self.name not in {None, self.id.german}:
            raise ValueError("name must be the service's own, or left out")
        return self


class AffectedPlace(TmfBody):
    """TMF621 `RelatedEntity`: where it does not work, by postcode."""

    id: Postcode
    kind: Annotated[Literal["GeographicAddress"], Field(alias="@referredType")]
    role: Literal["affectedPlace"] = "affectedPlace"


class Money(TmfBody):
    """TMF630 `Money`: what a credit is to be, in euro and whole cents."""

    unit: Literal["EUR"]
    value: Annotated[float, Field(gt=0, le=10_000)]

    @property
    def cents(self) -> int:
        """The amount in cents."""
        return round(self.value * 100)

    @model_validator(mode="after")
    def _whole_cents(self) -> Self:
        if abs(self.value * 100 - self.cents) > CENT_PARTS:
            raise ValueError("value must be whole cents")
        return self


class Amount(TmfBody):
    """TMF621 (version 5) `Characteristic`: how much a request for a credit asks for."""

    name: Literal["amount"]
    value: Money
    value_type: Literal["Money"] = "Money"


class NewNote(TmfBody):
    """TMF621 `Note` that is to be added; its date is the moment it arrives."""

    author: Line
    text: Paragraph


Entity = Annotated[AffectedService | AffectedPlace, Field(discriminator="kind")]
Notes = Annotated[list[NewNote], Field(max_length=20)]


class TicketDraft(TmfBody):
    """A new ticket, as far as the caller says; TMF621 `TroubleTicket_Create`.

    `externalId` names the call: whoever repeats it gets the ticket it opened.
    """

    ticket_type: TicketType
    severity: Severity
    description: Paragraph
    related_party: Annotated[list[CustomerRef], Field(min_length=1, max_length=1)]
    related_entity: Annotated[list[Entity], Field(max_length=2)] = Field(default_factory=list)
    trouble_ticket_characteristic: Annotated[list[Amount], Field(max_length=1)] = Field(
        default_factory=list
    )
    external_id: Line | None = None
    status: Status = Status.ACKNOWLEDGED
    status_change_reason: Paragraph | None = None
    expected_resolution_date: AwareDatetime | None = None
    note: Notes = Field(default_factory=list)
    type_: Annotated[Literal["TroubleTicket"], Field(alias="@type")] = "TroubleTicket"

    @model_validator(mode="after")
    def _entities_differ(self) -> Self:
        kinds = [entity.kind for entity in self.related_entity]
        if len(set(kinds)) < len(kinds):
            raise ValueError("relatedEntity names at most one Service and one GeographicAddress")
        return self


class TicketChange(TmfBody):
    """What is to be different; None stays as it is. TMF621 `TroubleTicket_Update`.

    Notes are added to those there are.
    """

    status: Status | None = None
    status_change_reason: Paragraph | None = None
    severity: Severity | None = None
    expected_resolution_date: AwareDatetime | None = None
    note: Notes | None = None

    @model_validator(mode="after")
    def _something_changes(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("the change names no attribute")
        return self
