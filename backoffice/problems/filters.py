"""What service problems can be filtered by."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, select

from backoffice.problems.model import Service, Status
from backoffice.problems.tables import problem, problem_area, problem_service
from backoffice.tmf.stored import Condition, equals
from chassis.errors import BadRequestError

POSTCODE = re.compile(r"[0-9]{5}")


def _among(column: Column[Any], *, name: str, known: type[StrEnum]) -> Condition:
    words = [word.value for word in known]

    def condition(values: tuple[str, ...]) -> Any:
        if not set(values) <= set(words):
            raise BadRequestError(f"{name} must be one of: {', '.join(words)}.")
        return column.in_(values)

    return condition


def _with_postcode(values: tuple[str, ...]) -> Any:
    if not all(POSTCODE.fullmatch(value) for value in values):
        raise BadRequestError("affectedLocation.postcode must be five digits.")
    return _at(problem_area.c.postcode)(values)


def _at(column: Column[Any]) -> Condition:
    return lambda values: problem.c.id.in_(
        select(problem_area.c.problem_id).where(column.in_(values))
    )


def _of_service(values: tuple[str, ...]) -> Any:
    named = _among(problem_service.c.service, name="affectedService.id", known=Service)
    return problem.c.id.in_(select(problem_service.c.problem_id).where(named(values)))


PROBLEM_FILTERS: Mapping[str, Condition] = {
    "id": equals(problem.c.id),
    "status": _among(problem.c.status, name="status", known=Status),
    "category": equals(problem.c.category),
    "correlationId": equals(problem.c.correlation_id),
    "affectedLocation.postcode": _with_postcode,
    "affectedLocation.city": _at(problem_area.c.city),
    "affectedService.id": _of_service,
}
