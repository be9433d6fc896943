"""What can go wrong in the core, each with a name and a sentence."""

from datetime import timedelta

from conversation.identity import AgentId


class ConversationError(Exception):
    """Something the core refuses or cannot do."""


class StaleHoldError(ConversationError):
    """The hold has moved on since this was thought of; nothing was said or changed."""


class AlreadyClaimedError(StaleHoldError):
    """Another agent was faster; `winner` says who."""

    def __init__(self, winner: AgentId | None) -> None:
        super().__init__("Another agent holds this conversation.")
        self.winner = winner


class NotOfferedError(StaleHoldError):
    """The offer that a claim or an answer names is not the current one any more."""


class OfferedAlreadyError(StaleHoldError):
    """This conversation is kept for another agent just now; `agent` says for whom."""

    def __init__(self, agent: AgentId) -> None:
        super().__init__("This conversation is kept for another agent.")
        self.agent = agent


class NoRoomError(ConversationError):
    """The agent has as much as they may have at once."""


class LeaseLostError(ConversationError):
    """The lease ran out and another worker may have the conversation; stop working on it."""


class EngineUnavailableError(ConversationError):
    """The engine did not answer, or not in a way that can be used.

    `reached` is False if the question never arrived, so that another engine may be asked.
    """

    def __init__(self, message: str, *, reached: bool = True) -> None:
        super().__init__(message)
        self.reached = reached


class UndeliverableError(ConversationError):
    """The channel refuses this line for good; sending again would not help.

    `for_people`: somebody has to see to the customer, who has heard nothing.
    """

    for_people = True


class DeliveryUncertainError(ConversationError):
    """The line may or may not have arrived; it must not be sent again on its own."""


class TryLaterError(ConversationError):
    """The line certainly did not leave, and may leave `after` that time.

    Waiting is no failure: it is not counted as an attempt.
    """

    def __init__(self, sentence: str, *, after: timedelta) -> None:
        super().__init__(sentence)
        self.after = after
