"""Counting in months, as contracts and bills do."""

from datetime import date, datetime, timedelta

from backoffice.clock import berlin_day

# The day of a month on which its bills are written.
BILL_DAY = 3


def newest_bill_month(now: datetime) -> date:
    """Return the first day of the last month whose bills are written."""
    today = berlin_day(now)
    month = today.replace(day=1)
    return month if today.day >= BILL_DAY else earlier(month, months=1)


def earlier(month: date, *, months: int) -> date:
    """Return the first day of the month so many months before (after, if negative)."""
    count = month.year * 12 + month.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def last_day(month: date) -> date:
    """Return the last day of the month that begins with `month`."""
    return earlier(month, months=-1) - timedelta(days=1)
