"""Which lines of a bill somebody asks about, and what each kind of line means."""

import re
from collections.abc import Sequence
from decimal import Decimal

from actions.backoffice import BillItem
from actions.dates import plain
from actions.german import money

SHOWN = 3
BASE_PRICE = "basePrice"
# By the back office's types; neutral wordings, because they suit du and Sie alike.
MEANINGS = {
    "basePrice": "der feste Monatspreis des Tarifs",
    "oneTimeFee": "fällt nur einmal an",
    "roaming": "Nutzung im Ausland außerhalb des Tarifs",
    "premiumRateCall": "Anrufe zu Sonderrufnummern oder Dienste anderer Anbieter",
    "credit": "eine Gutschrift, sie wird abgezogen",
    "technicianFee": "der Besuch eines Technikers",
    "tariffChange": "anteilig, weil der Tarif im laufenden Monat gewechselt hat",
}
WORDS = {
    "roaming": r"roaming|ausland|auslaend|urlaub|schweiz|tuerkei|usa\b",
    "premiumRateCall": r"sonderruf|0900|drittanbieter|mehrwert|servicenummer|service-?dienst|abo\b",
    "technicianFee": r"techniker|monteur|anfahrt|entstoer|einsatz",
    "tariffChange": r"anteilig|wechsel|umstell|umstieg|restlaufzeit|zwei tarife|gewechselt",
    "oneTimeFee": r"einmal|bereitstell|anschlussgeb|anschlusspreis|aktivier|einricht|versand"
    r"|hardware|porti|mitnahme|gebuehr|pauschale",
    "credit": r"gutschrift|rabatt|guthaben|abgezogen|weniger",
    "basePrice": r"grundgeb|grundpreis|monatspreis|grundbetrag",
}
MORE = re.compile(
    r"teurer|hoeher|mehr (?:als|abgebucht|bezahl)|\b\d+ ?(?:euro|€|eur) mehr|so teuer|so hoch"
    r"|so ?viel|gestiegen|differenz|auf einmal|ploetzlich|dazugekommen|draufgekommen|neu drauf"
)
AMOUNT = re.compile(r"(?<!\d)(\d{1,4})[.,](\d{2})(?!\d)")
_NAME = re.compile(r"[a-z]{5,}")


def asked_about(text: str, items: Sequence[BillItem]) -> list[BillItem]:
    """Return the lines that a question names by amount, kind or name; none: no certain one."""
    words = plain(text)
    amounts = {Decimal(f"{whole}.{cents}") for whole, cents in AMOUNT.findall(text)}
    by_amount = [each for each in items if abs(each.amount) in amounts]
    if by_amount:
        return by_amount
    kinds = kinds_in(text)
    by_kind = [each for each in items if each.kind in kinds]
    if by_kind:
        return by_kind
    if MORE.search(words):
        return [each for each in items if each.kind != BASE_PRICE]
    named = set(_NAME.findall(words))
    return [each for each in items if named & set(_NAME.findall(plain(each.name)))]


def kinds_in(text: str) -> set[str]:
    """Return the kinds of lines that a question names."""
    words = plain(text)
    return {kind for kind, pattern in WORDS.items() if re.search(pattern, words)}


def explained(item: BillItem) -> str:
    """Say one line of a bill with what it means: `Roaming Schweiz: 8,14 € (...)`."""
    meaning = item.description or MEANINGS.get(item.kind, "")
    return f"{item.name}: {money(item.amount)}{f' ({meaning})' if meaning else ''}"


def whole(items: Sequence[BillItem]) -> list[str]:
    """Say all lines of a bill in at most three: the largest first, the rest as one sum."""
    ordered = sorted(items, key=lambda each: -abs(each.amount))
    if len(ordered) <= SHOWN:
        return [_short(each) for each in ordered]
    rest = ordered[SHOWN - 1 :]
    total = sum((each.amount for each in rest), Decimal(0))
    shown = [_short(each) for each in ordered[: SHOWN - 1]]
    return [*shown, f"{len(rest)} weitere Posten: {money(total)}"]


def _short(item: BillItem) -> str:
    return f"{item.name}: {money(item.amount)}"
