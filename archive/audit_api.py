"""The audit log for programs of administrators."""

from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.audit import AuditedAct, acts_before
from chassis.errors import BadRequestError
from staff.api.callers import Scope
from staff.api.paging import PageAnswer, PageQuery, cursor_of, read_cursor
from staff.api.surface import Call, Operation, Surface
from staff.roles import Role

TAG = "administration"


class ActShown(BaseModel):
    """Who did what, where and when; `who` is an account's id or a program's name."""

    who: str
    what: str
    conversation: str | None
    detail: str
    at: datetime

    @classmethod
    def of(cls, act: AuditedAct) -> "ActShown":
        """Return an act as programs read it."""
        return cls(
            who=act.who,
            what=act.what,
            conversation=str(act.conversation) if act.conversation else None,
            detail=act.detail,
            at=act.at,
        )


class AuditShown(PageAnswer):
    """A page of the log, the newest first."""

    acts: list[ActShown]


class AuditQuery(PageQuery):
    """Whose acts."""

    who: str = Field("", description="An account's id, or a program's name; empty: all.")


def add_audit_api(surface: Surface, database: AsyncEngine) -> None:
    """Put the log among the operations; who reads it stands in it."""

    async def listed(call: Call) -> AuditShown:
        query = call.asked(AuditQuery)
        before = _number(query.cursor) if query.cursor else None
        await surface.audit.record(call.caller.name, "read_audit", detail=query.who)
        numbered = await acts_before(database, before, who=query.who, limit=query.limit + 1)
        found = numbered[: query.limit]
        more = len(numbered) > query.limit
        return AuditShown(
            acts=[ActShown.of(act) for _, act in found],
            next=cursor_of((found[-1][0],)) if more else None,
        )

    surface.add(
        Operation(
            id="list_audit",
            method="GET",
            path="/api/audit",
            summary="The audit log, the newest first",
            tag=TAG,
            scope=Scope.ADMINISTRATION_READ,
            roles=frozenset({Role.ADMINISTRATOR}),
            person=True,
            query=AuditQuery,
            answer=AuditShown,
        ),
        listed,
    )


def _number(cursor: str) -> int:
    key = read_cursor(cursor)
    if len(key) != 1 or not isinstance(key[0], int):
        raise BadRequestError("The cursor is the `next` of a page of this list.")
    return key[0]
