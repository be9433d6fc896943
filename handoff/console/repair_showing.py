"""From repairs to what an agent sees of them: pure functions, no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from conversation.identity import AgentId, ConversationId
from conversation.repairs import Repair, RepairKind, RepairState
from handoff.console.addresses import path_of
from handoff.console.list_views import Row
from handoff.console.outer_words import told
from handoff.console.placeholders import pieces
from handoff.console.repair_views import RepairRow, RepairsView
from handoff.console.repair_words import KINDS, euros
from handoff.console.showing import Seen
from handoff.console.times import clock_time, due
from staff.language import N_, _
from staff.roles import Role

MARK = N_("Wiedergutmachung bis {}")
MARK_LATE = N_("Wiedergutmachung überfällig")


def repairs_view(
    repairs: Sequence[Repair],
    seen: Seen,
    *,
    here: ConversationId,
    holder: AgentId | None,
    role: Role,
) -> RepairsView:
    """Return those that are still to be done, in the order they are due."""
    still = sorted((one for one in repairs if one.open), key=lambda one: one.due_at)
    own = [one for one in still if one.conversation == here]
    first = own[0] if own else None
    return RepairsView(
        rows=tuple(_row(one, seen, holder=holder, role=role) for one in still),
        version=".".join(f"{one.id}-{one.state.value}-{one.owner}" for one in repairs),
        first_due=local_minute(first.due_at, seen) if first else "",
        step=_("%(kind)s erledigen", kind=KINDS[first.kind]) if first else "",
        here=bool(own),
    )


def local_minute(moment: datetime, seen: Seen) -> str:
    """Return a moment as a browser's field for a local time holds it."""
    return moment.astimezone(seen.zone).strftime("%Y-%m-%dT%H:%M")


def marked(row: Row, due_at: datetime | None, seen: Seen) -> Row:
    """Say in a list that something is owed there."""
    if due_at is None:
        return row
    words = clock_time(due_at, zone=seen.zone, now=seen.now)
    mark = MARK.format(words) if due_at > seen.now else MARK_LATE
    return replace(row, marks=(*row.marks, mark), version=f"{row.version}.{mark}")


def named_in(repairs: Sequence[Repair]) -> set[AgentId]:
    """Return whose names are needed."""
    return {one.owner for one in repairs if one.open}


def _row(repair: Repair, seen: Seen, *, holder: AgentId | None, role: Role) -> RepairRow:
    allowed = seen.me in (holder, repair.owner) or role is Role.SUPERVISOR
    refused = repair.state is RepairState.REFUSED
    return RepairRow(
        id=repair.id,
        kind=KINDS[repair.kind],
        what=pieces(_what(repair, seen.names, seen.me)),
        words=pieces(repair.words),
        due=due(repair.due_at, now=seen.now),
        until=clock_time(repair.due_at, zone=seen.zone, now=seen.now),
        refused=(told(repair.answer) or _("ohne Angabe von Gründen")) if refused else "",
        mine_to_settle=allowed,
        path=path_of(repair.conversation),
    )


def _what(repair: Repair, names: Mapping[AgentId, str], me: AgentId) -> str:
    if repair.kind is RepairKind.CREDIT:
        at = f" ({repair.reference})" if repair.reference else _(", noch nicht beim Back Office")
        return f"{euros(repair.cents)}{at}"
    if repair.owner == me:
        return _("Ich rufe an: %(number)s", number=repair.number)
    who = names.get(repair.owner, _("Jemand"))
    return _("%(who)s ruft an: %(number)s", who=who, number=repair.number)
