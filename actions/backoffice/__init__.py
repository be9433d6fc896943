"""The only place that knows the back office's URLs: TM Forum documents in, plain values out."""

from actions.backoffice.appointments import (
    Appointment,
    Booking,
    Calendar,
    NotServedError,
    TimeSlot,
    TimeTakenError,
)
from actions.backoffice.availability import Availability, Coverage, Line
from actions.backoffice.bills import Bill, BillItem, Bills
from actions.backoffice.calls import BackOfficeUnavailableError, backoffice_client
from actions.backoffice.catalogue import Catalogue, Offering
from actions.backoffice.customers import Contract, Customer, Customers
from actions.backoffice.faults import Faults, Problem
from actions.backoffice.office import BackOffice
from actions.backoffice.tickets import Report, Ticket, Tickets, TicketState

__all__ = [
    "Appointment",
    "Availability",
    "BackOffice",
    "BackOfficeUnavailableError",
    "Bill",
    "BillItem",
    "Bills",
    "Booking",
    "Calendar",
    "Catalogue",
    "Contract",
    "Coverage",
    "Customer",
    "Customers",
    "Faults",
    "Line",
    "NotServedError",
    "Offering",
    "Problem",
    "Report",
    "Ticket",
    "TicketState",
    "Tickets",
    "TimeSlot",
    "TimeTakenError",
    "backoffice_client",
]
