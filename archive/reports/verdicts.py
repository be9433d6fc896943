"""How often the rules that fetch a person were right, as agents judged: counts and shares.

Precision: of the handoffs for a reason that were judged right or needless, how many were right.
Recall: of the conversations that needed a person for it, judged right or too late, how many had one
in time. What nobody judged counts in neither, so both stand with the interval they leave open.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.judgements import judgement_of
from archive.tables import concerns, judgements
from conversation.judgements import Judgement, Verdict
from conversation.signals import Reason

Z = 1.96
CASES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval in which the true share lies in 95 of 100 cases."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share itself, None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (E. B. Wilson, 1927); of nothing it is all there is."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.hits / self.of
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Tally:
    """What was handed over for one reason (None: for any), and what agents said of it."""

    reason: Reason | None
    handed: int = 0
    right: int = 0
    needless: int = 0
    late: int = 0

    @property
    def judged(self) -> int:
        """How many judgements there are."""
        return self.right + self.needless + self.late

    @property
    def precision(self) -> Share:
        """Of what was fetched: how often rightly."""
        return Share(self.right, self.right + self.needless)

    @property
    def recall(self) -> Share:
        """Of what was needed: how often in time."""
        return Share(self.right, self.right + self.late)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All of it over a time. `missed` counts (taken for, was) of misunderstood lines."""

    total: Tally
    tallies: tuple[Tally, ...]
    missed: Mapping[tuple[str, str], int]
    cases: tuple[Judgement, ...]


def tallies_of(handed: Mapping[str, int], judged: Iterable[Judgement]) -> tuple[Tally, ...]:
    """Return a tally for each reason that was handed over or judged, the most frequent first."""
    counts = Counter((one.reason, one.verdict) for one in judged if one.reason)
    tallies = [
        Tally(
            reason=reason,
            handed=handed.get(reason.value, 0),
            right=counts[reason, Verdict.RIGHT],
            needless=counts[reason, Verdict.NEEDLESS],
            late=counts[reason, Verdict.LATE],
        )
        for reason in Reason
    ]
    known = [one for one in tallies if one.handed or one.judged]
    return tuple(sorted(known, key=lambda one: (-one.handed, -one.judged)))


def total_of(tallies: Sequence[Tally]) -> Tally:
    """Return all reasons together."""
    return Tally(
        reason=None,
        handed=sum(one.handed for one in tallies),
        right=sum(one.right for one in tallies),
        needless=sum(one.needless for one in tallies),
        late=sum(one.late for one in tallies),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """Reads judgements of a time; days are those of `zone`."""

    database: AsyncEngine
    zone: ZoneInfo

    async def verdicts(
        self, first: date, last: date, teams: frozenset[str] | None = None
    ) -> Verdicts:
        """Return what was judged of what happened from `first` to `last`, both included.

        With `teams` only of their concerns.
        """
        c = concerns.c
        days: ColumnElement[bool] = c.day.between(first.isoformat(), last.isoformat())
        if teams is not None:
            days = and_(days, c.team.in_(teams))
        handed = select(c.reason, func.count().label("many")).where(c.people, c.reason != "", days)
        its = judgements.c.happened_at
        since, until = self._midnight(first), self._midnight(last + timedelta(days=1))
        said = select(judgements).where(its >= since, its < until).order_by(its.desc())
        if teams is not None:
            said = said.where(_of(teams))
        async with self.database.connect() as connection:
            counted = (await connection.execute(handed.group_by(c.reason))).all()
            found = [judgement_of(row) for row in (await connection.execute(said)).mappings()]
        tallies = tallies_of({row.reason: row.many for row in counted}, found)
        missed = Counter(
            (one.taken, one.meant) for one in found if one.verdict is Verdict.MISUNDERSTOOD
        )
        return Verdicts(total_of(tallies), tallies, dict(missed.most_common()), tuple(found))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone)


def _of(teams: frozenset[str]) -> ColumnElement[bool]:
    """Return whether a judged conversation's concern at that time was one of these teams'."""
    c, before, its = concerns.c, concerns.alias().c, judgements.c
    last = select(func.max(before.number)).where(
        before.conversation == its.conversation, before.began_at <= its.happened_at
    )
    same = and_(c.conversation == its.conversation, c.number == last.scalar_subquery())
    return exists(select(c.number).where(same, c.team.in_(teams)))
