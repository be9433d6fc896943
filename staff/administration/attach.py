"""Gives an application the administration."""

from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from staff.access import for_roles
from staff.administration.desk import PEOPLE, ROOT, AdministrationParts, Desk
from staff.administration.log import LogPages, add_log
from staff.administration.people import PeoplePages, add_people
from staff.administration.rights import LEADING
from staff.administration.skills import SkillPages, add_skills
from staff.administration.teams import TeamPages, add_teams
from staff.frame import Area, Staff
from staff.language import N_

HERE = Path(__file__).parent


def attach_administration(app: App, staff: Staff, parts: AdministrationParts) -> None:
    """Add the pages to `app` and to the menu of those who lead and those who administrate."""
    area = Area(label=N_("Verwaltung"), path=ROOT, roles=frozenset(LEADING))
    staff.add_feature("administration", HERE, area=area)
    desk = Desk(staff=staff, parts=parts)
    add_people(app, PeoplePages(desk))
    add_skills(app, SkillPages(desk))
    add_teams(app, TeamPages(desk))
    add_log(app, LogPages(desk))

    @app.get(ROOT, name="administration")
    @for_roles(*LEADING)
    async def start(_request: Request) -> HTTPResponse:
        return redirect(PEOPLE, status=303)
