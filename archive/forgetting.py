"""Deletes what is archived of a conversation at its customer's wish, also what is told late."""

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from archive.heard import name_of
from archive.rows import Rows, digest_of
from archive.tables import (
    answered_questions,
    case_parts,
    cases,
    concern_load,
    concerns,
    conversations,
    deliveries,
    feed_events,
    forgotten,
    handoffs,
    holds,
    judgements,
    messages,
    rejected_events,
    repairs,
    satisfaction,
    uncounted,
)
from archive.unhearing import unhear

#: In an order in which none is deleted before what refers to it.
OF_CONVERSATION = (
    *(messages, deliveries, handoffs, holds, case_parts),
    *(satisfaction, answered_questions),
)


async def forget(connection: AsyncConnection, rows: Rows) -> None:
    """Delete what was told before it was to be forgotten, in the conversations of `rows`.

    They have just been written, so that all else that is told of them waits for this.
    """
    names = {digest_of(row["id"]): row["id"] for row in rows.conversations}
    statement = select(forgotten).where(forgotten.c.digest.in_(names))
    for row in (await connection.execute(statement)).mappings().all():
        await _forget(connection, names[row["digest"]], until=row["position"])


async def _forget(connection: AsyncConnection, conversation: str, *, until: str) -> None:
    its_cases = await _cases_of(connection, conversation)
    spoken = (messages.c.conversation == conversation) & (messages.c.position < until)
    lines = (await connection.execute(select(messages.c.line).where(spoken))).scalars().all()
    for table in OF_CONVERSATION:
        old = (table.c.conversation == conversation) & (table.c.position < until)
        await connection.execute(delete(table).where(old))
    for beside in (concerns, concern_load, repairs, judgements):
        await connection.execute(delete(beside).where(beside.c.conversation == conversation))
    await unhear(connection, {name_of(conversation, line) for line in lines})
    put_aside = rejected_events.c.conversation == conversation
    await connection.execute(delete(rejected_events).where(put_aside))
    nameless = update(feed_events).where(feed_events.c.conversation == conversation)
    await connection.execute(nameless.values(conversation=""))
    left = [exists().where(table.c.conversation == conversation) for table in OF_CONVERSATION]
    nothing_left = [~one for one in left]
    await connection.execute(
        delete(conversations).where(conversations.c.id == conversation, *nothing_left)
    )
    # What is left of it is counted anew; of nothing, not even the name is kept for that.
    gone = ~exists().where(conversations.c.id == conversation)
    await connection.execute(
        delete(uncounted).where(uncounted.c.conversation == conversation, gone)
    )
    referred = (
        exists().where(conversations.c.case_id == cases.c.id),
        exists().where(case_parts.c.case_id == cases.c.id),
    )
    orphans = delete(cases).where(cases.c.id.in_(its_cases), *(~one for one in referred))
    await connection.execute(orphans)


async def _cases_of(connection: AsyncConnection, conversation: str) -> set[str]:
    own = select(conversations.c.case_id).where(conversations.c.id == conversation)
    former = select(case_parts.c.case_id).where(case_parts.c.conversation == conversation)
    return {conversation, *(await connection.execute(own.union(former))).scalars()}
