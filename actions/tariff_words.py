"""How a tariff is told: all about it, in one line, or by its family."""

from collections.abc import Sequence
from itertools import groupby

from actions.backoffice import Offering
from actions.german import money, months, number

LONGEST = 280


def described(offering: Offering) -> str:
    """Say all about a tariff but its name and price; features only where there is room."""
    terms = " ".join(_terms(offering))
    facts = " ".join(_facts(offering))
    features = offering.words("features")
    dabei = f"Dabei: {'; '.join(features)}." if features else ""
    opening = len(f"{offering.name} kostet {money(offering.monthly)} im Monat. ")
    whole = " ".join(part for part in (facts, dabei, terms) if part)
    if opening + len(whole) <= LONGEST:
        return whole
    return " ".join(part for part in (facts, terms) if part)


def _facts(offering: Offering) -> list[str]:
    """Say what one gets, as whole sentences."""
    sentences = []
    if speed := _speed(offering, upload=True):
        sentences.append(f"Geschwindigkeit: {speed}.")
    if volume := offering.figure("dataVolumeGb"):
        sentences.append(f"Datenvolumen: {number(volume)} GB im Monat.")
    if channels := offering.figure("channels"):
        hd = offering.figure("hdChannels")
        sentences.append(f"{number(channels)} Sender{f', {number(hd)} davon in HD' if hd else ''}.")
    return sentences


def _terms(offering: Offering) -> list[str]:
    """Say what one commits to, as whole sentences."""
    sentences = []
    if offering.once is not None:
        once = f"Einmalig kommen {money(offering.once)} dazu."
        sentences.append(once if offering.once else "Es gibt keine einmaligen Kosten.")
    term, notice = offering.figure("minimumTermMonths"), offering.figure("noticePeriodMonths")
    if term and notice:
        sentences.append(
            f"Der Vertrag läuft mindestens {'einen Monat' if term == 1 else f'{term:g} Monate'} "
            f"und ist mit einer Frist von {months(int(notice))} kündbar."
        )
    return sentences


def line(offering: Offering) -> str:
    """Say a tariff in one line: what it gives and what it costs."""
    volume, channels = offering.figure("dataVolumeGb"), offering.figure("channels")
    if volume:
        gives = f"{number(volume)} GB"
    elif channels:
        gives = f"{number(channels)} Sender"
    else:
        gives = _speed(offering, upload=False)
    price = f"{money(offering.monthly)} im Monat"
    return f"{offering.name}: {', '.join(part for part in (gives, price) if part)}"


def listed(offerings: Sequence[Offering], *, in_short: bool) -> str:
    """Say tariffs below each other; in short only what they cost, so that they fit in a post."""
    if in_short:
        return "\n".join(f"{each.name}: {money(each.monthly)}" for each in offerings)
    return "\n".join(f"• {line(each)}" for each in offerings)


def _speed(offering: Offering, *, upload: bool) -> str:
    down, up = offering.figure("downloadMbit"), offering.figure("uploadMbit")
    if not down:
        return ""
    if not (up and upload):
        return f"bis {number(down)} Mbit/s"
    return f"bis {number(down)} Mbit/s im Download und {number(up)} Mbit/s im Upload"


def families(offerings: Sequence[Offering]) -> list[str]:
    """Say for each category, in the catalogue's order, what its cheapest tariff costs."""
    return [
        f"{category}: ab {money(min(each.monthly for each in family))} im Monat"
        for category, family in groupby(offerings, key=lambda each: each.category)
    ]
