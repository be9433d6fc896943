"""Says whether the rules fetch a person for a message, from what an assistant makes of it."""

from datetime import UTC, datetime

from conversation.context import Context
from conversation.escalation.deciding import verdict
from conversation.escalation.evidence import Evidence
from conversation.escalation.table import Table
from conversation.identity import LineId
from conversation.turns import Reply, Turn, Understanding

_LINE, _AT = LineId("asked"), datetime.fromtimestamp(0, UTC)
#: Something is answered, so that silence is no reason.
_ANSWER = (Reply("…"),)


def fetches_person(text: str, understood: Understanding, table: Table) -> bool:
    """Say whether a customer would get a person who writes `text` first and in private.

    Only the rules are asked, no action: one that fetches a person in the course of what it does is
    the same for all assistants that understand the same.
    """
    turn = Turn(replies=_ANSWER, understanding=understood)
    evidence = Evidence(line=_LINE, text=text, at=_AT, stay=1, context=Context(), turn=turn)
    return verdict(evidence, table).signal is not None
