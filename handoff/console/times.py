"""Times as agents read them; `static/times.js` keeps the same words up to date in the browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from staff.language import _, _n, short_moment_words

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SOON = timedelta(minutes=3)
WINDOW_SOON = timedelta(hours=2)


@dataclass(frozen=True)
class Due:
    """A deadline in words. `state` is `calm`, `soon` or `late`."""

    at: datetime
    words: str
    state: str


def duration(span: timedelta) -> str:
    """Return a span in words: `< 1 min`, `12 min`, `2:05 h`, `3 Tage`."""
    if span < MINUTE:
        return "< 1 min"
    if span < HOUR:
        return f"{span // MINUTE} min"
    if span < DAY:
        return f"{span // HOUR}:{span % HOUR // MINUTE:02d} h"
    days = span // DAY
    return _n("%(number)s Tag", "%(number)s Tage", days)


def due(deadline: datetime, *, now: datetime) -> Due:
    """Return how long there is until `deadline`, or since when it has passed."""
    left = deadline - now
    if left <= timedelta(0):
        return Due(deadline, _("%(span)s überfällig", span=duration(-left)), state="late")
    words = _("noch %(span)s", span=duration(left))
    return Due(deadline, words, state="soon" if left < SOON else "calm")


def window(closes_at: datetime, *, now: datetime) -> Due:
    """Return how long a channel's window stays open, or that it has shut."""
    left = closes_at - now
    if left <= timedelta(0):
        return Due(at=closes_at, words=_("geschlossen"), state="late")
    state = "soon" if left <= WINDOW_SOON else "calm"
    return Due(at=closes_at, words=_("noch %(span)s", span=duration(left)), state=state)


def clock_time(moment: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Return when something was: `14:05` today, else `12.3. 14:05`, `12 Mar 14:05`."""
    local = moment.astimezone(zone)
    clock = f"{local.hour}:{local.minute:02d}"
    if local.date() == now.astimezone(zone).date():
        return clock
    return short_moment_words(local)


def tomorrow(now: datetime, *, zone: ZoneInfo) -> str:
    """Return nine o'clock tomorrow as a browser's field for a local time holds it."""
    day = now.astimezone(zone).date() + DAY
    return f"{day.isoformat()}T09:00"
