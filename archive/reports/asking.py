"""Reads a question from an address; what is missing is the last four weeks, day by day."""

from collections.abc import Mapping
from datetime import date, timedelta

from archive.reports.querying import Grain, Question
from staff.language import _

USUAL = timedelta(days=27)
LONGEST = timedelta(days=3 * 366)
#: More bars than this cannot be told apart, so that longer times are cut more coarsely.
DAYS_AT_MOST = 62
WEEKS_AT_MOST = 60
DAYS_A_WEEK = 7


class CrookedQuestionError(ValueError):
    """What is asked makes no sense; the sentence is German, for whoever asked."""


def question_of(
    given: Mapping[str, str],
    *,
    today: date,
    channels: Mapping[str, str],
    teams: frozenset[str] | None = None,
) -> Question:
    """Return the question, of these teams only. Raises CrookedQuestionError."""
    last = _day(given.get("bis", ""), today)
    first = _day(given.get("von", ""), last - USUAL)
    if first > last:
        raise CrookedQuestionError(_("Der Zeitraum endet, bevor er beginnt."))
    if last - first > LONGEST:
        raise CrookedQuestionError(_("Der Zeitraum ist länger als drei Jahre."))
    channel = given.get("kanal", "")
    if channel and channel not in channels:
        raise CrookedQuestionError(_("Diesen Kanal gibt es nicht."))
    return Question(first, last, _grain(given.get("je", ""), first, last), channel, teams)


def _day(text: str, usual: date) -> date:
    if not text:
        return usual
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CrookedQuestionError(_("„%(text)s“ ist kein Tag.", text=text[:20])) from None


def _grain(text: str, first: date, last: date) -> Grain:
    try:
        asked = Grain(text) if text else Grain.DAY
    except ValueError:
        raise CrookedQuestionError(
            _("Zeit wird nach Tagen, Wochen oder Monaten geteilt.")
        ) from None
    days = (last - first).days + 1
    if asked is Grain.DAY and days > DAYS_AT_MOST:
        asked = Grain.WEEK
    if asked is Grain.WEEK and days > WEEKS_AT_MOST * DAYS_A_WEEK:
        asked = Grain.MONTH
    return asked
