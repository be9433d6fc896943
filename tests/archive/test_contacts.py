"""Who is whom: one suite over the contacts in memory and in both databases."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.contacts_memory import MemoryContacts
from archive.database import open_database
from archive.migrate import migrate
from archive.tables import contact_splits
from conversation.contacts import Contacts, CustomerKey, Proof, reply_address
from conversation.identity import AgentId, LineId
from conversation.messages import Line, Speaker
from conversation.people import Person, Platform, person_of
from tests.cases.samples import START, Watch, comment, direct, messenger, post

ON_X = Person(Platform.X, "222")
IN_MESSENGER = Person(Platform.FACEBOOK, "8801")
IN_COMMENTS = Person(Platform.FACEBOOK, "77")
NUMBER = CustomerKey("a" * 64)
MARA = AgentId("mara")


@pytest.fixture(params=["memory", "sql"])
async def contacts(request: pytest.FixtureRequest) -> AsyncIterator[Contacts]:
    if request.param == "memory":
        yield MemoryContacts(Watch())
        return
    engine = open_database(request.getfixturevalue("sqlite_url"))
    await migrate(engine)
    yield SqlContacts(engine, Watch())
    await engine.dispose()


async def test_without_proof_everybody_is_somebody_else(contacts: Contacts) -> None:
    await contacts.verified(ON_X, NUMBER)
    await contacts.verified(IN_MESSENGER, CustomerKey("b" * 64))
    assert (await contacts.of(ON_X)).people == (ON_X,)
    assert (await contacts.of(ON_X)).members == ()
    assert (await contacts.of(IN_COMMENTS)).people == (IN_COMMENTS,)


async def test_the_same_verified_customer_is_one_contact(contacts: Contacts) -> None:
    await contacts.verified(ON_X, NUMBER)
    contact = await contacts.verified(IN_MESSENGER, NUMBER)
    assert contact.people == (IN_MESSENGER, ON_X)
    assert {member.proof for member in contact.members} == {Proof.VERIFIED}
    assert await contacts.of(ON_X) == contact
    assert await contacts.verified(IN_MESSENGER, NUMBER) == contact


async def test_the_private_continuation_of_a_public_post_is_one_contact(
    contacts: Contacts,
) -> None:
    contact = await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    assert contact.people == (IN_COMMENTS, IN_MESSENGER)
    assert {member.proof for member in contact.members} == {Proof.CONTINUED}
    assert (await contacts.continued(ON_X, ON_X)).people == (ON_X,)


async def test_proofs_chain(contacts: Contacts) -> None:
    await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    await contacts.verified(ON_X, NUMBER)
    contact = await contacts.verified(IN_MESSENGER, NUMBER)
    assert contact.people == (IN_COMMENTS, IN_MESSENGER, ON_X)
    assert await contacts.of(IN_COMMENTS) == contact


async def test_a_split_takes_one_out_and_no_proof_brings_them_back(contacts: Contacts) -> None:
    await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    await contacts.verified(ON_X, NUMBER)
    await contacts.verified(IN_MESSENGER, NUMBER)
    own = await contacts.split(ON_X, who=MARA, reason=" Zwei in einem Haushalt ")
    assert own.people == (ON_X,)
    assert (await contacts.of(IN_MESSENGER)).people == (IN_COMMENTS, IN_MESSENGER)
    assert (await contacts.verified(ON_X, NUMBER)).people == (ON_X,)
    assert (await contacts.verified(IN_MESSENGER, NUMBER)).people == (IN_COMMENTS, IN_MESSENGER)
    assert (await contacts.continued(IN_COMMENTS, ON_X)).people == (ON_X,)


async def test_two_that_were_split_are_each_alone(contacts: Contacts) -> None:
    await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    await contacts.split(IN_MESSENGER, who=MARA, reason="Nicht dieselbe Person")
    for person in (IN_COMMENTS, IN_MESSENGER):
        assert (await contacts.of(person)).people == (person,)
    other = Person(Platform.X, "333")
    assert (await contacts.continued(other, IN_MESSENGER)).people == (IN_MESSENGER, other)


async def test_a_split_needs_a_reason(contacts: Contacts) -> None:
    await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    with pytest.raises(ValueError):
        await contacts.split(IN_MESSENGER, who=MARA, reason="  ")
    assert len((await contacts.of(IN_MESSENGER)).people) == 2


async def test_many_at_once_become_one_and_the_split_is_on_record(engine: AsyncEngine) -> None:
    contacts = SqlContacts(engine, Watch())
    people = [Person(Platform.X, str(number)) for number in range(8)]
    await asyncio.gather(*(contacts.verified(person, NUMBER) for person in people))
    assert (await contacts.of(people[3])).people == tuple(people)
    await contacts.split(people[3], who=MARA, reason="Vertippt")
    async with engine.connect() as connection:
        rows = (await connection.execute(select(contact_splits))).mappings().all()
    assert len(rows) == 7
    assert {(row["person"], row["who"], row["reason"]) for row in rows} == {
        (str(people[3]), "mara", "Vertippt")
    }


def said(minute: int, speaker: Speaker = Speaker.CUSTOMER) -> Line:
    at = START.replace(minute=minute)
    return Line(id=LineId(str(minute)), speaker=speaker, text="x", at=at)


async def test_a_reply_goes_where_the_customer_wrote_last_whoever_they_are(
    contacts: Contacts,
) -> None:
    lines = {
        post(): [said(1), said(9, Speaker.ASSISTANT)],
        direct(): [said(3), said(4, Speaker.AGENT)],
        comment(): [said(2)],
        messenger(): [said(8, Speaker.NOTICE)],
    }
    before = reply_address(lines)
    for one in lines:
        await contacts.verified(person_of(one), NUMBER)
    assert len((await contacts.of(person_of(post()))).people) == 3
    assert before == direct()
    assert reply_address(lines) == before
    assert reply_address({messenger(): lines[messenger()]}) is None


def test_of_two_conversations_at_the_same_moment_the_reply_goes_to_the_later_part() -> None:
    at_once = {post(): [said(3)], direct(): [said(3)]}
    assert reply_address(at_once) == direct()
    assert reply_address(dict(reversed(at_once.items()))) == post()


async def test_a_forgotten_person_is_in_no_contact_and_proves_nothing(contacts: Contacts) -> None:
    await contacts.verified(ON_X, NUMBER)
    await contacts.verified(IN_MESSENGER, NUMBER)
    await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    await contacts.split(IN_COMMENTS, who=MARA, reason="Zwei Personen.")
    for _ in range(2):
        await contacts.forget(IN_MESSENGER)
    assert (await contacts.of(ON_X)).people == (ON_X,)
    assert (await contacts.of(IN_MESSENGER)).people == (IN_MESSENGER,)
    assert (await contacts.verified(ON_X, NUMBER)).people == (ON_X,)
    # Not even that they were two: who is proven to be one now is one.
    joined = await contacts.continued(IN_COMMENTS, IN_MESSENGER)
    assert joined.people == (IN_COMMENTS, IN_MESSENGER)
