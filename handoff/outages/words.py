"""What outages are called in German, and texts to begin with."""

from conversation.outages import Place

SERVICES = {
    "internet": "Internet",
    "phone": "Telefon",
    "tv": "Fernsehen",
    "mobile": "Mobilfunk",
}
_DISTURBED = {
    "internet": "das Internet",
    "phone": "das Telefon",
    "tv": "das Fernsehen",
    "mobile": "der Mobilfunk",
}


def title_of(place: Place) -> str:
    """Return a place as a heading: `24937 · Internet`."""
    return f"{place.postal_code} · {SERVICES.get(place.service, place.service) or 'ohne Angabe'}"


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
