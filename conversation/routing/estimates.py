"""When somebody who waits will be answered, honestly: from how fast people took over just now."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: So far back claims are counted, and so many are needed to call it measured.
WINDOW = timedelta(minutes=20)
ENOUGH = 5
#: Nine in ten are answered by then: claims come like a Poisson stream, so the k-th after k / rate
#: on average, with a spread of the root of k.
CAUTION = 1.28
ROUND_TO = timedelta(minutes=5)
LATER_BY = timedelta(minutes=5)
SOONER_BY = timedelta(minutes=30)
PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The `position` in the queue, counted from 1, and by when an answer is to be expected."""

    position: int
    by: datetime


def estimate(position: int, claims: Sequence[datetime], *, now: datetime) -> Estimate | None:
    """Return by when the one at `position` is answered; None where too little was measured.

    `claims` are the moments at which people took over from the same queue.
    """
    counted = [at for at in claims if now - WINDOW < at <= now]
    if len(counted) < ENOUGH:
        return None
    seconds = max((now - min(counted)).total_seconds(), 1.0)
    rate = len(counted) / seconds
    wait = (position + CAUTION * math.sqrt(position)) / rate
    return Estimate(position=position, by=_rounded_up(now + timedelta(seconds=wait)))


def worth_a_word(estimated: datetime, *, told: datetime, told_at: datetime, now: datetime) -> bool:
    """Say whether a customer who was `told` a time at `told_at` should hear a new one.

    Later than told: said before it is broken, by LATER_BY at least. Much sooner: said too. Never
    more than one word a PAUSE.
    """
    if now - told_at < PAUSE:
        return False
    return estimated >= told + LATER_BY or told - estimated >= SOONER_BY


def _rounded_up(moment: datetime) -> datetime:
    step = ROUND_TO.total_seconds()
    return datetime.fromtimestamp(math.ceil(moment.timestamp() / step) * step, moment.tzinfo)
