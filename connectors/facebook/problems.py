"""What the Graph API's errors mean for us, exactly as the documented table has it.

Sources: Messenger Platform, "Error Codes"; Graph API, "Handle Errors" and "Rate Limits".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from connectors.facebook.fields import fields_of


class Outcome(StrEnum):
    """What an error leads to. The first seven are for good, a limit and a hiccup pass."""

    WINDOW_SHUT = "window_shut"
    PERSON_UNREACHABLE = "person_unreachable"
    NOT_IN_CONTROL = "not_in_control"
    OUR_MISTAKE = "our_mistake"
    PERMISSION = "permission"
    RESTRICTED = "restricted"
    TOKEN = "token"  # noqa: S105 - an outcome's name
    LIMITED = "limited"
    HICCUP = "hiccup"


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as the Graph API tells it. `trace` is what Meta's support asks for."""

    status: int
    code: int = 0
    subcode: int = 0
    trace: str = ""

    def __str__(self) -> str:
        numbers = f"{self.code}/{self.subcode}" if self.subcode else str(self.code)
        return f"HTTP {self.status}, code {numbers}" + (f", {self.trace}" if self.trace else "")

    @classmethod
    def read(cls, status: int, body: Any) -> "Problem":
        """Read an answer's body; its sentences stay out, they may repeat what was sent."""
        error = fields_of(fields_of(body).get("error"))
        trace = error.get("fbtrace_id")
        return cls(
            status=status,
            code=_number(error.get("code")),
            subcode=_number(error.get("error_subcode")),
            trace=trace[:64] if isinstance(trace, str) and trace.isprintable() else "",
        )


_BY_SUBCODE: Mapping[tuple[int, int], Outcome] = {
    (10, 2018278): Outcome.WINDOW_SHUT,
    (10, 2534022): Outcome.WINDOW_SHUT,
    (10, 2018065): Outcome.WINDOW_SHUT,
    (10, 1893063): Outcome.RESTRICTED,
    (10, 2018108): Outcome.PERSON_UNREACHABLE,
    (10, 2018300): Outcome.NOT_IN_CONTROL,
    (100, 2018001): Outcome.PERSON_UNREACHABLE,
    (100, 1893061): Outcome.OUR_MISTAKE,
    (100, 2018276): Outcome.PERMISSION,
    (200, 1545041): Outcome.PERSON_UNREACHABLE,
    (200, 2018108): Outcome.PERSON_UNREACHABLE,
}
_LIMITS = frozenset({4, 17, 32, 613})
_BUSINESS_LIMITS = range(80000, 80015)
_HICCUPS = frozenset({1, 2, 1200})
_PERMISSIONS = range(200, 300)


def outcome_of(problem: Problem) -> Outcome:
    """Return what an error leads to; what nobody has documented is never tried again."""
    by_subcode = _BY_SUBCODE.get((problem.code, problem.subcode))
    return by_subcode or _by_code(problem.code) or _by_status(problem.status)


def _by_code(code: int) -> Outcome | None:
    if code == 190:
        return Outcome.TOKEN
    if code == 551:
        return Outcome.PERSON_UNREACHABLE
    if code == 368:
        return Outcome.RESTRICTED
    if code in _LIMITS or code in _BUSINESS_LIMITS:
        return Outcome.LIMITED
    if code in _HICCUPS:
        return Outcome.HICCUP
    if code == 10 or code in _PERMISSIONS:
        return Outcome.PERMISSION
    return Outcome.OUR_MISTAKE if code else None


def _by_status(status: int) -> Outcome:
    """Judge an answer that is not of the Graph API's own making, such as a proxy's."""
    if status == 429:
        return Outcome.LIMITED
    return Outcome.HICCUP if status >= 500 else Outcome.OUR_MISTAKE


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


REASONS: Mapping[Outcome, str] = {
    Outcome.WINDOW_SHUT: "Messenger lässt keine Antwort mehr zu; die Person muss zuerst schreiben.",
    Outcome.PERSON_UNREACHABLE: "Die Person ist auf Facebook weg oder blockiert uns.",
    Outcome.NOT_IN_CONTROL: "Eine andere App oder der Posteingang der Seite hat dieses Gespräch.",
    Outcome.OUR_MISTAKE: "Facebook nimmt die Nachricht so nicht an.",
    Outcome.PERMISSION: "Unserer Facebook-App fehlt dafür eine Berechtigung.",
    Outcome.RESTRICTED: "Facebook hat unsere Seite vorerst eingeschränkt.",
    Outcome.TOKEN: "Facebook nimmt unser Zugriffstoken nicht mehr an; es muss erneuert werden.",
    Outcome.LIMITED: "Facebook verlangt eine Pause.",
    Outcome.HICCUP: "Facebook hat gerade selbst eine Störung.",
}
