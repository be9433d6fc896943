"""Sentences that mean the same, labelled at once: one decision for a dozen messages."""

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError
from conversation.reviews import Label, SentenceId, Waiting
from staff.access import for_roles
from staff.csrf import field
from staff.frame import Staff
from studio.content.content import Content
from studio.content.examples import FURIOUS
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED
from studio.pages.views import ClustersPage, ClusterView, MemberView
from studio.review.clusters import Cluster
from studio.review.stand_ins import with_stand_ins
from studio.search.meanings import MeaningUnavailableError

PATH = f"{ROOT}/clusters"
SHOWN = 10
MOST = 100
OUT = "Was dasselbe meint, ist gerade nicht zu erkennen. Bitte später noch einmal."


class ClusterPages:
    """Shows what waits, put together by meaning, and takes one label for each cluster."""

    def __init__(self, staff: Staff, parts: StudioParts) -> None:
        self._staff = staff
        self._parts = parts

    async def show(
        self, request: Request, *, refused: tuple[str, ...] = (), status: int = 200
    ) -> HTTPResponse:
        """Show the clusters that stand for the most messages; a sentence alone is none."""
        content = (await self._parts.draft(request)).content
        try:
            found, notice = await self._parts.review.clusters(), ""
        except MeaningUnavailableError:
            found, notice = [], OUT
        several = [one for one in found if len(one.sentences) > 1][:SHOWN]
        page = ClustersPage(
            layout=self._staff.layout(request, title="Gruppen", styles=STYLES),
            clusters=tuple(_shown(one, content) for one in several),
            intents=tuple(sorted(content.intents)),
            refused=refused,
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def label(self, request: Request) -> HTTPResponse:
        """Teach the chosen sentences; what is refused is told and goes on waiting."""
        chosen = request.form.getlist("sentence", []) if request.form else []
        if len(chosen) > MOST:
            raise BadRequestError(f"At most {MOST} sentences are labelled at once.")
        intent = field(request, "intent").strip()
        labels = {SentenceId(id): _label(request, id, intent) for id in chosen}
        refused = await self._parts.review.label_cluster(editor_of(request), labels)
        if not refused:
            return redirect(PATH, status=303)
        told = tuple(f"„{labels[id].marked}“: {why}" for id, why in refused.items())
        return await self.show(request, refused=told, status=REFUSED)


def add_clusters(app: App, staff: Staff, parts: StudioParts) -> None:
    """Put the clusters into an application."""
    pages = ClusterPages(staff, parts)

    @app.get(PATH, name="studio_clusters")
    @for_roles(*ROLES)
    async def show(request: Request) -> HTTPResponse:
        return await pages.show(request)

    @app.post(PATH, name="studio_label_cluster")
    @for_roles(*ROLES)
    async def label(request: Request) -> HTTPResponse:
        return await pages.label(request)


def _label(request: Request, id: str, intent: str) -> Label:
    anger = field(request, f"anger-{id}")
    if not anger.isdecimal() or int(anger) > FURIOUS:
        raise BadRequestError("Anger is a number from 0 to 3.")
    return Label(intent, field(request, f"marked-{id}"), int(anger))


def _shown(cluster: Cluster, content: Content) -> ClusterView:
    ranking = cluster.sentences[0].candidate.ranking
    return ClusterView(
        messages=cluster.messages,
        members=tuple(_member(one) for one in cluster.sentences[:MOST]),
        intent=next((intent for intent, _ in ranking if intent in content.intents), ""),
    )


def _member(waiting: Waiting) -> MemberView:
    candidate = waiting.candidate
    return MemberView(
        id=candidate.id,
        heard=candidate.text,
        marked=with_stand_ins(candidate.text).marked,
        anger=candidate.anger,
        times=waiting.times,
    )
