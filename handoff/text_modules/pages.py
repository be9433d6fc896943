"""The pages on which ready texts are written, for those who lead and those who administrate."""

from dataclasses import dataclass
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.identity import Channel
from conversation.text_modules import ModuleId, TextModule, TextModules
from handoff.text_modules import words
from handoff.text_modules.api import TextsApi, add_texts_api
from handoff.text_modules.views import (
    ChannelChoice,
    ModulePage,
    ModuleRow,
    ModulesPage,
    VariableView,
)
from handoff.text_modules.writing import Writing, Written
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Area, Staff
from staff.language import N_, _
from staff.roles import Role

HERE = Path(__file__).parent
ROOT = "/text-modules"
ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR)
STYLES = ("text_modules/text_modules.css",)
REFUSED = 409
DONE = {
    "added": N_(
        "Der Baustein ist da. In offenen Unterhaltungen gilt er, sobald sie neu geladen sind."
    ),
    "changed": N_("Geändert."),
    "deleted": N_("Gelöscht."),
}


@dataclass(frozen=True, slots=True)
class ModulePages:
    """Composes the pages and reads their forms."""

    staff: Staff
    modules: TextModules
    writing: Writing

    async def listed(self, request: Request) -> HTTPResponse:
        """Show all texts."""
        page = ModulesPage(
            layout=self.staff.layout(request, title=_("Textbausteine"), styles=STYLES),
            modules=tuple(_row(one) for one in await self.modules.all()),
            new=f"{ROOT}/new",
            done=DONE.get(request.args.get("done", ""), ""),
        )
        return self.staff.page(page)

    async def new(self, request: Request) -> HTTPResponse:
        """Show an empty form."""
        return self._form(request, Written(), id=None)

    async def shown(self, request: Request, id: ModuleId) -> HTTPResponse:
        """Show a text in its form."""
        return self._form(request, _written(await self._one(id)), id=id)

    async def add(self, request: Request) -> HTTPResponse:
        """Keep what a form holds as a new text."""
        written = _read(request)
        problem = await self.writing.add(written, signed_in(request).account)
        return self._answer(request, written, problem, id=None, done="added")

    async def change(self, request: Request, id: ModuleId) -> HTTPResponse:
        """Replace a text by what a form holds."""
        written = _read(request)
        problem = await self.writing.change(id, written, signed_in(request).account)
        return self._answer(request, written, problem, id=id, done="changed")

    async def delete(self, request: Request, id: ModuleId) -> HTTPResponse:
        """Delete a text."""
        await self.writing.remove(await self._one(id), signed_in(request).account)
        return redirect(f"{ROOT}?done=deleted", status=303)

    async def _one(self, id: ModuleId) -> TextModule:
        module = await self.modules.one(id)
        if module is None:
            raise NotFoundError("There is no such text.")
        return module

    def _answer(
        self, request: Request, written: Written, problem: str, *, id: ModuleId | None, done: str
    ) -> HTTPResponse:
        if problem:
            return self._form(request, written, id=id, problem=problem)
        return redirect(f"{ROOT}?done={done}", status=303)

    def _form(
        self, request: Request, written: Written, *, id: ModuleId | None, problem: str = ""
    ) -> HTTPResponse:
        heading = (
            _("Baustein /%(shortcut)s", shortcut=written.shortcut) if id else _("Neuer Baustein")
        )
        page = ModulePage(
            layout=self.staff.layout(request, title=heading, styles=STYLES),
            heading=heading,
            action=f"{ROOT}/{id or 'new'}",
            delete=f"{ROOT}/{id}/delete" if id else "",
            back=ROOT,
            version=written.version,
            shortcut=written.shortcut,
            title=written.title,
            du=written.du,
            sie=written.sie,
            channels=tuple(
                ChannelChoice(channel.value, label, ticked=channel in written.channels)
                for channel, label in words.CHANNELS.items()
            ),
            variables=tuple(
                VariableView(written=f"{{{{{name}}}}}", meaning=meaning)
                for name, meaning in words.VARIABLES.items()
            ),
            problem=problem,
        )
        return self.staff.page(page, status=REFUSED if problem else 200)


def add_text_modules(app: App, staff: Staff, modules: TextModules) -> None:
    """Put the pages into an application and into the navigation."""
    area = Area(label=N_("Textbausteine"), path=ROOT, roles=frozenset(ROLES))
    staff.add_feature("text_modules", HERE, area=area)
    writing = Writing(modules, staff.audit)
    pages = ModulePages(staff, modules, writing)
    add_texts_api(staff.surface, TextsApi(modules, writing))

    @app.get(ROOT, name="text_modules")
    @for_roles(*ROLES)
    async def listed(request: Request) -> HTTPResponse:
        return await pages.listed(request)

    @app.get(f"{ROOT}/new", name="text_modules_new")
    @for_roles(*ROLES)
    async def new(request: Request) -> HTTPResponse:
        return await pages.new(request)

    @app.post(f"{ROOT}/new", name="text_modules_add")
    @for_roles(*ROLES)
    async def add(request: Request) -> HTTPResponse:
        return await pages.add(request)

    @app.get(f"{ROOT}/<id:str>", name="text_module")
    @for_roles(*ROLES)
    async def shown(request: Request, id: str) -> HTTPResponse:
        return await pages.shown(request, ModuleId(id))

    @app.post(f"{ROOT}/<id:str>", name="text_module_change")
    @for_roles(*ROLES)
    async def change(request: Request, id: str) -> HTTPResponse:
        return await pages.change(request, ModuleId(id))

    @app.post(f"{ROOT}/<id:str>/delete", name="text_module_delete")
    @for_roles(*ROLES)
    async def delete(request: Request, id: str) -> HTTPResponse:
        return await pages.delete(request, ModuleId(id))


def _row(module: TextModule) -> ModuleRow:
    named = [label for channel, label in words.CHANNELS.items() if channel in module.channels]
    both = bool(module.du and module.sie)
    return ModuleRow(
        path=f"{ROOT}/{module.id}",
        shortcut=module.shortcut,
        title=module.title,
        text=module.du or module.sie,
        forms=_("du und Sie") if both else _("ohne Anredeform"),
        channels=", ".join(map(str, named)) or words.EVERYWHERE,
    )


def _written(module: TextModule) -> Written:
    return Written(
        shortcut=module.shortcut,
        title=module.title,
        du=module.du,
        sie=module.sie,
        channels=module.channels,
        version=module.version,
    )


def _read(request: Request) -> Written:
    """Read a form. Raises BadRequestError for what no form of ours sends."""
    version = field(request, "version")
    try:
        ticked = request.form.getlist("channel", []) if request.form else []
        channels = frozenset(Channel(one) for one in ticked)
        number = int(version) if version else 1
    except ValueError:
        raise BadRequestError("This is not a form of ours.") from None
    return Written(
        shortcut=field(request, "shortcut").strip().removeprefix("/").lower(),
        title=field(request, "title").strip(),
        du=field(request, "du").replace("\r\n", "\n").strip(),
        sie=field(request, "sie").replace("\r\n", "\n").strip(),
        channels=channels,
        version=number,
    )
