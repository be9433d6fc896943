"""What may be said of a new appointment, of a change to one, of a search for times (TMF646)."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from backoffice.appointments.calendar import Slot, slot_of
from backoffice.appointments.model import Category, Status
from backoffice.customers.requests import CustomerRef
from backoffice.tmf.parsing import Line, Paragraph, Postcode, TmfBody

TicketId = Annotated[str, StringConstraints(pattern=r"^T-[0-9]{1,10}$")]


class Window(TmfBody):
    """TMF646 `TimePeriod` that is one of the windows technicians come in."""

    start_date_time: AwareDatetime
    end_date_time: AwareDatetime

    @model_validator(mode="after")
    def _is_a_window(self) -> Self:
        if slot_of(self.start_date_time, self.end_date_time) is None:
            raise ValueError("must be one window of two hours, from 8 to 18 o'clock in Berlin")
        return self

    @property
    def slot(self) -> Slot:
        """The window."""
        slot = slot_of(self.start_date_time, self.end_date_time)
        assert slot is not None, "checked above"
        return slot


class PlaceRef(TmfBody):
    """TMF646 `Place`: a postcode, and for the technician the whole address in one line."""

    id: Postcode
    name: Line | None = None
    role: Literal["interventionAddress"] = "interventionAddress"
    kind: Annotated[Literal["GeographicAddress"], Field(alias="@referredType")] = (
        "GeographicAddress"
    )


class TicketRef(TmfBody):
    """TMF646 `RelatedEntityRef`: the ticket an appointment is about."""

    id: TicketId
    role: Literal["reason"] = "reason"
    kind: Annotated[Literal["TroubleTicket"], Field(alias="@referredType")] = "TroubleTicket"


class PhoneNumber(TmfBody):
    """TMF646 `MediumCharacteristic` of a telephone."""

    phone_number: Line


class EmailAddress(TmfBody):
    """TMF646 `MediumCharacteristic` of an e-mail box."""

    email_address: Line


class PhoneContact(TmfBody):
    """TMF646 `ContactMedium`: by telephone."""

    type: Literal["phone"]
    characteristic: PhoneNumber


class EmailContact(TmfBody):
    """TMF646 `ContactMedium`: by e-mail."""

    type: Literal["email"]
    characteristic: EmailAddress


class NewNote(TmfBody):
    """TMF646 `Note` that is to be added; its date is the moment it arrives."""

    text: Paragraph
    author: Line | None = None


Medium = Annotated[PhoneContact | EmailContact, Field(discriminator="type")]
Notes = Annotated[list[NewNote], Field(max_length=20)]


class AppointmentDraft(TmfBody):
    """A new appointment, as far as the caller says.

    `externalId` names the call: whoever repeats it gets the appointment it booked.
    """

    valid_for: Window
    place: PlaceRef
    related_party: Annotated[list[CustomerRef], Field(min_length=1, max_length=1)]
    category: Category = Category.INTERVENTION
    external_id: Line | None = None
    description: Paragraph | None = None
    related_entity: Annotated[list[TicketRef], Field(max_length=1)] = Field(default_factory=list)
    contact_medium: Medium | None = None
    note: Notes = Field(default_factory=list)
    type_: Annotated[Literal["Appointment"], Field(alias="@type")] = "Appointment"


class AppointmentChange(TmfBody):
    """What is to be different; None stays as it is. Notes are added to those there are."""

    valid_for: Window | None = None
    status: Status | None = None
    description: Paragraph | None = None
    note: Notes | None = None

    @model_validator(mode="after")
    def _one_thing_happens(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("the change names no attribute")
        if self.valid_for and self.status:
            raise ValueError("an appointment is either moved (validFor) or ended (status)")
        return self


class Range(TmfBody):
    """TMF646 `TimePeriod` to look for free times in; an end left out is the calendar's own."""

    start_date_time: AwareDatetime | None = None
    end_date_time: AwareDatetime | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        start, end = self.start_date_time, self.end_date_time
        if start and end and start >= end:
            raise ValueError("startDateTime must lie before endDateTime")
        return self

    def holds(self, slot: Slot) -> bool:
        """Say whether a window lies wholly inside."""
        start, end = self.start_date_time, self.end_date_time
        return (start is None or start <= slot.start) and (end is None or slot.end <= end)


class RequestedTimeSlot(TmfBody):
    """TMF646 `TimeSlot` of a search."""

    valid_for: Range


class TimeSlotSearch(TmfBody):
    """TMF646 `SearchTimeSlotPostInput`: where, and when it would suit."""

    place: PlaceRef
    requested_time_slot: Annotated[list[RequestedTimeSlot], Field(min_length=1, max_length=10)]
    related_party: CustomerRef | None = None
    related_entity: Annotated[list[TicketRef], Field(max_length=1)] = Field(default_factory=list)

    def wants(self, slot: Slot) -> bool:
        """Say whether a window lies wholly inside one of the times that would suit."""
        return any(each.valid_for.holds(slot) for each in self.requested_time_slot)
