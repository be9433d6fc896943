"""Topic tariffs: what there is to buy, and what it costs and includes."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from actions.backoffice import BackOfficeUnavailableError, Catalogue, Offering
from actions.dialogue import Dialogue
from actions.german import SERVICES, listing, money, months, number
from actions.speech import Act, Choice, Event, Speech, remember
from actions.summary import summarised
from actions.tariff_names import meant
from conversation.signals import Reason

# Telephony is part of every fixed line.
SOLD_WITH = {"phone": "internet"}


class Tariffs:
    """Answers from the catalogue; asks which tariff where that is not clear."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {"action_tariff_overview": self.overview, "action_tariff_details": self.details}

    async def overview(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Show the tariffs of the service that was named, or what kinds there are."""
        offerings = await self._offerings(dialogue, speech)
        if not offerings:
            return []
        service = dialogue.entity("service") or ""
        chosen = [each for each in offerings if each.service == SOLD_WITH.get(service, service)]
        if chosen:
            lines = "\n".join(f"• {_line(each)}" for each in chosen)
            speech.say("utter_tariff_list", tariffs=lines, choices=_to_details(chosen))
        else:
            families = "\n".join(f"• {line}" for line in _families(offerings))
            speech.say("utter_tariff_families", families=families, choices=_to_kinds(offerings))
        return []

    async def details(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Explain the tariff that is meant, in this message or the last one named before."""
        offerings = await self._offerings(dialogue, speech)
        if not offerings:
            return []
        wanted = dialogue.entity("tariff") or dialogue.word("tariff")
        if wanted is None:
            speech.say("utter_which_tariff", choices=_to_details(offerings))
            return []
        found = meant(wanted, offerings)
        if len(found) == 1:
            _explain(found[0], speech)
        elif found:
            speech.say("utter_tariff_ambiguous", choices=_to_details(found))
        else:
            names = listing([each.name for each in offerings])
            speech.say("utter_tariff_unknown", wanted=wanted, names=names)
        return [remember("last_topic", "tariffs")]

    async def _offerings(self, dialogue: Dialogue, speech: Speech) -> tuple[Offering, ...]:
        """Return the catalogue; where there is none, say so and ask for a person."""
        try:
            offerings = await self._catalogue.offerings()
        except BackOfficeUnavailableError:
            offerings = ()
        if not offerings:
            speech.say("utter_catalogue_unavailable")
            opening = "Fragt nach Tarifen, aber die Tarifdaten sind gerade nicht erreichbar."
            speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
        return offerings


def _explain(offering: Offering, speech: Speech) -> None:
    facts = " ".join([*_facts(offering), *_terms(offering)])
    price = money(offering.monthly)
    speech.say("utter_tariff_details", name=offering.name, price=price, facts=facts)


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
    if features := offering.words("features"):
        sentences.append(f"Dabei: {'; '.join(features)}.")
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


def _line(offering: Offering) -> str:
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


def _speed(offering: Offering, *, upload: bool) -> str:
    down, up = offering.figure("downloadMbit"), offering.figure("uploadMbit")
    if not down:
        return ""
    if not (up and upload):
        return f"bis {number(down)} Mbit/s"
    return f"bis {number(down)} Mbit/s im Download und {number(up)} Mbit/s im Upload"


def _families(offerings: Sequence[Offering]) -> list[str]:
    """Say for each category, in the catalogue's order, what its cheapest tariff costs."""
    return [
        f"{category}: ab {money(min(each.monthly for each in family))} im Monat"
        for category, family in groupby(offerings, key=lambda each: each.category)
    ]


def _to_details(offerings: Sequence[Offering]) -> list[Choice]:
    return [
        Choice(title=each.name, intent="ask_tariff_details", values={"tariff": each.name})
        for each in offerings
    ]


def _to_kinds(offerings: Sequence[Offering]) -> list[Choice]:
    kinds = dict.fromkeys(each.service for each in offerings)
    return [
        Choice(title=SERVICES[kind], intent="ask_tariff_overview", values={"service": kind})
        for kind in kinds
    ]
