"""How amounts, moments and lists are said in German."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

SERVICES = {
    "internet": "Internet",
    "tv": "Fernsehen",
    "phone": "Telefon",
    "mobile": "Mobilfunk",
}
MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
    *("Oktober", "November", "Dezember"),
)
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def money(amount: Decimal) -> str:
    """Say an amount in euros: `44,99 €`."""
    return f"{amount:.2f}".replace(".", ",") + " €"


def number(value: float | Decimal) -> str:
    """Say a number without needless zeros: `2,4`, `250`."""
    return f"{float(value):g}".replace(".", ",")


def months(count: int) -> str:
    """Say a span of months in the dative: `einem Monat`, `24 Monaten`."""
    return "einem Monat" if count == 1 else f"{count} Monaten"


def listing(items: Sequence[str], *, last: str = "und") -> str:
    """Say several things: `A, B und C`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def moment(when: datetime, *, now: datetime) -> str:
    """Say a moment as seen from `now`: `heute um 16:00 Uhr`. Both aware, in one zone."""
    days = (when.date() - now.date()).days
    day = {-1: "gestern", 0: "heute", 1: "morgen"}.get(days, f"am {when.day}.{when.month}.")
    return f"{day} um {when.hour}:{when.minute:02} Uhr"


def calendar_day(day: date) -> str:
    """Say a day: `Mittwoch, 25.11.`."""
    return f"{DAYS[day.weekday()]}, {day.day}.{day.month}."


def full_date(day: date) -> str:
    """Say a day of any year: `28.2.2027`."""
    return f"{day.day}.{day.month}.{day.year}"


def window(start: datetime, end: datetime) -> str:
    """Say a span of one day: `Mittwoch, 25.11., 8 bis 10 Uhr`. Both in the customers' zone."""
    return f"{calendar_day(start.date())}, {_hour(start)} bis {_hour(end)} Uhr"


def past_day(when: datetime, *, now: datetime) -> str:
    """Say on which day something was: `heute`, `gestern`, `am 20.11.`. Both in one zone."""
    days = (now.date() - when.date()).days
    return {0: "heute", 1: "gestern"}.get(days, f"am {when.day}.{when.month}.")


def _hour(when: datetime) -> str:
    return f"{when.hour}:{when.minute:02}" if when.minute else str(when.hour)
