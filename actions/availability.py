"""Topic tariffs: what can be had at a postcode, and which tariffs fit that."""

import re
from collections.abc import Mapping, Sequence

from actions.advice import advise
from actions.backoffice import (
    Availability,
    BackOfficeUnavailableError,
    Catalogue,
    Coverage,
    Line,
    Offering,
)
from actions.dialogue import Dialogue
from actions.german import MONTHS, listing, money, number
from actions.needs import Needs
from actions.postal_codes import checked_postal_code
from actions.recommendation import needs_of
from actions.speech import Act, Event, Speech, remember
from actions.summary import summarised
from actions.tariff_choices import to_details
from actions.tariffs import of_the_talk
from conversation.signals import Reason

FIBRE = re.compile(r"glasfaser|\bglas\b|ftth|fib(?:er|re)", re.IGNORECASE)
MOBILE = re.compile(r"\b[45] ?g\b|\blte\b|mobilfunk|handy|empfang|netzabdeckung", re.IGNORECASE)
COPPER = re.compile(r"v?dsl|telefonleitung|kupfer", re.IGNORECASE)
SHOWN = 3
# What nobody can know from a postcode alone.
CAVEATS = {
    "fibre": "Ob das einzelne Haus schon angeschlossen ist, zeigt sich bei der Bestellung.",
    "vdsl": "Wie viel im einzelnen Haus ankommt, zeigt sich bei der Bestellung.",
    "5g": "In Häusern kann es weniger sein.",
}
LINES = {
    "fibre": "Glasfaser",
    "vdsl": "Internet über die Telefonleitung",
    "5g": "5G",
}


class Availabilities:
    """Answers what is available, honestly, and with what fits instead where it is not."""

    def __init__(self, coverage: Coverage, catalogue: Catalogue) -> None:
        self._coverage = coverage
        self._catalogue = catalogue

    def actions(self) -> Mapping[str, Act]:
        """Return what this class does of the topic's actions."""
        return {
            "validate_availability_form": self.validate,
            "action_check_availability": self.check,
        }

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Take a postcode only if it is one."""
        summary = (
            "Fragt, was an der Adresse verfügbar ist, nannte aber auch beim zweiten Mal keine "
            "Postleitzahl."
        )
        return checked_postal_code(dialogue, speech, summary=summary)

    async def check(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say what there is at the postcode, and which tariffs fit."""
        postal_code = dialogue.word("postal_code")
        if postal_code is None:
            return []
        try:
            there = await self._coverage.available(postal_code=postal_code)
            offerings = await self._catalogue.offerings()
        except BackOfficeUnavailableError:
            speech.say("utter_availability_unavailable")
            opening = "Fragt nach der Verfügbarkeit, sie lässt sich gerade nicht prüfen."
            speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
            return []
        self._tell(dialogue, speech, there=there, offerings=offerings)
        if _moves(dialogue):
            speech.say("utter_relocation_person")
            return [remember("last_topic", "contracts"), remember("offer", "human")]
        return [remember("last_topic", "availability")]

    def _tell(
        self,
        dialogue: Dialogue,
        speech: Speech,
        *,
        there: Availability,
        offerings: Sequence[Offering],
    ) -> None:
        meant = _tariff_meant(dialogue, offerings)
        wanted = technology_of(meant) if meant else technology_asked_for(dialogue)
        # Who moves keeps the tariff.
        sold = () if _moves(dialogue) else offerings
        needs = needs_of(dialogue)
        fitting = fitting_tariffs(there, sold, wanted=wanted, needs=needs, meant=meant)
        if _line(there, wanted).mbit:
            too_slow = meant and sold and meant not in fitting
            self._tell_of_the_line(
                dialogue,
                speech,
                there=there,
                wanted=wanted,
                fitting=fitting,
                remark=f" Für {meant.name} reicht das nicht." if meant and too_slow else "",
            )
        else:
            self._tell_of_another(dialogue, speech, there=there, wanted=wanted, offerings=offerings)

    def _tell_of_the_line(
        self,
        dialogue: Dialogue,
        speech: Speech,
        *,
        there: Availability,
        wanted: str,
        fitting: Sequence[Offering],
        remark: str,
    ) -> None:
        also = ""
        if wanted == "vdsl" and there.fibre.mbit:
            also = f" Glasfaser gibt es dort auch, mit bis zu {number(there.fibre.mbit)} Mbit/s."
        speech.say(
            "utter_available",
            postal_code=dialogue.word("postal_code") or "",
            line=LINES[wanted],
            speed=number(_line(there, wanted).mbit or 0),
            caveat=CAVEATS[wanted],
            tariffs=remark + _offered(fitting) + also,
            choices=to_details(fitting),
        )

    def _tell_of_another(
        self,
        dialogue: Dialogue,
        speech: Speech,
        *,
        there: Availability,
        wanted: str,
        offerings: Sequence[Offering],
    ) -> None:
        place = dialogue.word("postal_code") or ""
        planned = _planned(_line(there, wanted))
        alternative = _alternative(there, wanted)
        if alternative is None:
            speech.say("utter_nothing_available", postal_code=place, planned=planned)
            return
        instead = fitting_tariffs(there, offerings, wanted=alternative, needs=Needs())
        speech.say(
            "utter_available_otherwise",
            postal_code=place,
            line=LINES[wanted],
            planned=planned,
            other=LINES[alternative],
            speed=number(_line(there, alternative).mbit or 0),
            tariffs=_offered(instead),
            choices=to_details(instead),
        )


def _moves(dialogue: Dialogue) -> bool:
    asked = ("check_availability", "recommend_tariff", "relocate")
    return dialogue.last_of(*asked) == "relocate"


def _tariff_meant(dialogue: Dialogue, offerings: Sequence[Offering]) -> Offering | None:
    """Return the tariff that "gibt es den in 24118?" asks for, unless a line is named."""
    if any(each.search(dialogue.said) for each in (FIBRE, MOBILE, COPPER)):
        return None
    shown = of_the_talk(dialogue, offerings)
    return shown[0] if len(shown) == 1 and shown[0].service != "tv" else None


def technology_of(offering: Offering) -> str:
    """Return the line that a tariff needs."""
    if offering.service == "mobile":
        return "5g"
    return "fibre" if offering.fibre else "vdsl"


def technology_asked_for(dialogue: Dialogue) -> str:
    """Return which line somebody asks for: fibre unless another one is named."""
    said = dialogue.said
    if FIBRE.search(said):
        return "fibre"
    if MOBILE.search(said) or dialogue.entity("service") == "mobile":
        return "5g"
    return "vdsl" if COPPER.search(said) else "fibre"


def fitting_tariffs(
    there: Availability,
    offerings: Sequence[Offering],
    *,
    wanted: str,
    needs: Needs,
    meant: Offering | None = None,
) -> tuple[Offering, ...]:
    """Return the tariffs that the line can carry.

    It is just the one that is meant if the line is enough for it, else the one that suits what is
    known of the needs.
    """
    if wanted == "5g":
        ours = [each for each in offerings if each.service == "mobile"]
        return (meant,) if meant in ours and meant else tuple(ours[:SHOWN])
    line = _line(there, wanted).mbit or 0
    carried = [
        each
        for each in offerings
        if each.service == "internet"
        and each.fibre == (wanted == "fibre")
        and (each.figure("downloadMbit") or 0) <= line
    ]
    if meant is not None and meant in carried:
        return (meant,)
    if needs.people and (advice := advise(needs, carried, place=there)):
        return (advice.offering,)
    return tuple(carried[-SHOWN:])


def _line(there: Availability, technology: str) -> Line:
    return {"fibre": there.fibre, "vdsl": there.copper, "5g": there.mobile}[technology]


def _alternative(there: Availability, wanted: str) -> str | None:
    others = [each for each in ("fibre", "vdsl", "5g") if each != wanted]
    return next((each for each in others if _line(there, each).mbit), None)


def _planned(line: Line) -> str:
    if line.expected is None:
        return ""
    month = f"{MONTHS[line.expected.month - 1]} {line.expected.year}"
    return f" Geplant ist der Ausbau ab {month}, fest zusagen lässt sich das nicht."


def _offered(offerings: Sequence[Offering]) -> str:
    """Say which tariffs fit, as a sentence; nothing where none does."""
    if not offerings:
        return ""
    names = listing([f"{each.name} ({money(each.monthly)})" for each in offerings])
    return f" Dazu {'passt' if len(offerings) == 1 else 'passen'} {names}."
