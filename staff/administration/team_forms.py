"""Reads and fills the form of a team."""

import re
from dataclasses import dataclass

from sanic import Request

from conversation.routing.skills import HIGHEST, LOWEST
from conversation.routing.teams import Mode, Team
from staff.administration import words
from staff.csrf import field
from staff.hours import DAYS, hours_to_text
from staff.language import _

LONGEST_NAME, LONGEST_SITE, LONGEST_TOPIC = 200, 100, 60
DAY_SECONDS = 24 * 3600
#: What each number may be.
RANGES = {
    "overflow_after": range(DAY_SECONDS + 1),
    "proficiency": range(LOWEST, HIGHEST + 1),
    "offer_for": range(5, 3601),
    "wrap_up_for": range(3601),
}
USUAL = {"overflow_after": "180", "proficiency": "2", "offer_for": "30", "wrap_up_for": "120"}
TOPIC = re.compile(r"[a-z0-9_]+")


class CrookedError(Exception):
    """What a form says cannot be kept; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """A team as a form holds it, right or wrong."""

    name: str = ""
    site: str = ""
    land: str = "SH"
    hours: tuple[str, ...] = ("8:00-18:00",) * 5 + ("", "")
    mode: str = Mode.PUSH.value
    topics: str = ""
    channels: tuple[str, ...] = ()
    overflow: tuple[str, ...] = ()
    numbers: tuple[str, ...] = tuple(USUAL.values())


def numbers_in(written: Written) -> dict[str, int]:
    """Return the numbers of a form by name. Raises CrookedError."""
    found: dict[str, int] = {}
    for (name, allowed), text in zip(RANGES.items(), written.numbers, strict=True):
        if not text.isdecimal() or int(text) not in allowed:
            raise CrookedError(words.CROOKED_NUMBER.format(words.NUMBERS[name]))
        found[name] = int(text)
    return found


def topics_in(text: str) -> list[str]:
    """Return the topics that a field names. Raises CrookedError."""
    topics = [one for one in re.split(r"[\s,]+", text) if one]
    if not all(TOPIC.fullmatch(one) and len(one) <= LONGEST_TOPIC for one in topics):
        raise CrookedError(_("Themen bestehen aus Kleinbuchstaben, Ziffern und Unterstrichen."))
    return topics


def hours_of(team: Team) -> dict[str, str]:
    """Return when a team works, as a form has it, by day."""
    return hours_to_text(team.hours.hours)


def form_in(request: Request) -> Written:
    """Return the form that was sent."""

    def ticked(name: str) -> tuple[str, ...]:
        return tuple(request.form.getlist(name, [])) if request.form else ()

    return Written(
        name=field(request, "name").strip(),
        site=field(request, "site").strip(),
        land=field(request, "land"),
        hours=tuple(field(request, f"hours.{day}").strip() for day in DAYS),
        mode=field(request, "mode"),
        topics=field(request, "topics").strip(),
        channels=ticked("channel"),
        overflow=ticked("overflow"),
        numbers=tuple(field(request, name).strip() for name in RANGES),
    )


def form_of(team: Team) -> Written:
    """Return a team as its form shows it."""
    hours = hours_of(team)
    return Written(
        name=team.name,
        site=team.site,
        land=team.land,
        hours=tuple(hours.get(day, "") for day in DAYS),
        mode=team.mode.value,
        topics=", ".join(sorted(team.topics)),
        channels=tuple(channel.value for channel in team.channels),
        overflow=tuple(team.overflow),
        numbers=(
            str(round(team.overflow_after.total_seconds())),
            str(team.proficiency),
            str(round(team.offer_for.total_seconds())),
            str(round(team.wrap_up_for.total_seconds())),
        ),
    )
