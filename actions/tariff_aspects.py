"""What of a tariff somebody asks for, and the words for just that."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from actions.backoffice import Offering
from actions.german import listing, money, number

PRICE = "price"
# What a question may ask for in general, with no tariff in mind: the knowledge has a word on it.
GENERAL = frozenset({"term", "notice", "roaming", "throttle", "router"})


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that can be asked of a tariff: how it is asked for, and what is said about it.

    `tell` returns an empty string where the tariff has nothing of the kind. `hides` names aspects
    whose words also occur in a question for this one.
    """

    asked: re.Pattern[str]
    tell: Callable[[Offering], str]
    hides: frozenset[str] = frozenset()


def asked_for(text: str) -> tuple[str, ...]:
    """Return which aspects a question asks for, in the order in which they are told."""
    lowered = text.lower()
    found = [name for name, aspect in ASPECTS.items() if aspect.asked.search(lowered)]
    hidden = {name for found_name in found for name in ASPECTS[found_name].hides}
    return tuple(name for name in found if name not in hidden)


def told(offering: Offering, aspects: tuple[str, ...]) -> str:
    """Say these aspects of a tariff; empty if it has none of them."""
    said = [ASPECTS[name].tell(offering) for name in aspects if name in ASPECTS]
    return ", ".join(each for each in said if each)


def _price(offering: Offering) -> str:
    return f"{money(offering.monthly)} im Monat"


def _once(offering: Offering) -> str:
    if offering.once is None:
        return ""
    return f"{money(offering.once)} einmalig" if offering.once else "keine einmaligen Kosten"


def _figure(trait: str, template: str) -> Callable[[Offering], str]:
    def tell(offering: Offering) -> str:
        value = offering.figure(trait)
        return template.format(number(value)) if value else ""

    return tell


def _term(offering: Offering) -> str:
    months = offering.figure("minimumTermMonths")
    if not months:
        return ""
    return f"{'einen Monat' if months == 1 else f'{number(months)} Monate'} Mindestlaufzeit"


def _notice(offering: Offering) -> str:
    months = offering.figure("noticePeriodMonths")
    if not months:
        return ""
    return f"{'ein Monat' if months == 1 else f'{number(months)} Monate'} Kündigungsfrist"


def _speed(offering: Offering) -> str:
    both = (ASPECTS["download"].tell(offering), ASPECTS["upload"].tell(offering))
    return " und ".join(each for each in both if each)


def _roaming(offering: Offering) -> str:
    included = offering.flag("euRoaming")
    if included is None:
        return ""
    return f"in der EU {'ohne' if included else 'nur mit'} Aufpreis nutzbar"


def _channels(offering: Offering) -> str:
    channels, hd = offering.figure("channels"), offering.figure("hdChannels")
    if not channels:
        return ""
    return f"{number(channels)} Sender{f', davon {number(hd)} in HD' if hd else ''}"


def _feature(word: str, *, without: str) -> Callable[[Offering], str]:
    """Say the features that have to do with something, or that there is none."""

    def tell(offering: Offering) -> str:
        features = offering.words("features")
        fitting = [each for each in features if re.search(word, each, re.IGNORECASE)]
        return " und ".join(fitting) or (without if features else "")

    return tell


def _features(offering: Offering) -> str:
    features = offering.words("features")
    return f"dabei sind {listing(features)}" if features else ""


def _technology(offering: Offering) -> str:
    technology = offering.words("technology")
    return f"Technik: {listing(technology)}" if technology else ""


def _aspect(asked: str, tell: Callable[[Offering], str], *hides: str) -> Aspect:
    return Aspect(asked=re.compile(asked), tell=tell, hides=frozenset(hides))


ASPECTS: Mapping[str, Aspect] = {
    PRICE: _aspect(r"preis|kost(?:e[nt]|$)|kosch?tet?|teuer|billig|günstig|\bpro monat\b", _price),
    "once": _aspect(
        r"einmalig|anschluss(?:geb|preis|kost)|bereitstell|einricht|aktivierung|grundgebühr extra"
        r"|extra ?kosten|zusatzkosten|jeden monat|nur einmal|kommt (?:da )?noch (?:was|etwas) dazu",
        _once,
        PRICE,
    ),
    "upload": _aspect(
        r"\bup(?:load|stream)?\w*|hochlad",
        _figure("uploadMbit", "bis {} Mbit/s im Upload"),
        "speed",
    ),
    "download": _aspect(
        r"download|herunterlad|runterlad|downstream",
        _figure("downloadMbit", "bis {} Mbit/s im Download"),
        "speed",
    ),
    "speed": _aspect(r"schnell|speed|geschwind|mbit|bandbreite|tempo|wieviel mb", _speed),
    "volume": _aspect(
        r"volumen|wie ?viele? (?:gb|giga|daten)|\bgb\b|gigabyte",
        _figure("dataVolumeGb", "{} GB im Monat"),
    ),
    "throttle": _aspect(
        r"drossel|verbraucht|aufgebraucht|danach noch|wenn (?:die|das) .*(?:leer|alle|weg)",
        _figure("throttledKbit", "danach {} kbit/s"),
    ),
    "roaming": _aspect(r"roaming|\beu\b|ausland|urlaub", _roaming, "features"),
    "channels": _aspect(r"sender|kanäle|programme|\bhd\b", _channels),
    "streams": _aspect(
        r"gleichzeitig|parallel|auf wie ?vielen|wie ?viele geräte",
        _figure("parallelStreams", "auf {} Geräten zugleich"),
    ),
    "router": _aspect(
        r"router|fritz|wlan-?box", _feature("router", without="kein Router inklusive"), "features"
    ),
    "flat": _aspect(
        r"telefon|flat\b|flatrate|telefonier|mobilfunknetz|handynetz|festnetz|\bsms\b",
        _feature("telefon|sms", without="keine Telefon-Flatrate"),
        "features",
    ),
    "features": _aspect(
        r"enthalten|inklusive|dabei|(?<!mindestens )(?<!noch )\bdrin\b|beinhalt|leistung|umfasst"
        r"|features?|bekomm",
        _features,
    ),
    "technology": _aspect(r"techni(?:k|sch)|technologie|supervectoring|ftth", _technology),
    "term": _aspect(r"laufzeit|gebunden|bindung|läuft|laeuft|vertragsdauer|wie lang", _term),
    "notice": _aspect(r"kündig|kuendig|frist|raus\b", _notice, "term"),
}
