"""Takes customers' sentences out of the review inbox together with the lines that said them.

What was read out of those lines goes with them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from archive.heard import line_named
from archive.rows import digest_of
from archive.tables import forgotten, messages, review_heard, review_sentences
from archive.unreading import unread
from conversation.reviews import Candidate, Outcome

_C = review_sentences.c


async def unhear(connection: AsyncConnection, heard: Collection[str]) -> None:
    """Forget lines by their names; see conversation.reviews.Reviews.forget."""
    if not heard:
        return
    await unread(connection, heard)
    mine = review_heard.c.heard.in_(heard)
    said = select(review_heard.c.sentence).where(mine)
    sentences = set((await connection.execute(said)).scalars())
    if not sentences:
        return
    # Held until the end, so that nobody notes a label as taught, or hears it again, in between.
    its = select(_C.id, _C.facts).where(_C.id.in_(sentences)).order_by(_C.id).with_for_update()
    rows = (await connection.execute(its)).all()
    await connection.execute(delete(review_heard).where(mine))
    await drop_unheard(connection, sentences)
    for id, facts in rows:
        if facts["heard"] in heard:
            await _name_another_line(connection, id, facts)


async def drop_unheard(connection: AsyncConnection, sentences: Collection[str]) -> None:
    """Delete those of `sentences` that no line says any more and that nobody has yet to teach."""
    still = select(review_heard.c.sentence)
    settled = or_(_C.outcome.is_distinct_from(Outcome.LABELLED.value), _C.taught.is_(True))
    await connection.execute(
        delete(review_sentences).where(_C.id.in_(sentences), _C.id.not_in(still), settled)
    )


async def still_said(
    connection: AsyncConnection, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Return those whose line stands as it was read: not changed, erased or forgotten since.

    The lines are locked until the transaction ends, so that an erasure finds what is taken in here,
    or is found here. A line that the archive has never had is no reason to leave one out.
    """
    names = {one.heard: line_named(one.heard) for one in candidates}
    c = messages.c
    statement = select(c.conversation, c.line, c.text).where(
        tuple_(c.conversation, c.line).in_([name for name in names.values() if name])
    )
    rows = (await connection.execute(statement.with_for_update(read=True))).all()
    texts = {(row.conversation, row.line): row.text for row in rows}
    digests = {digest_of(name[0]) for name in names.values() if name and name not in texts}
    gone = select(forgotten.c.digest).where(forgotten.c.digest.in_(digests))
    known = set((await connection.execute(gone)).scalars())
    return [one for one in candidates if _stands(one, names[one.heard], texts, known)]


def _stands(
    candidate: Candidate,
    name: tuple[str, str] | None,
    texts: Mapping[tuple[str, str], str],
    forgotten_ones: Collection[str],
) -> bool:
    if name is None:
        return True
    if name in texts:
        return texts[name] == candidate.text
    return digest_of(name[0]) not in forgotten_ones


async def _name_another_line(
    connection: AsyncConnection, sentence: str, facts: Mapping[str, Any]
) -> None:
    """Let a sentence name a line that says it still; a forgotten one must not be read from it."""
    other = select(func.min(review_heard.c.heard)).where(review_heard.c.sentence == sentence)
    heard = (await connection.execute(other)).scalar_one() or ""
    named = update(review_sentences).where(_C.id == sentence)
    await connection.execute(named.values(facts={**facts, "heard": heard}))
