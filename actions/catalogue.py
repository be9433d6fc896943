"""The catalogue for actions: what can be ordered, or a person where it cannot be told."""

from actions.backoffice import BackOfficeUnavailableError, Catalogue, Offering
from actions.dialogue import Dialogue
from actions.speech import Speech
from actions.summary import summarised
from conversation.signals import Reason


async def offerings_or_person(
    catalogue: Catalogue, dialogue: Dialogue, speech: Speech
) -> tuple[Offering, ...]:
    """Return the catalogue; where there is none, say so and ask for a person."""
    try:
        offerings = await catalogue.offerings()
    except BackOfficeUnavailableError:
        offerings = ()
    if not offerings:
        speech.say("utter_catalogue_unavailable")
        opening = "Fragt nach Tarifen, aber die Tarifdaten sind gerade nicht erreichbar."
        speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
    return offerings
