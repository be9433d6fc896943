"""What service problems can be filtered by."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, select

from backoffice.problems.model import Status
from backoffice.problems.tables import problem, problem_area, problem_service
from backoffice.services import Service
from backoffice.tmf.parsing import POSTCODE
from backoffice.tmf.stored import Condition, among, equals
from chassis.errors import BadRequestError


def _with_postcode(values: tuple[str, ...]) -> Any:
    if not all(POSTCODE.fullmatch(value) for value in values):
        raise BadRequestError("affectedLocation.postcode must be five digits.")
    return _at(problem_area.c.postcode)(values)


def _at(column: Column[Any]) -> Condition:
    return lambda values: problem.c.id.in_(
        select(problem_area.c.problem_id).where(column.in_(values))
    )


def _of_service(values: tuple[str, ...]) -> Any:
    named = among(problem_service.c.service, name="affectedService.id", known=Service)
    return problem.c.id.in_(select(problem_service.c.problem_id).where(named(values)))


PROBLEM_FILTERS: Mapping[str, Condition] = {
    "id": equals(problem.c.id),
    "status": among(problem.c.status, name="status", known=Status),
    "category": equals(problem.c.category),
    "correlationId": equals(problem.c.correlation_id),
    "affectedLocation.postcode": _with_postcode,
    "affectedLocation.city": _at(problem_area.c.city),
    "affectedService.id": _of_service,
}
