"""The service problems' tables."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from backoffice.schema import UtcTime, metadata

problem = Table(
    "service_problem",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("correlation_id", String(100), unique=True),
    Column("category", String(100), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("description", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", String(20), nullable=False, index=True),
    Column("status_reason", Text),
    Column("originator_id", String(100), nullable=False),
    Column("originator_kind", String(100), nullable=False),
    Column("originator_name", String(100)),
    Column("affected_services", Integer),
    Column("raised", UtcTime, nullable=False, index=True),
    Column("changed", UtcTime, nullable=False),
    Column("status_changed", UtcTime, nullable=False),
    Column("expected_resolution", UtcTime),
    Column("resolved", UtcTime),
    Column("revision", Integer, nullable=False),
)

problem_service = Table(
    "service_problem_service",
    metadata,
    Column("problem_id", ForeignKey(problem.c.id), primary_key=True),
    Column("service", String(20), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)

problem_area = Table(
    "service_problem_area",
    metadata,
    Column("problem_id", ForeignKey(problem.c.id), primary_key=True),
    Column("postcode", String(5), primary_key=True, index=True),
    Column("city", String(100)),
    Column("position", Integer, nullable=False),
)
