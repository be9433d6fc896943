"""The order of the queue: need, what expires first, urgency, age; each with its reason."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.escalation.findings import Urgency
from conversation.routing.concerns import Concern, Expiry, Limit

#: So long before a platform's limit a person should have answered, with time to ask back once.
AHEAD = {Limit.PROMISE: timedelta(0), Limit.WINDOW: timedelta(hours=2), Limit.BUDGET: timedelta(0)}
#: Promises are given on round five minutes; within one such step urgency decides, then age.
STEP_SECONDS = 300
NEVER = datetime.max.replace(tzinfo=UTC)

_NEEDS = {Urgency.SOON: "auf die Leitung angewiesen", Urgency.EMERGENCY: "vielleicht Gefahr"}
_ANGER = {1: "unzufrieden", 2: "verärgert oder dringend", 3: "sehr dringend"}


#: Less goes first: need turned round, step of five minutes, urgency turned round, moment of
#: queueing, and the id, so that the order is the same for everybody.
Rank = tuple[int, float, int, datetime, str]


def first_expiry(concern: Concern, *, now: datetime) -> Expiry | None:
    """Return what runs out first and can still be met; a promise counts even when broken."""
    counting = [
        expiry for expiry in concern.expiries if expiry.at > now or expiry.limit is Limit.PROMISE
    ]
    return min(counting, key=lambda expiry: expiry.at - AHEAD[expiry.limit], default=None)


def rank(concern: Concern, *, now: datetime) -> Rank:
    """Return a concern's place in the order."""
    expiry = first_expiry(concern, now=now)
    step = (expiry.at - AHEAD[expiry.limit]).timestamp() // STEP_SECONDS if expiry else float("inf")
    need = -int(concern.precedence)
    return need, step, -concern.urgency, concern.queued_at, str(concern.conversation)


def in_order(concerns: Iterable[Concern], *, now: datetime) -> list[Concern]:
    """Return concerns, the first to be answered first."""
    return sorted(concerns, key=lambda concern: rank(concern, now=now))


def grounds(concern: Concern) -> tuple[str, ...]:
    """Say in German, for agents, what beside the time gives a concern its place."""
    words = (_NEEDS.get(concern.precedence), _ANGER.get(min(concern.urgency, 3)))
    return tuple(filter(None, words))


def reasons(concern: Concern, *, now: datetime, zone: ZoneInfo) -> list[str]:
    """Say in German, for agents, why a concern stands where it stands; the weightiest first."""
    words = [_NEEDS[concern.precedence]] if concern.precedence else []
    if expiry := first_expiry(concern, now=now):
        words.append(_expiry_words(expiry, now=now, zone=zone))
    if concern.urgency:
        words.append(_ANGER[min(concern.urgency, 3)])
    minutes = int((now - concern.queued_at).total_seconds() // 60)
    words.append(f"wartet seit {minutes} Min." if minutes >= 1 else "gerade gekommen")
    return words


def _expiry_words(expiry: Expiry, *, now: datetime, zone: ZoneInfo) -> str:
    local = expiry.at.astimezone(zone)
    clock = f"{local.hour}:{local.minute:02d}"
    if local.date() != now.astimezone(zone).date():
        clock = f"{local.day}.{local.month}. {clock}"
    match expiry.limit:
        case Limit.PROMISE if expiry.at <= now:
            return f"Zusage bis {clock} ist überschritten"
        case Limit.PROMISE:
            return f"Zusage bis {clock}"
        case Limit.WINDOW:
            return f"Antwortfenster endet um {clock}"
        case Limit.BUDGET:
            return f"Sendebudget gilt bis {clock}"
