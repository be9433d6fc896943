"""Routing's needs of the world; each port has a memory twin and a real one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversation.holds import Hold
from conversation.identity import AgentId, ConversationId
from conversation.ports import ConversationState
from conversation.routing.capacity import Limits, Seat
from conversation.routing.lifecycle import Cause, Offer, Place, Stage, stage_of
from conversation.routing.teams import AtWork, Directory, Presence


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds a conversation and where it stands, read in one step."""

    state: ConversationState
    place: Place

    @property
    def stage(self) -> Stage:
        """The stage that follows from both."""
        return stage_of(self.state.hold, self.place)


@dataclass(frozen=True, slots=True)
class Claim:
    """That an agent took over a conversation that waited, counted for estimates."""

    agent: AgentId
    at: datetime


class Places(Protocol):
    """Where conversations stand; everything here is one step within a conversation's partition."""

    async def standing(self, conversation: ConversationId) -> Standing:
        """Return who holds a conversation and where it stands."""

    async def standings(self, conversations: Sequence[ConversationId]) -> list[Standing]:
        """Return `standing` of each, in the same order."""

    async def queue(self, *, most: int | None = None) -> list[ConversationId]:
        """Return what waits for people, the earliest deadline first; all, or at `most` so many."""

    async def held(self) -> list[ConversationId]:
        """Return what is with agents, in no order."""

    async def offer(
        self, conversation: ConversationId, *, hold: Hold, offer: Offer, why: Cause, now: datetime
    ) -> None:
        """Keep a conversation for an agent; offering the same again changes nothing.

        Raises OfferedAlreadyError, NotOfferedError if `offer.number` is not the next one, and
        StaleHoldError.
        """

    async def withdraw(
        self, conversation: ConversationId, *, offer: Offer, why: Cause, now: datetime
    ) -> bool:
        """Take an offer back; False if it is not the current one. Then it can never be claimed.

        Who declined or let the time pass is remembered.
        """

    async def wrap_up(
        self, conversation: ConversationId, *, hold: Hold, until: datetime, now: datetime
    ) -> None:
        """Give the agent time to finish. Raises StaleHoldError."""

    async def resume(self, conversation: ConversationId, *, hold: Hold, now: datetime) -> None:
        """End the wrapping up, because there is more to say. Raises StaleHoldError."""

    async def lay_away(
        self, conversation: ConversationId, *, hold: Hold, until: datetime, now: datetime
    ) -> None:
        """Let an agent keep it until a time without its taking room. Raises StaleHoldError.

        Nothing but a change of hands ends that.
        """

    async def note_step(
        self, conversation: ConversationId, *, hold: Hold, step: str, now: datetime
    ) -> None:
        """Note what its agent has to do next; empty: nothing. Raises StaleHoldError.

        It stays whoever has it, until it is closed or given back to the assistant.
        """

    async def laid_away(self, now: datetime) -> list[Standing]:
        """Return what is laid away and due, or in which something was said since."""

    async def waits(self, conversation: ConversationId, *, why: Cause, now: datetime) -> None:
        """Note why nobody is offered it; told to the feed when that changes."""

    async def offered(self) -> list[Standing]:
        """Return all that is offered."""

    async def wrapped_up(self, now: datetime) -> list[Standing]:
        """Return what agents have had their time to finish."""

    async def needed(self, seats: Sequence[tuple[AgentId, Seat]]) -> list[bool]:
        """Say for each seat whether its agent has the conversation at hand or is offered it.

        The offer counts under the seat's number only. False is final: under this number it can
        never become true again.
        """

    async def claims(self, *, since: datetime) -> list[Claim]:
        """Return who took over from the queue what they were offered or picked, newest first."""


class Roster(Protocol):
    """Who is there and what they have; everything here is one step over all agents."""

    async def beat(self, agent: AgentId, *, now: datetime) -> None:
        """Note that an agent is there; who has not said more than that is busy."""

    async def choose(self, agent: AgentId, presence: Presence, *, now: datetime) -> None:
        """Note what an agent says about being there."""

    async def rest(self, agent: AgentId) -> None:
        """Take an agent as busy who is there and did not answer an offer, until they say more."""

    async def reserve(self, agent: AgentId, seat: Seat, *, limits: Limits, now: datetime) -> bool:
        """Take a seat; False if the agent has no room. Taking it again changes nothing."""

    async def release(self, agent: AgentId, seat: Seat) -> bool:
        """Give a seat back; False if it is not taken, or under another number."""

    async def one(self, agent: AgentId) -> AtWork | None:
        """Return one agent, if ever seen or given something."""

    async def everyone(self) -> list[AtWork]:
        """Return all agents who were seen and those who have seats."""


class Directories(Protocol):
    """Where teams, skills and hours come from."""

    async def current(self) -> Directory:
        """Return them as they are now."""
