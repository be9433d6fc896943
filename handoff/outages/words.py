"""What outages are called, and texts for customers to begin with, which are in German."""

from conversation.outages import Place
from staff.language import N_, _

SERVICES = {
    "internet": N_("Internet"),
    "phone": N_("Telefon"),
    "tv": N_("Fernsehen"),
    "mobile": N_("Mobilfunk"),
}
_DISTURBED = {
    "internet": "das Internet",
    "phone": "das Telefon",
    "tv": "das Fernsehen",
    "mobile": "der Mobilfunk",
}


def title_of(place: Place) -> str:
    """Return a place as a heading: `24937 · Internet`."""
    service = SERVICES.get(place.service, place.service) or _("ohne Angabe")
    return f"{place.postal_code} · {service}"


def first_text(place: Place) -> str:
    """Return a text to begin with, before anybody has written one."""
    what = _DISTURBED.get(place.service, "der Anschluss")
    return (
        f"Moin {{Name}}, in {place.postal_code} ist gerade {what} gestört. Unsere Technik arbeitet "
        "daran. [Du musst|Sie müssen] nichts tun: Sobald es wieder läuft, melden wir uns hier."
    )


def fixed_text(place: Place) -> str:
    """Return a text to begin with, for when it is over."""
    return (
        f"Moin {{Name}}, die Störung in {place.postal_code} ist behoben. Geht bei [dir|Ihnen] "
        "etwas noch nicht? Dann bitte das Gerät einmal neu starten, und wenn das nicht hilft, "
        "[schreib|schreiben Sie] uns hier."
    )
