"""Turning rows into service problems and back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.problems.model import Area, Party, Problem, Status
from backoffice.problems.tables import problem, problem_area, problem_service
from backoffice.services import Service


async def load_problems(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Problem, ...]:
    """Return the problems with these ids, in this order, with all that they affect."""
    rows = (await connection.execute(select(problem).where(problem.c.id.in_(ids)))).all()
    services = await _services_of(connection, ids)
    areas = await _areas_of(connection, ids)
    found = {
        row.id: _problem(row, services=tuple(services[row.id]), areas=tuple(areas[row.id]))
        for row in rows
    }
    return tuple(found[id] for id in ids if id in found)


async def insert_problem(connection: AsyncConnection, each: Problem) -> None:
    """Write a new problem with all that it affects."""
    await connection.execute(insert(problem), _columns(each))
    await _insert_affected(connection, each)


async def update_problem(connection: AsyncConnection, each: Problem) -> None:
    """Write a problem over the row with its id, with all that it affects."""
    await connection.execute(update(problem).where(problem.c.id == each.id), _columns(each))
    for table in (problem_service, problem_area):
        await connection.execute(delete(table).where(table.c.problem_id == each.id))
    await _insert_affected(connection, each)


async def _insert_affected(connection: AsyncConnection, each: Problem) -> None:
    services = [
        {"problem_id": each.id, "service": service.value, "position": position}
        for position, service in enumerate(each.services)
    ]
    areas = [
        {"problem_id": each.id, "postcode": a.postcode, "city": a.city, "position": position}
        for position, a in enumerate(each.areas)
    ]
    if services:
        await connection.execute(insert(problem_service), services)
    if areas:
        await connection.execute(insert(problem_area), areas)


async def _services_of(
    connection: AsyncConnection, ids: Sequence[str]
) -> defaultdict[str, list[Service]]:
    link = problem_service
    chosen = select(link).where(link.c.problem_id.in_(ids)).order_by(link.c.position)
    services: defaultdict[str, list[Service]] = defaultdict(list)
    for row in await connection.execute(chosen):
        services[row.problem_id].append(Service(row.service))
    return services


async def _areas_of(
    connection: AsyncConnection, ids: Sequence[str]
) -> defaultdict[str, list[Area]]:
    link = problem_area
    chosen = select(link).where(link.c.problem_id.in_(ids)).order_by(link.c.position)
    areas: defaultdict[str, list[Area]] = defaultdict(list)
    for row in await connection.execute(chosen):
        areas[row.problem_id].append(Area(postcode=row.postcode, city=row.city))
    return areas


def _problem(row: Row[Any], *, services: tuple[Service, ...], areas: tuple[Area, ...]) -> Problem:
    return Problem(
        id=row.id,
        category=row.category,
        priority=row.priority,
        description=row.description,
        reason=row.reason,
        status=Status(row.status),
        originator=Party(id=row.originator_id, kind=row.originator_kind, name=row.originator_name),
        services=services,
        areas=areas,
        raised=row.raised,
        changed=row.changed,
        status_changed=row.status_changed,
        expected_resolution=row.expected_resolution,
        resolved=row.resolved,
        status_reason=row.status_reason,
        affected_services=row.affected_services,
        correlation_id=row.correlation_id,
        revision=row.revision,
    )


def _columns(each: Problem) -> dict[str, Any]:
    return {
        "id": each.id,
        "category": each.category,
        "priority": each.priority,
        "description": each.description,
        "reason": each.reason,
        "status": each.status.value,
        "originator_id": each.originator.id,
        "originator_kind": each.originator.kind,
        "originator_name": each.originator.name,
        "raised": each.raised,
        "changed": each.changed,
        "status_changed": each.status_changed,
        "expected_resolution": each.expected_resolution,
        "resolved": each.resolved,
        "status_reason": each.status_reason,
        "affected_services": each.affected_services,
        "correlation_id": each.correlation_id,
        "revision": each.revision,
    }
