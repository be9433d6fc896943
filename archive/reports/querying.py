"""Adds up concerns in SQL; no concern is ever loaded to be looked at in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.tables import concern_load, concerns
from conversation.ports import Clock

C = concerns.c


class Grain(StrEnum):
    """How finely time is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: concerns begun from `first` to `last` (local days, both counted)."""

    first: date
    last: date
    grain: Grain = Grain.DAY
    channel: str = ""
    #: Only concerns of these teams; None: all, also those that no team had.
    teams: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of a group of concerns. Medians are seconds of working hours.

    `known` are those old enough to say whether the customer came again, `contained` those of them
    that no person had and after which nobody came again. Of those `asked` how satisfied they were,
    `rated` have answered, `score` (1 to 5) in the mean.
    """

    key: str
    concerns: int
    answered: int
    people: int
    known: int
    contained: int
    first_person: float | None = None
    solved: float | None = None
    asked: int = 0
    rated: int = 0
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All that one page shows. `load` are customers' lines by hour of the day, over all days."""

    question: Question
    total: Figures
    timeline: Sequence[Figures]
    channels: Sequence[Figures]
    topics: Sequence[Figures]
    teams: Sequence[Figures]
    agents: Sequence[Figures]
    reasons: Mapping[str, int] = field(default_factory=dict)
    load: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reporting:
    """Answers questions.

    `agents_from` is the size of a team from which figures about its single agents are given,
    counted by who had concerns in that time; 0: never.
    """

    database: AsyncEngine
    clock: Clock
    agents_from: int

    async def report(self, question: Question) -> Report:
        """Return the whole report. Raises what the database raises."""
        asked = _asked(question)
        async with self.database.connect() as connection:
            sizes = await _pairs(connection, _team_sizes(asked))
            if question.teams is not None and _rest(sizes) == 1:
                # Of some teams everything together would tell of that one person what is left out.
                asked = and_(asked, C.team.in_(_several(sizes)))
            (total, *_) = await self._figures(connection, asked, literal("")) or [_nothing()]
            return Report(
                question=question,
                total=total,
                timeline=await self._figures(connection, asked, _bucket(question.grain)),
                channels=await self._figures(connection, asked, C.channel),
                topics=await self._figures(connection, asked, C.topic),
                teams=await self._teams(connection, asked, sizes),
                agents=await self._agents(connection, asked, sizes),
                reasons=await _pairs(connection, _reasons(asked)),
                load=await _pairs(connection, _load(question, asked)),
            )

    async def _teams(
        self, connection: AsyncConnection, asked: ColumnElement[bool], sizes: Mapping[str, int]
    ) -> list[Figures]:
        """Return figures of teams; those in which one person alone answered stand together.

        Figures of such a team would be figures about that person, and so would those of the rest,
        if only one person is in it.
        """
        several = _several(sizes)
        team = case((C.team.in_(several), C.team), else_=literal(""))
        theirs = and_(asked, C.people, C.agent != "")
        if _rest(sizes) == 1:
            theirs = and_(theirs, C.team.in_(several))
        return await self._figures(connection, theirs, team)

    async def _agents(
        self, connection: AsyncConnection, asked: ColumnElement[bool], sizes: Mapping[str, int]
    ) -> list[Figures]:
        if not self.agents_from:
            return []
        large = [team for team, size in sizes.items() if team and size >= self.agents_from]
        theirs = and_(asked, C.people, C.agent != "", C.team.in_(large))
        return await self._figures(connection, theirs, C.agent)

    async def _figures(
        self, connection: AsyncConnection, asked: ColumnElement[bool], by: ColumnElement[Any]
    ) -> list[Figures]:
        """Return figures of each group, by key."""
        first_persons = await _pairs(connection, _medians(asked, by, C.person_seconds))
        solved = await _pairs(connection, _medians(asked, by, C.solved_seconds))
        counts = await connection.execute(_counts(asked, by, now=self.clock.now()))
        satisfied = {row.key: row for row in await connection.execute(_satisfied(asked, by))}
        return [
            Figures(
                **row,
                first_person=first_persons.get(row["key"]),
                solved=solved.get(row["key"]),
                **_ratings(satisfied.get(row["key"])),
            )
            for row in counts.mappings()
        ]


def _asked(question: Question) -> ColumnElement[bool]:
    asked: ColumnElement[bool] = C.day.between(
        question.first.isoformat(), question.last.isoformat()
    )
    if question.channel:
        asked = and_(asked, C.channel == question.channel)
    return asked if question.teams is None else and_(asked, C.team.in_(question.teams))


def _bucket(grain: Grain) -> ColumnElement[Any]:
    if grain is Grain.MONTH:
        return func.substr(C.day, 1, len("2026-11"))
    return C.week if grain is Grain.WEEK else C.day


def _counts(asked: ColumnElement[bool], by: ColumnElement[Any], *, now: datetime) -> Select[Any]:
    known = C.quiet_until <= now
    settled = or_(C.next_at.is_(None), C.next_at > C.quiet_until)
    contained = and_(known, C.answered, ~C.people, settled)
    # The key is named within: a database may only group by what it knows to be the same.
    each = (
        select(
            by.label("key"),
            _one_if(C.answered).label("answered"),
            _one_if(C.people).label("people"),
            _one_if(known).label("known"),
            _one_if(contained).label("contained"),
        )
        .where(asked)
        .subquery()
    )
    its = each.c
    sums = (
        func.sum(one).label(one.name)
        for one in (its.answered, its.people, its.known, its.contained)
    )
    counted = select(its.key, func.count().label("concerns"), *sums)
    return counted.group_by(its.key).order_by(its.key)


def _medians(
    asked: ColumnElement[bool], by: ColumnElement[Any], measure: ColumnElement[Any]
) -> Select[Any]:
    """Return the median of a measure in each group: the mean of the one or two in the middle."""
    ranked = (
        select(
            by.label("key"),
            measure.label("value"),
            func.row_number().over(partition_by=by, order_by=measure).label("place"),
            func.count().over(partition_by=by).label("many"),
        )
        .where(asked, C.people, measure.is_not(None))
        .subquery()
    )
    its = ranked.c
    middle = its.place.in_([(its.many + 1) // 2, (its.many + 2) // 2])
    return select(its.key, cast(func.avg(its.value), Float)).where(middle).group_by(its.key)


def _satisfied(asked: ColumnElement[bool], by: ColumnElement[Any]) -> Select[Any]:
    """Return how many in each group were asked how satisfied they were, and what they answered."""
    each = select(by.label("key"), C.score.label("score")).where(asked, C.asked).subquery()
    its = each.c
    mean = cast(func.avg(its.score), Float).label("score")
    counted = select(
        its.key, func.count().label("asked"), func.count(its.score).label("rated"), mean
    )
    return counted.group_by(its.key)


def _ratings(row: Any) -> dict[str, Any]:
    return {"asked": row.asked, "rated": row.rated, "score": row.score} if row else {}


def _team_sizes(asked: ColumnElement[bool]) -> Select[Any]:
    """Return how many agents of each team had concerns; of none, under an empty key."""
    sizes = select(C.team, func.count(C.agent.distinct()))
    return sizes.where(asked, C.people, C.agent != "").group_by(C.team)


def _several(sizes: Mapping[str, int]) -> list[str]:
    """Return the teams in which more than one person answered."""
    return [team for team, size in sizes.items() if team and size > 1]


def _rest(sizes: Mapping[str, int]) -> int:
    """Return how many people answered in all other teams together, and in none."""
    several = _several(sizes)
    return sum(size for team, size in sizes.items() if team not in several)


def _reasons(asked: ColumnElement[bool]) -> Select[Any]:
    return select(C.reason, func.count()).where(asked, C.people, C.reason != "").group_by(C.reason)


def _load(question: Question, concerned: ColumnElement[bool]) -> Select[Any]:
    its = concern_load.c
    asked = its.day.between(question.first.isoformat(), question.last.isoformat())
    where = (asked, its.channel == question.channel) if question.channel else (asked,)
    if question.teams is not None:
        where = (*where, its.conversation.in_(select(C.conversation).where(concerned)))
    return select(its.hour, cast(func.sum(its.lines), Integer)).where(*where).group_by(its.hour)


def _one_if(condition: ColumnElement[Any]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


async def _pairs(connection: AsyncConnection, statement: Select[Any]) -> dict[Any, Any]:
    rows = await connection.execute(statement)
    return {row[0]: row[1] for row in rows}


def _nothing() -> Figures:
    return Figures("", concerns=0, answered=0, people=0, known=0, contained=0)
