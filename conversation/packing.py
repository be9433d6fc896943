"""Packs a handoff: all that is known, and what an agent will need and nobody knows yet."""

from collections.abc import Iterable
from datetime import datetime

from conversation.context import Context
from conversation.escalation.deciding import Verdict
from conversation.escalation.findings import Urgency
from conversation.handoff_words import CONCERN, CUSTOMER_NUMBER, PLACE
from conversation.identity import LineId
from conversation.mentions import IN_FIGURES
from conversation.messages import Line, Speaker
from conversation.packets import FACTS, Fact, HandoffPacket
from conversation.ports import Batch
from conversation.signals import Reason, Signal

# Who wants one of these is looked up by their number.
_ABOUT_THEIR_CONTRACT = frozenset(
    {"report_outage", "report_slow_connection", "ask_ticket_status", "dispute_bill", "ask_bill"}
    | {"book_appointment", "reschedule_appointment", "cancel_appointment", "ask_appointment"}
    | {"report_missed_appointment", "cancel_contract", "change_tariff", "extend_contract"}
    | {"relocate"}
)
_WITHOUT_ASKING = frozenset({Reason.UNSUPPORTED_LANGUAGE, Reason.BOT_UNAVAILABLE})


def packed(
    signal: Signal,
    verdict: Verdict,
    *,
    batch: Batch,
    context: Context,
    said: Iterable[Line],
    unsaid: Iterable[str],
    now: datetime,
) -> HandoffPacket:
    """Return the packet of a handoff; `context` is that after the turn."""
    facts = _facts(context)
    return HandoffPacket(
        reason=signal.reason,
        summary=signal.summary,
        wish="\n".join(one.text for one in batch.messages),
        wish_line=LineId(batch.messages[-1].id),
        understood=context.understood,
        facts=facts,
        missing=_missing(signal.reason, verdict, context, {fact.name for fact in facts}),
        tried=tuple(line.id for line in said if line.speaker is Speaker.ASSISTANT),
        handed_off_at=now,
        urgency=verdict.urgency,
        language=verdict.language,
        apologise=verdict.apologise,
        weighed=context.weighed,
        unsaid=tuple(unsaid),
    )


def _facts(context: Context) -> tuple[Fact, ...]:
    """Return what was told; of what a dialogue asked for, what it took for the answer."""
    slots = {
        name: str(value)
        for name, value in context.slots.items()
        if value not in (None, "", []) and not (name in IN_FIGURES and name in context.told)
    }
    known = {**context.told, **slots}
    return tuple(Fact(name=name, value=known[name]) for name in FACTS if name in known)


def _missing(
    reason: Reason, verdict: Verdict, context: Context, known: set[str]
) -> tuple[str, ...]:
    """Return the one thing an agent will need first; nothing where it is known or out of place."""
    if reason in _WITHOUT_ASKING or CUSTOMER_NUMBER in known:
        return ()
    if verdict.urgency is Urgency.EMERGENCY:
        return () if "postal_code" in known else (PLACE,)
    wanted = {each.intent for each in context.understood}
    if wanted & _ABOUT_THEIR_CONTRACT or reason in (Reason.DISPUTE, Reason.LEGAL_THREAT):
        return (CUSTOMER_NUMBER,)
    return (CONCERN,) if reason is Reason.REQUESTED and not known else ()
