"""Loading the sample problems: those that run end a few hours ahead, at whatever day it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.problems.model import Area, Party, Problem
from backoffice.problems.rows import insert_problem, load_problems, update_problem
from backoffice.sample.content import SampleArea, SampleProblem, SampleProblems

# An end nearer than this is moved: whoever is told of it should still have to wait for it.
SHORTEST_WAIT = timedelta(hours=1)
STEP = timedelta(minutes=30)


async def load_sample_problems(
    connection: AsyncConnection,
    problems: SampleProblems,
    *,
    areas: list[SampleArea],
    now: datetime,
) -> None:
    """Insert the problems that are missing, and move the running ones along with the clock.

    Only a running one that nobody has changed (its revision says so) is moved.
    """
    party = Party(**problems.originator.model_dump())
    cities = {area.postcode: area.city for area in areas}
    running = {sample.id for sample in problems.running}
    samples = [*problems.running, *problems.past]
    present = {
        each.id: each for each in await load_problems(connection, [sample.id for sample in samples])
    }
    for sample in samples:
        fresh = _problem(sample, originator=party, cities=cities, now=now)
        stored = present.get(sample.id)
        if stored is None:
            await insert_problem(connection, fresh)
        elif sample.id in running and stored.revision == 1 and _has_passed(stored, now):
            await update_problem(connection, _moved(stored, fresh))


def _problem(
    sample: SampleProblem, *, originator: Party, cities: dict[str, str], now: datetime
) -> Problem:
    raised = rounded_down(now - timedelta(hours=sample.raised_hours_ago))
    expected = _after(now, sample.expected_in_hours)
    resolved = None
    if sample.resolved_hours_ago is not None:
        resolved = rounded_down(now - timedelta(hours=sample.resolved_hours_ago))
    return Problem(
        id=sample.id,
        category=sample.category,
        priority=sample.priority,
        description=sample.description,
        reason=sample.reason,
        status=sample.status,
        originator=originator,
        services=tuple(sample.services),
        areas=tuple(Area(postcode=code, city=cities[code]) for code in sample.postcodes),
        raised=raised,
        changed=resolved or raised,
        status_changed=resolved or raised,
        expected_resolution=expected,
        resolved=resolved,
        affected_services=sample.affected_services,
    )


def _has_passed(stored: Problem, now: datetime) -> bool:
    expected = stored.expected_resolution
    in_time = expected is not None and expected - now >= SHORTEST_WAIT
    return stored.raised > now or not in_time


def _moved(stored: Problem, fresh: Problem) -> Problem:
    return replace(
        stored,
        raised=fresh.raised,
        changed=fresh.changed,
        status_changed=fresh.status_changed,
        expected_resolution=fresh.expected_resolution,
    )


def _after(now: datetime, hours: float | None) -> datetime | None:
    if hours is None:
        return None
    # Nobody believes an estimate to the minute.
    return rounded_down(now + timedelta(hours=hours) + STEP)


def rounded_down(time: datetime) -> datetime:
    """Return the last full or half hour, in aware UTC."""
    utc = time.astimezone(UTC)
    return utc - (utc - datetime(1970, 1, 1, tzinfo=UTC)) % STEP
