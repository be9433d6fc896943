"""What a text is about while a supervisor writes it, and how it reads for those who get it."""

from dataclasses import dataclass

from conversation.address import DU, SIE
from conversation.outage_words import personal
from conversation.outages import Heard, Outage, Place
from handoff.outages.views import Reading
from handoff.outages.words import first_text, fixed_text, title_of

SOMEBODY = "Anna Petersen"


@dataclass(frozen=True, slots=True)
class Subject:
    """A new outage at a `place`, or the end of an `outage`; the other one is empty."""

    heading: str
    hint: str
    text: str
    place: str = ""
    outage: str = ""


def new(place: Place, *, many: int) -> Subject:
    """Begin a text for a place where `many` told of trouble."""
    told = f"Gemeldet: {many}." if many else "Hier hat sich noch niemand gemeldet."
    return Subject(
        heading=f"Störung melden: {title_of(place)}",
        hint=f"{told} Der Text geht an alle von hier, und an alle, die noch kommen.",
        text=first_text(place),
        place=str(place),
    )


def ending(outage: Outage, heard: Heard) -> Subject:
    """Begin the text with which an outage ends."""
    return Subject(
        heading=f"Störung beenden: {title_of(outage.place)}",
        hint=f"Der Text geht an alle, die gefragt haben. Bisher informiert: {heard.told}.",
        text=fixed_text(outage.place),
        outage=outage.id,
    )


def readings(text: str) -> tuple[Reading, ...]:
    """Return how a text reads: du with a name, Sie with one, and where none is known."""
    return (
        Reading("Du, mit Namen", personal(text, form=DU, name=SOMEBODY)),
        Reading("Sie, mit Namen", personal(text, form=SIE, name=SOMEBODY)),
        Reading("Du, ohne Namen", personal(text, form=DU, name="")),
    )
