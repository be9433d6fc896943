"""What an action may do: say a response of the domain, ask for a human, change the dialogue."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any, Protocol

from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.dialogue import Dialogue
from conversation.signals import Reason, Signal, signal_to_wire

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what the customer reads, and the intent with its values that a press stands for."""

    title: str
    intent: str
    values: Mapping[str, str | Sequence[str]] | None = None

    @property
    def payload(self) -> str:
        """The press in Rasa's words."""
        return f"/{self.intent}{dumps(self.values, ensure_ascii=False) if self.values else ''}"


class Speech:
    """The way of an action to the customer, for one turn."""

    def __init__(self, dispatcher: Any) -> None:
        self._dispatcher = dispatcher

    def say(self, response: str, *, choices: Sequence[Choice] = (), **values: str) -> None:
        """Say a response of the domain, with its `{names}` filled in, and choices below it."""
        buttons = [{"title": each.title, "payload": each.payload} for each in choices]
        self._dispatcher.utter_message(response=response, buttons=buttons, **values)

    def ask_for_human(self, reason: Reason, summary: str) -> None:
        """Signal that a person is needed; `summary` is one German sentence for the agent."""
        signal = Signal(reason=reason, summary=summary)
        self._dispatcher.utter_message(json_message=signal_to_wire(signal))


Act = Callable[[Dialogue, Speech], Awaitable[list[Event]]]


class Topic(Protocol):
    """One unit of content: its actions by the names that the domain knows."""

    def actions(self) -> Mapping[str, Act]:
        """Return what can be called."""


def remember(slot: str, value: str | None) -> Event:
    """Fill a slot, or empty it."""
    event: Event = SlotSet(slot, value)
    return event


def go_on_with(action: str) -> Event:
    """Let another action or form follow at once."""
    event: Event = FollowupAction(action)
    return event


def leave_form() -> list[Event]:
    """Stop asking: no form is active and nothing is requested any more."""
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
