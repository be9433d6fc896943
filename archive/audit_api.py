"""The audit log for programs of administrators."""

from datetime import datetime

from pydantic import BaseModel, Field

from chassis.errors import BadRequestError
from staff.api.callers import Scope
from staff.api.paging import PageAnswer, PageQuery, cursor_of, read_cursor
from staff.api.surface import Call, Operation, Surface
from staff.ports import Act, ActsQuery, AuditLog
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
    def of(cls, act: Act) -> "ActShown":
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


def add_audit_api(surface: Surface, log: AuditLog) -> None:
    """Put the log among the operations; who reads it stands in it."""

    async def listed(call: Call) -> AuditShown:
        query = call.asked(AuditQuery)
        before = _number(query.cursor) if query.cursor else None
        await surface.audit.record(call.caller.name, "read_audit", detail=query.who)
        who = frozenset({query.who}) if query.who else None
        acts = await log.acts(ActsQuery(who=who, before=before), limit=query.limit + 1)
        found = acts[: query.limit]
        more = len(acts) > query.limit
        return AuditShown(
            acts=[ActShown.of(act) for act in found],
            next=cursor_of((found[-1].id,)) if more else None,
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
