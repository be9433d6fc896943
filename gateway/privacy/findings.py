"""What a search for personal data finds, and the text that is left around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class PersonalKind(StrEnum):
    """The kinds of personal data that are hidden; the value is the placeholder's first part."""

    CUSTOMER_NUMBER = "KUNDENNUMMER"
    PHONE = "TELEFON"
    IBAN = "IBAN"
    EMAIL = "EMAIL"
    ADDRESS = "ADRESSE"
    BIRTH_DATE = "GEBURTSDATUM"
    CARD = "KARTE"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a detector saw something; `named` if words beside it say what it is."""

    kind: PersonalKind
    start: int
    end: int
    named: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data: `value` as written, at `start` to `end` of the text.

    The value stays out of `repr`, which ends up in logs and failure reports.
    """

    kind: PersonalKind
    start: int
    end: int
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with holes: `pieces` are what stands before, between and after the `findings`."""

    pieces: tuple[str, ...] = field(repr=False)
    findings: tuple[Finding, ...] = ()

    def filled(self, placeholders: Sequence[str]) -> str:
        """Return the text with one of `placeholders` for each finding, in order.

        Raises ValueError if there are more or fewer placeholders than findings.
        """
        parts = [self.pieces[0]]
        for placeholder, piece in zip(placeholders, self.pieces[1:], strict=True):
            parts += (placeholder, piece)
        return "".join(parts)


def placeholder(kind: PersonalKind, number: int) -> str:
    """Return the token that stands for the `number`th value of its kind in a conversation."""
    return f"[{kind.value}_{number}]"
