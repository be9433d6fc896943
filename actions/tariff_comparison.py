"""Tariffs side by side: only what differs is worth a line."""

from collections.abc import Callable, Sequence

from actions.backoffice import Offering
from actions.german import listing, money, number

NOTHING = "–"
# One answer, with its first line and its question, stays within 280 characters where it can.
ROOM = 200

Told = Callable[[Offering], str]


def _price(offering: Offering) -> str:
    return money(offering.monthly)


def _once(offering: Offering) -> str:
    return "" if offering.once is None else money(offering.once)


def _figure(trait: str) -> Told:
    def tell(offering: Offering) -> str:
        value = offering.figure(trait)
        return number(value) if value else ""

    return tell


# What is compared, in the order in which people ask: title, value, unit behind the last value.
COMPARED: Sequence[tuple[str, Told, str]] = (
    ("Preis", _price, "im Monat"),
    ("Download bis", _figure("downloadMbit"), "Mbit/s"),
    ("Upload bis", _figure("uploadMbit"), "Mbit/s"),
    ("Datenvolumen", _figure("dataVolumeGb"), "GB"),
    ("Sender", _figure("channels"), ""),
    ("davon in HD", _figure("hdChannels"), ""),
    ("Geräte zugleich", _figure("parallelStreams"), ""),
    ("Mindestlaufzeit", _figure("minimumTermMonths"), "Monate"),
    ("Einmalig", _once, ""),
)


def differences(offerings: Sequence[Offering]) -> tuple[str, ...]:
    """Say line by line in what two or more tariffs differ, in the order of `offerings`.

    Features come last, and only while there is room for them.
    """
    lines = [
        line for title, tell, unit in COMPARED if (line := _line(offerings, title, tell, unit))
    ]
    for line in _features(offerings):
        if sum(map(len, lines)) + len(line) <= ROOM:
            lines.append(line)
    return tuple(lines)


def _line(offerings: Sequence[Offering], title: str, tell: Told, unit: str) -> str:
    values = [tell(each) for each in offerings]
    if len(set(values)) == 1:
        return ""
    return f"{title}: {' / '.join(each or NOTHING for each in values)} {unit}".rstrip()


def _features(offerings: Sequence[Offering]) -> list[str]:
    """Say the features that some have and others do not.

    What another one also has, and more of it, is nothing that only this one has.
    """
    lines = []
    for offering in offerings:
        others = [each.words("features") for each in offerings if each is not offering]
        own = [one for one in offering.words("features") if not _all_have(others, one)]
        if own:
            lines.append(f"Nur {offering.name}: {listing(own)}")
    return lines


def _all_have(others: Sequence[Sequence[str]], feature: str) -> bool:
    return all(any(each.startswith(feature) for each in other) for other in others)
