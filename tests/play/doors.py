"""A channel as a customer stands before it, whatever lies behind; one module for each channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.play.reply import Reply
from tests.play.script import Channel


class DoorError(Exception):
    """The customer's side cannot be played; one sentence says why."""


class NotConnectedError(DoorError):
    """There is no way to this channel yet."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a customer sends at once. `edit_of` is the name of an earlier one that it puts right."""

    name: str
    text: str
    attachments: tuple[str, ...] = ()
    edit_of: str | None = None


class Door(Protocol):
    """One person on one channel."""

    @property
    def conversation(self) -> str:
        """The id of the conversation as the desk knows it."""

    async def write(self, utterances: Sequence[Utterance]) -> None:
        """Send lines, each right after the one before; return when all are taken in.

        What a channel does not have is left out as its customers have to: where nobody can edit,
        the better line is sent after the worse one. Raises DoorError.
        """

    async def hear(self) -> Reply:
        """Return what has reached the person since the last call, all that is on its way included.

        Called when nothing is left to be sent in the conversation. Raises DoorError.
        """

    async def close(self) -> None:
        """Go away."""


class Opening(Protocol):
    """A channel's way to let a person in; the same `person` is the same on all channels."""

    async def __call__(self, person: str) -> Door:
        """Return a door for a person who has not written on it before. Raises DoorError."""


def opening_of(openings: Mapping[Channel, Opening], channel: Channel) -> Opening:
    """Return the way to a channel. Raises NotConnectedError if there is none."""
    opening = openings.get(channel)
    if opening is None:
        raise NotConnectedError(f"channel not connected: {channel.value}")
    return opening
