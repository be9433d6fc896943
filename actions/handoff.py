"""Topic handoff: the wish for a person, and complaints that only a person can take."""

from collections.abc import Mapping

from actions.dialogue import Dialogue
from actions.speech import Act, Event, Speech, leave_form
from actions.summary import summarised
from conversation.signals import Reason


class Handoff:
    """Asks for a person. Who comes and when is the desk's to say, so nothing is announced here."""

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {"action_request_human": self.request_human, "action_complain": self.complain}

    async def request_human(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """The customer wants a person."""
        opening = "Möchte mit einem Menschen sprechen."
        speech.ask_for_human(Reason.REQUESTED, summarised(dialogue, opening))
        return leave_form()

    async def complain(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """The customer is angry and wants nothing that the assistant could do."""
        speech.say("utter_sorry")
        speech.ask_for_human(Reason.ANGER, summarised(dialogue, "Beschwert sich."))
        return leave_form()
