"""Topic feelings: an insult gets a calm word, a threat a person."""

import re
from collections.abc import Mapping

from actions.dialogue import Dialogue
from actions.speech import Act, Event, Speech, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

# Who threatens with nothing but going is angry; everything else may end before a judge or in the
# papers, and there it is better to be careful.
LAW_OR_PRESS = re.compile(
    r"anw[aä]lt|jurist|klag|gericht|recht(?:lich|sweg|sschutz)|bundesnetz|netzagentur|regulierung"
    r"|verbraucher|schlichtung|behörde|anzeige|polizei|staatsanwalt|presse|zeitung|journalist"
    r"|\btv\b|fernsehen|reporter|öffentlich|oeffentlich|\bbild\b|ndr|shz|medien|bewertung"
    r"|facebook|twitter|instagram|tiktok|youtube|internet stellen|posten|abmahn|datenschutz",
    re.IGNORECASE,
)
GOING = re.compile(
    r"kündig|kuendig|wechs|anderen? anbieter|konkurrenz|\bweg\b|bin raus|verlass|telekom|vodafone"
    r"|\bo2\b|1&1",
    re.IGNORECASE,
)


class Feelings:
    """Answers feelings; what to do about growing anger is decided elsewhere."""

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {"action_insult": self.insult, "action_threat": self.threat}

    async def insult(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """One calm word, and the offer of a person; inside a form its question follows instead."""
        if dialogue.loop:
            speech.say("utter_calm")
            return []
        speech.say("utter_calm_person")
        return [remember("offer", "human")]

    async def threat(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Take it seriously and call a person."""
        only_going = GOING.search(dialogue.said) and not LAW_OR_PRESS.search(dialogue.said)
        speech.say("utter_taken_seriously")
        if only_going:
            opening = "Ist verärgert und droht, den Anbieter zu wechseln."
            speech.ask_for_human(Reason.ANGER, summarised(dialogue, opening))
        else:
            opening = "Droht mit rechtlichen Schritten, Behörden oder Öffentlichkeit."
            speech.ask_for_human(Reason.LEGAL_THREAT, summarised(dialogue, opening))
        return leave_form()
