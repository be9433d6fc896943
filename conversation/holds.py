"""Who holds a conversation: spells of ownership, numbered so that a late answer can be told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversation.identity import AgentId


class Owner(StrEnum):
    """Whose turn it is to answer. Nobody: the conversation is closed."""

    ASSISTANT = "assistant"
    QUEUE = "queue"
    AGENT = "agent"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Hold:
    """One spell of ownership. The epoch grows with every change and never falls.

    `agent` is set exactly while an agent holds it; `deadline` is when the customer was promised to
    hear from a person (queue) or should have heard from one (agent).
    """

    owner: Owner
    epoch: int
    agent: AgentId | None = None
    deadline: datetime | None = None

    def __post_init__(self) -> None:
        if (self.owner is Owner.AGENT) != (self.agent is not None):
            raise ValueError("An agent's hold names the agent, and no other does.")

    @property
    def by_human(self) -> bool:
        """Whether people hold the conversation, waiting or talking."""
        return self.owner in (Owner.QUEUE, Owner.AGENT)


FIRST_HOLD = Hold(owner=Owner.ASSISTANT, epoch=0)
