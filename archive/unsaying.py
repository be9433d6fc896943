"""Takes words that were deleted or put right out of what quotes them.

Wishes of handoffs, events put aside, sentences for review, questions kept with their answers.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from archive.heard import name_of
from archive.rows import AS_SAID, Row, Rows
from archive.tables import answered_questions, handoffs, messages, rejected_events
from archive.unhearing import unhear
from conversation.messages import ERASED


async def unsay(connection: AsyncConnection, rows: Rows) -> None:
    """Do so in the conversations of `rows`, just written: whichever was told first.

    All that is told of one conversation waits for its row there, so no quotation slips through.
    """
    changed: dict[str, set[str]] = defaultdict(set)
    for row in rows.messages:
        if row["version"] != AS_SAID:
            changed[row["conversation"]].add(row["line"])
    if changed:
        theirs = answered_questions.c.conversation.in_(changed)
        await connection.execute(delete(answered_questions).where(theirs))
    for conversation in sorted({*changed, *(row["conversation"] for row in rows.handoffs)}):
        lines = await _changed_lines(connection, conversation)
        if lines:
            await _put_wishes_right(connection, conversation, lines)
        await _forget_put_aside(connection, conversation, changed[conversation])
        await unhear(connection, {name_of(conversation, line) for line in changed[conversation]})


async def _changed_lines(connection: AsyncConnection, conversation: str) -> dict[str, RowMapping]:
    statement = select(messages.c.line, messages.c.text, messages.c.erased_at).where(
        messages.c.conversation == conversation, messages.c.version != AS_SAID
    )
    return {row["line"]: row for row in (await connection.execute(statement)).mappings()}


async def _put_wishes_right(
    connection: AsyncConnection, conversation: str, lines: Mapping[str, RowMapping]
) -> None:
    its = handoffs.c.conversation == conversation
    for row in (await connection.execute(select(handoffs).where(its))).mappings().all():
        packet: Row = dict(row["packet"])
        wish = wish_after(packet, lines)
        if wish != packet["wish"]:
            this = update(handoffs).where(its, handoffs.c.epoch == row["epoch"])
            await connection.execute(this.values(packet={**packet, "wish": wish}))


def wish_after(packet: Mapping[str, Any], lines: Mapping[str, RowMapping]) -> str:
    """Return a handoff's wish, given all lines of its conversation that were changed.

    A wish of several messages does not say which: when one message of the conversation is gone, so
    is the quotation. Rather a sentence too few than one that its author took back.
    """
    own = lines.get(packet["wish_line"])
    if own is not None:
        return str(own["text"])
    wish = str(packet["wish"])
    gone = "\n" in wish and any(row["erased_at"] for row in lines.values())
    return ERASED if gone else wish


async def _forget_put_aside(
    connection: AsyncConnection, conversation: str, lines: set[str]
) -> None:
    """Delete events of these lines that were put aside: they hold the words as they were."""
    if not lines:
        return
    statement = select(rejected_events.c.id, rejected_events.c.body).where(
        rejected_events.c.conversation == conversation
    )
    found = (await connection.execute(statement)).all()
    ids = [id for id, body in found if isinstance(body, dict) and body.get("id") in lines]
    if ids:
        await connection.execute(delete(rejected_events).where(rejected_events.c.id.in_(ids)))
