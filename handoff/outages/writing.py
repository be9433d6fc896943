"""What a text is about while a supervisor writes it, and how it reads for those who get it."""

from dataclasses import dataclass

from conversation.address import DU, SIE
from conversation.outage_words import personal
from conversation.outages import Heard, Outage, Place
from handoff.outages.views import Reading
from handoff.outages.words import first_text, fixed_text, title_of
from staff.language import _

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
    told = (
        _("Gemeldet: %(many)s.", many=many) if many else _("Hier hat sich noch niemand gemeldet.")
    )
    return Subject(
        heading=_("Störung melden: %(title)s", title=title_of(place)),
        hint=told + " " + _("Der Text geht an alle von hier, und an alle, die noch kommen."),
        text=first_text(place),
        place=str(place),
    )


def ending(outage: Outage, heard: Heard) -> Subject:
    """Begin the text with which an outage ends."""
    return Subject(
        heading=_("Störung beenden: %(title)s", title=title_of(outage.place)),
        hint=_(
            "Der Text geht an alle, die gefragt haben. Bisher informiert: %(told)s.",
            told=heard.told,
        ),
        text=fixed_text(outage.place),
        outage=outage.id,
    )


def readings(text: str) -> tuple[Reading, ...]:
    """Return how a text reads: du with a name, Sie with one, and where none is known."""
    return (
        Reading(_("Du, mit Namen"), personal(text, form=DU, name=SOMEBODY)),
        Reading(_("Sie, mit Namen"), personal(text, form=SIE, name=SOMEBODY)),
        Reading(_("Du, ohne Namen"), personal(text, form=DU, name="")),
    )
