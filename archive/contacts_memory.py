"""Contacts in memory: the twin of those in SQL, for tests and for trying things out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from conversation.contacts import (
    Contact,
    CustomerKey,
    Member,
    Proof,
    checked_reason,
    may_merge,
)
from conversation.identity import AgentId
from conversation.people import Person
from conversation.ports import Clock


@dataclass(frozen=True, slots=True)
class Split:
    """An agent's word that two people are two."""

    people: frozenset[Person]
    who: AgentId
    reason: str
    at: datetime


class MemoryContacts:
    """See conversation.contacts.Contacts."""

    def __init__(self, clock: Clock) -> None:
        self.splits: list[Split] = []
        self._clock = clock
        self._groups: dict[Person, str] = {}
        self._members: dict[Person, Member] = {}
        self._verified: dict[CustomerKey, list[Person]] = {}

    async def of(self, person: Person) -> Contact:
        """See Contacts."""
        people = self._with(person)
        return Contact(
            people=tuple(people),
            members=tuple(self._members[one] for one in people if one in self._members),
        )

    async def verified(self, person: Person, customer: CustomerKey) -> Contact:
        """See Contacts."""
        known = self._verified.setdefault(customer, [])
        if person not in known:
            known.append(person)
        for other in known:
            self._merge(other, person, Proof.VERIFIED)
        return await self.of(person)

    async def continued(self, public: Person, private: Person) -> Contact:
        """See Contacts."""
        self._merge(public, private, Proof.CONTINUED)
        return await self.of(private)

    async def forget(self, person: Person) -> None:
        """See Contacts."""
        self.splits = [split for split in self.splits if person not in split.people]
        for people in self._verified.values():
            if person in people:
                people.remove(person)
        self._leave(person)

    async def split(self, person: Person, *, who: AgentId, reason: str) -> Contact:
        """See Contacts."""
        why, now = checked_reason(reason), self._clock.now()
        others = [one for one in self._with(person) if one != person]
        for other in others:
            self.splits.append(Split(frozenset((person, other)), who, why, now))
        self._leave(person)
        return await self.of(person)

    def _leave(self, person: Person) -> None:
        """Take a person out of their group; who is left alone is in none either."""
        people = self._with(person)
        for one in people if len(people) == 2 else [person]:
            self._groups.pop(one, None)
            self._members.pop(one, None)

    def _with(self, person: Person) -> list[Person]:
        group = self._groups.get(person)
        if group is None:
            return [person]
        return sorted(one for one, its in self._groups.items() if its == group)

    def _merge(self, one: Person, other: Person, proof: Proof) -> None:
        mine, theirs = self._with(one), self._with(other)
        apart = (split.people for split in self.splits)
        if mine == theirs or not may_merge(mine, theirs, split=apart):
            return
        group = self._groups.get(one) or uuid4().hex
        for person in (*mine, *theirs):
            self._groups[person] = group
            self._members.setdefault(person, Member(person, proof, self._clock.now()))
