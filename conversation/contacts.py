"""Contacts: the same person on several channels, brought together on proof only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from conversation.identity import AgentId, ConversationId
from conversation.messages import Line, Speaker
from conversation.people import Person

#: A keyed digest of a customer number that the back office has confirmed; never the number itself.
CustomerKey = NewType("CustomerKey", str)


class Proof(StrEnum):
    """Why two people are known to be one."""

    VERIFIED = "verified"
    CONTINUED = "continued"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a contact: by what proof, and since when."""

    person: Person
    proof: Proof
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One customer as we know them. Somebody alone has no members' proof: nothing was to prove."""

    people: tuple[Person, ...]
    members: tuple[Member, ...] = ()


class Contacts(Protocol):
    """Who is whom. Nothing here knows where a reply goes, so no merge can change that."""

    async def of(self, person: Person) -> Contact:
        """Return the contact a person belongs to; of an unknown one, alone."""

    async def verified(self, person: Person, customer: CustomerKey) -> Contact:
        """Note that the back office has confirmed a person's customer number.

        Everybody confirmed under the same number becomes one contact. Harmless to repeat.
        """

    async def continued(self, public: Person, private: Person) -> Contact:
        """Note that a person went on in private with what they had begun in public."""

    async def forget(self, person: Person) -> None:
        """Delete all that is known of a person: with whom they are one, by what proof, of whom not.

        Harmless to repeat.
        """

    async def split(self, person: Person, *, who: AgentId, reason: str) -> Contact:
        """Take a person out of their contact, for good: the same proof brings nobody back.

        Returns the person's own contact. Raises ValueError without a reason.
        """


def may_merge(
    one: Collection[Person], other: Collection[Person], *, split: Iterable[frozenset[Person]]
) -> bool:
    """Say whether two groups may become one: no agent has said of any two that they are two."""
    kept_apart = set(split)
    return not any(frozenset((a, b)) in kept_apart for a in one for b in other)


def checked_reason(reason: str) -> str:
    """Return a reason without blanks around it. Raises ValueError if nothing is left."""
    if not reason.strip():
        raise ValueError("Whoever splits a contact says why.")
    return reason.strip()


def reply_address(said: Mapping[ConversationId, Iterable[Line]]) -> ConversationId | None:
    """Return where a reply goes: the conversation in which the customer wrote last.

    None if they wrote in none. Whose contact it is does not matter here. Platforms tell whole
    seconds: of two at the same moment it is the one named later, as a case names what came later.
    """
    written = [
        (line.at, place, conversation)
        for place, (conversation, lines) in enumerate(said.items())
        for line in lines
        if line.speaker is Speaker.CUSTOMER
    ]
    return max(written, key=lambda one: one[:2])[2] if written else None
