"""What a script's world is in the back office's words. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from tests.play.script import Appointment, Availability, Customer, Outage, Ticket

BERLIN = ZoneInfo("Europe/Berlin")
WINDOW_HOURS = (8, 10, 12, 14, 16)
DAYS_AHEAD = 42
LEAD = timedelta(hours=2)
SATURDAY = 5
#: Who a customer is where the script leaves it open.
NAME, ADDRESS = "Kim Thomsen", "Hafenstraße 12"

Json = dict[str, Any]

_HOLIDAYS = holidays.country_holidays("DE", subdiv="SH")
_CITIES = {
    "242": "Gettorf",
    "243": "Eckernförde",
    "247": "Rendsburg",
    "248": "Schleswig",
    "249": "Flensburg",
}
_SERVICES = {"internet": "Internet", "tv": "Fernsehen", "phone": "Telefon", "mobile": "Mobilfunk"}
#: What somebody has who uses a service; telephony is part of every fixed line.
_CONTRACTS = {
    "internet": (["zuhause-l"], ["internet", "phone"]),
    "phone": (["zuhause-m"], ["internet", "phone"]),
    "tv": (["zuhause-l", "tv-basis"], ["internet", "phone", "tv"]),
    "mobile": (["mobil-m"], ["mobile"]),
}
_STATES = {
    "in_progress": ("inProgress", "Unsere Technik prüft die Leitung."),
    "closed": ("inProgress", "Unsere Technik prüft die Leitung."),
    "technician_needed": ("pending", "Ein Techniker muss den Anschluss vor Ort prüfen."),
}


def aware(local: datetime) -> datetime:
    """Return a script's time, which is Berlin's, with its zone."""
    return local.replace(tzinfo=BERLIN)


def customer_document(customer: Customer, *, now: datetime) -> Json:
    """Return a customer with a contract that suits what they use."""
    tariffs, services = _CONTRACTS[customer.service or "internet"]
    address = {
        "street1": customer.address or ADDRESS,
        "postCode": customer.postal_code,
        "city": _city(customer.postal_code),
    }
    media: list[Json] = [{"mediumType": "postalAddress", "characteristic": address}]
    if customer.phone_number:
        number = {"phoneNumber": customer.phone_number}
        media.append({"mediumType": "phone", "characteristic": number})
    start, end = now.date() - timedelta(days=500), now.date() + timedelta(days=230)
    return {
        "id": customer.number,
        "name": customer.name or NAME,
        "contactMedium": media,
        "characteristic": [
            {"name": "tariffs", "value": tariffs},
            {"name": "services", "value": services},
            {"name": "contractStart", "value": start.isoformat()},
            {"name": "minimumTermEnd", "value": end.isoformat()},
            {"name": "noticePeriodMonths", "value": 1},
        ],
    }


def outage_document(outage: Outage, *, now: datetime) -> Json:
    """Return a running fault that began an hour ago."""
    names = " und ".join(_SERVICES[service] for service in outage.services)
    verb = "sind" if len(outage.services) > 1 else "ist"
    document: Json = {
        "category": "system.originated",
        "priority": 3,
        "description": f"{names} {verb} in {outage.postal_code} gestört.",
        "reason": "Ein Kabel ist beschädigt.",
        "status": "inProgress",
        "timeRaised": aware(now - timedelta(hours=1)).isoformat(),
        "originatorParty": {"id": "netzleitstelle", "@referredType": "Organization"},
        "affectedService": [{"id": service} for service in outage.services],
        "affectedLocation": [
            {"postcode": outage.postal_code, "city": _city(outage.postal_code)},
        ],
    }
    if outage.until:
        end = {"name": "expectedResolutionDate", "value": aware(outage.until).isoformat()}
        document["extensionInfo"] = [end]
    return document


def ticket_document(ticket: Ticket, customer: Customer) -> Json:
    """Return a ticket about a fault, open as yet."""
    status, reason = _STATES[ticket.state]
    return {
        "ticketType": "outage",
        "severity": "major",
        "description": f"{_SERVICES[ticket.service]} funktioniert nicht.",
        "status": status,
        "statusChangeReason": reason,
        "relatedParty": _party(customer),
        "relatedEntity": [
            {"id": ticket.service, "role": "affectedService", "@referredType": "Service"},
            {
                "id": customer.postal_code,
                "role": "affectedPlace",
                "@referredType": "GeographicAddress",
            },
        ],
    }


def appointment_document(
    appointment: Appointment, customer: Customer, *, ticket: str | None
) -> Json:
    """Return a technician's visit in the window in which the script's begins."""
    start = aware(datetime.combine(appointment.date, time(window_hour(appointment.window))))
    document: Json = {
        "category": "intervention",
        "description": "Anschluss vor Ort prüfen.",
        "validFor": {
            "startDateTime": start.isoformat(),
            "endDateTime": (start + timedelta(hours=2)).isoformat(),
        },
        "place": {"id": customer.postal_code, "@referredType": "GeographicAddress"},
        "relatedParty": _party(customer),
    }
    if ticket:
        reason = {"id": ticket, "role": "reason", "@referredType": "TroubleTicket"}
        document["relatedEntity"] = [reason]
    return document


def access_setting(availability: Availability) -> Json:
    """Return what can be had at a place; the fastest is what the script says it is."""
    if availability.fibre:
        most = 1000 if availability.max_mbit is None else availability.max_mbit
        return {"fibreMbit": most, "vdslMbit": min(most, 250), "mobile5gMbit": min(most, 300)}
    most = 100 if availability.max_mbit is None else availability.max_mbit
    return {"fibreMbit": 0, "vdslMbit": most, "mobile5gMbit": min(most, 50)}


def window_hour(window: str) -> int:
    """Return the hour at which the window begins in which a time like `09:00-12:00` begins."""
    begins = int(window[:2])
    return max((hour for hour in WINDOW_HOURS if hour <= begins), default=WINDOW_HOURS[0])


def moment_to_book(appointment: Appointment, *, now: datetime) -> datetime:
    """Return when an appointment can have been booked: now, or where that is too late, before."""
    start = datetime.combine(appointment.date, time(window_hour(appointment.window)))
    if start - now >= LEAD:
        return now
    return start.replace(hour=9) - timedelta(days=3)


def working_days(first: date) -> Iterator[date]:
    """Yield the days from `first` on, as far as one can book, on which technicians work."""
    for days in range(DAYS_AHEAD + 1):
        day = first + timedelta(days=days)
        if day.weekday() < SATURDAY and day not in _HOLIDAYS:
            yield day


def _party(customer: Customer) -> list[Json]:
    return [{"id": customer.number, "role": "customer", "@referredType": "Customer"}]


def _city(postal_code: str) -> str:
    return _CITIES.get(postal_code[:3], "Kiel")
