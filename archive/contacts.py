"""Contacts in SQL: who is whom is remembered for good, and so is who said that two are two."""

from uuid import uuid4

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.storable import storable
from archive.tables import contact_members, contact_splits, verified_customers
from archive.writing import insert
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

# Any number, as long as everybody who changes contacts takes the same.
LOCK = 0x10_75_E1


class SqlContacts:
    """See conversation.contacts.Contacts. Changes are rare and made one after another."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def of(self, person: Person) -> Contact:
        """See Contacts."""
        async with self._engine.connect() as connection:
            return await _contact(connection, person)

    async def verified(self, person: Person, customer: CustomerKey) -> Contact:
        """See Contacts."""
        async with self._engine.begin() as connection:
            await _alone(connection)
            row = {"person": str(person), "customer": customer, "at": self._clock.now()}
            note = insert(connection, verified_customers).on_conflict_do_nothing()
            await connection.execute(note, [row])
            same = select(verified_customers.c.person).where(
                verified_customers.c.customer == customer
            )
            for other in sorted((await connection.execute(same)).scalars()):
                await self._merge(connection, Person.parse(other), person, Proof.VERIFIED)
            return await _contact(connection, person)

    async def continued(self, public: Person, private: Person) -> Contact:
        """See Contacts."""
        async with self._engine.begin() as connection:
            await _alone(connection)
            await self._merge(connection, public, private, Proof.CONTINUED)
            return await _contact(connection, private)

    async def forget(self, person: Person) -> None:
        """See Contacts."""
        name, splits = str(person), contact_splits.c
        async with self._engine.begin() as connection:
            await _alone(connection)
            await _leave(connection, person)
            await connection.execute(
                delete(verified_customers).where(verified_customers.c.person == name)
            )
            await connection.execute(
                delete(contact_splits).where(or_(splits.person == name, splits.other == name))
            )

    async def split(self, person: Person, *, who: AgentId, reason: str) -> Contact:
        """See Contacts."""
        why = storable(checked_reason(reason))
        async with self._engine.begin() as connection:
            await _alone(connection)
            others = [one for one in await _group(connection, person) if one != person]
            rows = [
                {
                    "person": str(person),
                    "other": str(other),
                    "who": who,
                    "reason": why,
                    "at": self._clock.now(),
                }
                for other in others
            ]
            if rows:
                note = insert(connection, contact_splits).on_conflict_do_nothing()
                await connection.execute(note, rows)
            await _leave(connection, person)
            return await _contact(connection, person)

    async def _merge(
        self, connection: AsyncConnection, one: Person, other: Person, proof: Proof
    ) -> None:
        mine, theirs = await _group(connection, one), await _group(connection, other)
        if mine == theirs or not may_merge(mine, theirs, split=await _splits(connection, mine)):
            return
        everybody = [str(person) for person in (*mine, *theirs)]
        group = await _group_id(connection, one) or uuid4().hex
        rows = [
            {"person": person, "contact": group, "proof": proof.value, "at": self._clock.now()}
            for person in everybody
        ]
        new = insert(connection, contact_members).on_conflict_do_nothing()
        await connection.execute(new, rows)
        await connection.execute(
            update(contact_members)
            .where(contact_members.c.person.in_(everybody))
            .values(contact=group)
        )


async def _alone(connection: AsyncConnection) -> None:
    """Let one change of contacts wait for the other, before anything is read."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    else:
        # SQLite's only write lock; its driver begins a transaction with the first write.
        await connection.execute(delete(contact_members).where(contact_members.c.person == ""))


async def _leave(connection: AsyncConnection, person: Person) -> None:
    """Take a person out of their group; who is left alone is a contact of nobody else's."""
    people = await _group(connection, person)
    gone = people if len(people) == 2 else (person,)
    await connection.execute(
        delete(contact_members).where(contact_members.c.person.in_(map(str, gone)))
    )


async def _contact(connection: AsyncConnection, person: Person) -> Contact:
    group = await _group_id(connection, person)
    if group is None:
        return Contact(people=(person,))
    statement = select(contact_members).where(contact_members.c.contact == group)
    members = [
        Member(person=Person.parse(row["person"]), proof=Proof(row["proof"]), at=row["at"])
        for row in (await connection.execute(statement)).mappings()
    ]
    members.sort(key=lambda member: member.person)
    return Contact(people=tuple(member.person for member in members), members=tuple(members))


async def _group(connection: AsyncConnection, person: Person) -> tuple[Person, ...]:
    return (await _contact(connection, person)).people


async def _group_id(connection: AsyncConnection, person: Person) -> str | None:
    statement = select(contact_members.c.contact).where(contact_members.c.person == str(person))
    found: str | None = (await connection.execute(statement)).scalar_one_or_none()
    return found


async def _splits(
    connection: AsyncConnection, people: tuple[Person, ...]
) -> list[frozenset[Person]]:
    names = [str(person) for person in people]
    statement = select(contact_splits.c.person, contact_splits.c.other).where(
        or_(contact_splits.c.person.in_(names), contact_splits.c.other.in_(names))
    )
    rows = await connection.execute(statement)
    return [frozenset((Person.parse(one), Person.parse(other))) for one, other in rows]
