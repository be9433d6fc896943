"""Gives an application the studio, for people with the role editor."""

from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from staff.access import for_roles
from staff.frame import Area, Staff
from studio.pages.browse import add_browse
from studio.pages.draft import add_draft
from studio.pages.parts import ROLES, ROOT, StudioParts
from studio.pages.review import PATH, add_review

HERE = Path(__file__).parent


def attach_studio(app: App, staff: Staff, parts: StudioParts) -> None:
    """Add the studio's pages to `app`."""
    staff.add_feature("studio", HERE, area=Area(label="Studio", path=ROOT, roles=frozenset(ROLES)))
    add_review(app, staff, parts)
    add_browse(app, staff, parts)
    add_draft(app, staff, parts)

    @app.get(ROOT, name="studio")
    @for_roles(*ROLES)
    async def studio(_request: Request) -> HTTPResponse:
        return redirect(PATH, status=303)
