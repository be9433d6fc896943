"""What became of concerns in a stretch of time, by topic: what changes of the assistant changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.tables import concerns, readings

_C, _R = concerns.c, readings.c


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the concerns of a topic that were begun in that time.

    `known` are those old enough to say whether the customer came again, `contained` those of them
    that no person had and after which nobody came again for seven days. `read` are turns that the
    assistant read, `missed` those it did not understand. `reasons` are those of handoffs.
    """

    concerns: int = 0
    known: int = 0
    contained: int = 0
    read: int = 0
    missed: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)


async def became(
    engine: AsyncEngine, *, first: datetime, until: datetime, now: datetime
) -> dict[str, Became]:
    """Return what became of concerns begun from `first` until `until`, by topic.

    Raises what the database raises.
    """
    asked = and_(_C.began_at >= first, _C.began_at < until)
    async with engine.connect() as connection:
        counts = (await connection.execute(_counts(asked, now))).all()
        reasons = (await connection.execute(_reasons(asked))).all()
        read = (await connection.execute(_read(first, until))).all()
    why: dict[str, Counter[str]] = defaultdict(Counter)
    for topic, reason, many in reasons:
        why[topic][reason] = many
    concerned = {row.topic: row for row in counts}
    understood = {row.topic: row for row in read}
    return {
        topic: Became(
            **_numbers(concerned.get(topic), "concerns", "known", "contained"),
            **_numbers(understood.get(topic), "read", "missed"),
            reasons=dict(why[topic]),
        )
        for topic in sorted({*concerned, *understood})
    }


def _topic() -> ColumnElement[Any]:
    """Return a concern's topic: that of the last line in it that has one, as it was read then.

    Concerns from before readings were kept have the one that their handoff told, if there was one.
    """
    its = and_(
        _R.conversation == _C.conversation,
        _R.at.between(_C.began_at, _C.ended_at),
        _R.topic != "",
    )
    last = select(_R.topic).where(its).order_by(_R.at.desc(), _R.turn.desc()).limit(1)
    return func.coalesce(last.correlate(concerns).scalar_subquery(), _C.topic)


def _counts(asked: ColumnElement[bool], now: datetime) -> Select[Any]:
    known = _C.quiet_until <= now
    settled = or_(_C.next_at.is_(None), _C.next_at > _C.quiet_until)
    # The same rule as in archive/reports/querying.py.
    contained = and_(known, _C.answered, ~_C.people, settled)
    each = (
        select(
            _topic().label("topic"),
            case((known, 1), else_=0).label("known"),
            case((contained, 1), else_=0).label("contained"),
        )
        .where(asked)
        .subquery()
    )
    its = each.c
    return select(
        its.topic,
        func.count().label("concerns"),
        func.sum(its.known).label("known"),
        func.sum(its.contained).label("contained"),
    ).group_by(its.topic)


def _reasons(asked: ColumnElement[bool]) -> Select[Any]:
    each = (
        select(_topic().label("topic"), _C.reason.label("reason"))
        .where(asked, _C.people, _C.reason != "")
        .subquery()
    )
    return select(each.c.topic, each.c.reason, func.count()).group_by(each.c.topic, each.c.reason)


def _read(first: datetime, until: datetime) -> Select[Any]:
    missed = case((_R.understood, 0), else_=1)
    return (
        select(
            _R.topic,
            func.count().label("read"),
            cast(func.sum(missed), Integer).label("missed"),
        )
        .where(_R.heard == _R.turn, _R.at >= first, _R.at < until)
        .group_by(_R.topic)
    )


def _numbers(row: Any, *names: str) -> dict[str, int]:
    return {name: int(getattr(row, name)) if row else 0 for name in names}
