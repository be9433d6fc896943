"""Topic mobile: data volume, and the phone abroad."""

import re
from collections.abc import Mapping

from actions.backoffice import BackOfficeUnavailableError, Catalogue, Offering
from actions.countries import entry_for_country
from actions.dialogue import Dialogue
from actions.german import number
from actions.knowledge import Answer, Knowledge, KnowledgeUnavailableError
from actions.speech import Act, Event, Speech, remember
from actions.tariffs import named_in

TOPIC = "mobile"
# What is asked for by these words needs no further looking; the first that fits counts.
ABOUT_DATA = {
    "data-rollover": r"verfäll|verfall|mitnehm|übertrag|nächsten monat (?:mit|über)",
    "data-pass": (
        r"nachkauf|nachbuch|dazu ?(?:buch|kauf)|aufstock|aufbuch|auflad|mehr (?:daten|gb|volumen)"
        r"|extra|\bbuch|\bkauf|brauche? (?:noch )?\d+ ?gb|speedon|datenpass"
    ),
    "data-used-up": r"aufgebraucht|drossel|\bleer\b|verbraucht,|alle ist|nach verbrauch",
    "data-left": r"\bnoch\b|rest|verbrauch|datenstand|abfrag|wo (?:seh|sind)|wieder voll|übrig",
}
SWITCHED_OFF = re.compile(
    r"ausschalt|abschalt|deaktiv|ausstell|sperr|roaming aus\b|daten aus\b|auslassen|ausmach|stopp"
    r"|verhinder|vermeid"
    r"|\beinschalt|aktivier|anlassen|an lassen"
)
OTHER_ABROAD = {
    "roaming-limit": r"kostenbremse|limit|roaming-?sms|willkommen|warnung",
    "roaming-voicemail": r"mailbox|angenommen|eingehend",
    "roaming-long-stay": r"auslandssemester|länger als|monate in|überwinter|work and travel",
    "calls-abroad": r"von (?:zuhause|deutschland|hier) (?:aus|nach)|anrufe? nach .* von zuhause",
}


class Mobile:
    """Answers with the line that was asked for; else looks the question up."""

    def __init__(self, catalogue: Catalogue, *, knowledge: Knowledge) -> None:
        self._catalogue = catalogue
        self._knowledge = knowledge

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {"action_data_volume": self.data_volume, "action_roaming": self.roaming}

    async def data_volume(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say how to see what is left, what can be bought, or what a named tariff holds."""
        said = dialogue.said.lower()
        entry = _first(ABOUT_DATA, said)
        offering = await self._named(dialogue)
        if offering and entry in (None, "data-used-up"):
            return _volume_of(offering, speech)
        found = self._knowledge.known(entry) if entry else await self._found(dialogue)
        return self._say(found or self._knowledge.known("data-left"), dialogue, speech)

    async def roaming(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say what using the phone abroad costs: there, in general, or with a named tariff."""
        said = dialogue.said.lower()
        entry = "roaming-off" if SWITCHED_OFF.search(said) else _first(OTHER_ABROAD, said)
        if entry is None:
            entry = entry_for_country(said)
        offering = await self._named(dialogue)
        if offering and offering.flag("euRoaming") is not None and entry in (None, "roaming-eu"):
            included = "utter_roaming_included" if offering.flag("euRoaming") else None
            speech.say(included or "utter_roaming_not_included", name=offering.name)
            return [remember("last_topic", TOPIC)]
        found = self._knowledge.known(entry) if entry else await self._found(dialogue)
        return self._say(found or self._knowledge.known("roaming-eu"), dialogue, speech)

    async def _found(self, dialogue: Dialogue) -> Answer | None:
        """Return the nearest entry about mobile use; the usual answer is the one for the rest."""
        try:
            return await self._knowledge.answer(dialogue.said, topic=TOPIC, only=True)
        except KnowledgeUnavailableError:
            # The usual answer holds as well without the encoder.
            return None

    async def _named(self, dialogue: Dialogue) -> Offering | None:
        """Return the one mobile tariff that the message names."""
        try:
            offerings = await self._catalogue.offerings()
        except BackOfficeUnavailableError:
            # The general answer needs no catalogue.
            return None
        ours = [each for each in offerings if each.service == "mobile"]
        named = [each[0] for each in named_in(dialogue, ours) if len(each) == 1]
        return named[0] if len(named) == 1 else None

    def _say(self, found: Answer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        self._knowledge.say(found, dialogue, speech)
        return [remember("last_topic", TOPIC)]


def _first(patterns: Mapping[str, str], text: str) -> str | None:
    return next((entry for entry, each in patterns.items() if re.search(each, text)), None)


def _volume_of(offering: Offering, speech: Speech) -> list[Event]:
    throttled = offering.figure("throttledKbit")
    speech.say(
        "utter_tariff_volume",
        name=offering.name,
        volume=number(offering.figure("dataVolumeGb") or 0),
        after=f" Danach geht es mit {number(throttled)} kbit/s weiter." if throttled else "",
    )
    return [
        remember("last_topic", TOPIC),
        remember("tariff", offering.name),
        remember("shown_tariffs", offering.name),
    ]
