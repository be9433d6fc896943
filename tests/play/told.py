"""What a customer has told, by general German wordings, and what of it a packet lacks. Pure.

An agent who has the packet should ask for nothing again. A fact counts as there if it stands among
the packet's facts, in the wish or in the summary. Nothing here knows how the assistant reads.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: Personal data are placeholders wherever people look, so only their kind can be compared.
PLACEHOLDERS: Mapping[str, str] = {
    "customer_number": "[KUNDENNUMMER_",
    "phone_number": "[TELEFON_",
}
#: Of these one suffices: who names two services or compares tariffs means one thing or the other.
_ONE_OF_THEM = frozenset({"service", "tariff", "device"})

_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
_MONTH = "|".join(_MONTHS)
_TOLD: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "postal_code": r"(?<![\w.,/+-])(?:0[1-9]|[1-9]\d)\d{3}(?![\w-]|[.,]\d| ?(?:€|euro))",
        "customer_number": r"(?<![\w-])(?:FK-?)?[1-9]\d{3} ?\d{4}(?![\w-])",
        "phone_number": r"(?<!\w)(?:\+49|0)[1-9][\d /-]{6,15}\d",
        "ticket_number": r"\bT-?\d{3,6}\b",
        "appointment_number": r"\bA-?\d{3,6}\b",
        "amount": r"\d+(?:[.,]\d\d)? ?(?:€|euro\b)",
        "data_volume": r"\d+(?:[.,]\d+)? ?(?:GB|Gigabyte)\b",
        "date": rf"\b\d{{1,2}}\. ?(?:\d{{1,2}}\.|(?:{_MONTH})[a-zä]*)",
        "time_of_day": r"\b\d{1,2}(?:[:.]\d\d)? ?uhr\b",
        "tariff": r"\b(?:(?:Zuhause|Mobil) ?(?:XL|[SML])|Glasfaser ?\d{3,4}|TV (?:Basis|Plus))\b",
        "device": r"\b(?:router|fritz!?box|receiver|repeater|modem)\b",
        "service": r"\b(?:internet|inet|w-?lan|fernsehen|festnetz|mobilfunk)\b",
    }.items()
}
_SERVICES = {"inet": "internet", "wlan": "internet", "fernsehen": "tv", "festnetz": "phone"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a customer's. `here`: in the conversation that was handed over, not before."""

    text: str
    here: bool = True


@dataclass(frozen=True, slots=True)
class Packet:
    """What of a handoff packet holds facts."""

    facts: Mapping[str, str]
    wish: str = ""
    summary: str = ""

    def knows(self, kind: str) -> frozenset[str]:
        """Return the values of a kind that an agent can read here."""
        slot = (_plain(kind, self.facts[kind]),) if self.facts.get(kind) else ()
        words = f"{self.wish}\n{self.summary}"
        return frozenset((*slot, *(value for found, value in _facts_in(words) if found == kind)))

    def has_personal(self, kind: str) -> bool:
        """Say whether a placeholder, or the value itself, stands for a kind of personal data."""
        words = f"{self.wish} {self.summary} {' '.join(self.facts.values())}"
        return bool(self.facts.get(kind)) or PLACEHOLDERS[kind] in words


def lacking(lines: Sequence[Line], packet: Packet) -> tuple[str, ...]:
    """Return what the customer has told in `lines` and the packet does not hold, as `kind value`.

    Who corrects themselves means what they said last. What was said in public is never carried into
    a private conversation where it is personal, and personal values are not told here either.
    """
    told: dict[str, list[str]] = {}
    for line in lines:
        for kind, value in _facts_in(line.text):
            if line.here or kind not in PLACEHOLDERS:
                told.setdefault(kind, []).append(value)
    return tuple(_lacks(told, packet))


def _lacks(told: Mapping[str, list[str]], packet: Packet) -> Iterator[str]:
    for kind, values in told.items():
        if kind in PLACEHOLDERS:
            if not packet.has_personal(kind):
                yield kind
            continue
        wanted = set(values) if kind in _ONE_OF_THEM else {values[-1]}
        if not wanted & packet.knows(kind):
            yield f"{kind} {values[-1]}"


def _facts_in(text: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in _TOLD.items():
        for found in pattern.finditer(text):
            yield kind, _plain(kind, found[0])


def _plain(kind: str, written: str) -> str:
    """Return a value without what may be written either way."""
    value = written.casefold()
    if kind == "service":
        bare = value.replace("-", "")
        return _SERVICES.get(bare, bare)
    if kind == "date":
        return _day(value)
    if kind == "time_of_day":
        return "".join(re.findall(r"^\D*(\d{1,2})", value)) or value
    if kind in ("amount", "data_volume"):
        return re.sub(r"[^\d,]|[.,]00\b", "", value.replace(".", ","))
    return re.sub(r"[\W_]", "", value)


def _day(value: str) -> str:
    """Return `26.11` for any of `26.11.`, `26. November` and `2026-11-26`."""
    if iso := re.match(r"\d{4}-(\d\d)-(\d\d)", value):
        return f"{int(iso[2])}.{int(iso[1])}"
    if not (written := re.match(rf"(\d{{1,2}})\. ?(?:(\d{{1,2}})|({_MONTH}))", value)):
        return value
    month = int(written[2]) if written[2] else _MONTHS.index(written[3]) + 1
    return f"{int(written[1])}.{month}"
