"""Gives an application the studio, for editors and administrators."""

from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from staff.access import for_roles
from staff.frame import Area, Staff
from studio.pages.answers import add_answers
from studio.pages.browse import add_browse
from studio.pages.clusters import add_clusters
from studio.pages.comparison import ComparisonPages, add_comparison
from studio.pages.draft import add_draft
from studio.pages.effect import EffectPages, EffectParts, add_effect
from studio.pages.exchange import add_exchange
from studio.pages.parts import ROLES, ROOT, StudioParts
from studio.pages.review import PATH, add_review
from studio.pages.shadow import ShadowPages, add_shadow
from studio.pages.training import TrainingPages, TrainingParts, add_training

HERE = Path(__file__).parent


def attach_studio(
    app: App, staff: Staff, parts: StudioParts, training: TrainingParts, effect: EffectParts
) -> None:
    """Add the studio's pages to `app`."""
    area = Area(label="Studio", path=ROOT, roles=frozenset(ROLES), only_german=True)
    staff.add_feature("studio", HERE, area=area)
    add_review(app, staff, parts)
    add_clusters(app, staff, parts)
    add_browse(app, staff, parts)
    add_answers(app, staff, parts)
    add_draft(app, staff, parts)
    add_exchange(app, staff, parts)
    pages = TrainingPages(staff, parts, training)
    add_training(app, pages)
    add_comparison(app, ComparisonPages(staff, parts, training, pages))
    add_shadow(app, ShadowPages(staff, parts, training))
    add_effect(app, EffectPages(staff, parts, training, effect))

    @app.get(ROOT, name="studio")
    @for_roles(*ROLES)
    async def studio(_request: Request) -> HTTPResponse:
        return redirect(PATH, status=303)
