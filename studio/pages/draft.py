"""An editor's draft: what is in it, what stands against it, and publishing it."""

import asyncio

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from staff.access import for_roles
from staff.csrf import field
from staff.frame import Staff
from studio.content.folder import read_folder
from studio.content.problems import ContentError
from studio.pages.browse import told
from studio.pages.parts import ROLES, ROOT, STYLES, StudioParts, editor_of
from studio.pages.review import REFUSED
from studio.pages.views import ConflictRow, DraftPage
from studio.versions.conflicts import Choices, Conflict, ConflictId, ConflictsError
from studio.versions.history import changes_between
from studio.versions.merging import Side

PATH = f"{ROOT}/draft"
CHOICE = "choice-"


class DraftPages:
    """Shows a draft and publishes it."""

    def __init__(self, staff: Staff, parts: StudioParts) -> None:
        self._staff = staff
        self._parts = parts

    async def show(
        self,
        request: Request,
        *,
        notice: str = "",
        conflicts: tuple[Conflict, ...] = (),
        status: int = 200,
    ) -> HTTPResponse:
        """Show what is not published yet."""
        draft = await self._parts.draft(request)
        git = self._parts.git
        changes = await asyncio.to_thread(changes_between, git, draft.base, draft.commit)
        folder = await asyncio.to_thread(read_folder, git.root)
        page = DraftPage(
            layout=self._staff.layout(request, title="Entwurf", styles=STYLES),
            changes=told(changes, self._parts.zone),
            behind=draft.behind,
            problems=tuple(str(problem) for problem in folder.problems),
            conflicts=tuple(_row(conflict) for conflict in conflicts),
            notice=notice,
        )
        return self._staff.page(page, status=status)

    async def publish(self, request: Request) -> HTTPResponse:
        """Publish; what two people have done differently is asked about."""
        why = field(request, "why")
        try:
            self._parts.checking.refuse_personal(why)
            done = await asyncio.to_thread(
                self._parts.publishing.publish,
                editor_of(request),
                why=why,
                choices=_choices(request),
            )
        except ConflictsError as error:
            return await self.show(
                request, notice=str(error), conflicts=error.conflicts, status=REFUSED
            )
        except ContentError as error:
            return await self.show(request, notice=str(error), status=REFUSED)
        if done.by_hand:
            told = f"Veröffentlicht; von Hand geändert bleiben: {', '.join(done.by_hand)}."
            return await self.show(request, notice=told)
        return redirect(PATH, status=303)


def add_draft(app: App, staff: Staff, parts: StudioParts) -> None:
    """Put the draft into an application."""
    pages = DraftPages(staff, parts)

    @app.get(PATH, name="studio_draft")
    @for_roles(*ROLES)
    async def show(request: Request) -> HTTPResponse:
        return await pages.show(request)

    @app.post(f"{PATH}/publish", name="studio_publish")
    @for_roles(*ROLES)
    async def publish(request: Request) -> HTTPResponse:
        return await pages.publish(request)


def _choices(request: Request) -> Choices:
    names = request.form.keys() if request.form else ()
    asked = {name: field(request, name) for name in names if name.startswith(CHOICE)}
    known = {side.value for side in Side}
    return {
        ConflictId(name.removeprefix(CHOICE)): Side(side)
        for name, side in asked.items()
        if side in known
    }


def _row(conflict: Conflict) -> ConflictRow:
    return ConflictRow(
        id=conflict.id,
        place=f"{conflict.path}, Zeile {conflict.line}",
        sentence=conflict.sentence,
        mine=conflict.mine,
        theirs=conflict.theirs,
    )
