"""What a feature with staff pages is given: who is there, the frame of its pages, its files."""

from dataclasses import dataclass, field
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import html

from conversation.ports import Clock
from staff.access import Guard, signed_in
from staff.api.surface import Surface
from staff.assets import Assets
from staff.language import GERMAN, LANGUAGES, language
from staff.pages import Brand, Layout, Link, Pages, View
from staff.ports import Account, Accounts, Audit
from staff.roles import Role
from staff.script_words import words_file
from staff.views import ROLE_WORDS

STATIC = Path(__file__).parent / "static"
STYLES = ("staff/tokens.css", "staff/base.css", "staff/frame.css", "staff/parts.css")
SCRIPTS = ("staff/htmx.min.js", "staff/frame.js")


@dataclass(frozen=True, slots=True)
class Area:
    """A feature's pages in the navigation, for those whose role opens them.

    `everywhere`: not for those who are of one site only. `only_german`: its pages are in German
    for everybody.
    """

    label: str
    path: str
    roles: frozenset[Role]
    everywhere: bool = False
    only_german: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff side of one application, as `attach_staff` returns it.

    `surface` takes the features' operations for programs.
    """

    brand: Brand
    accounts: Accounts
    audit: Audit
    clock: Clock
    guard: Guard
    pages: Pages
    assets: Assets
    surface: Surface
    areas: list[Area] = field(default_factory=list)

    def add_feature(self, prefix: str, folder: Path, *, area: Area) -> None:
        """Make known a feature's `templates` and `static` folders and its place in the menu."""
        self.pages.add_templates(prefix, folder / "templates")
        self.assets.add(prefix, folder / "static")
        self.areas.append(area)

    def layout(
        self,
        request: Request,
        *,
        title: str,
        styles: tuple[str, ...] = (),
        scripts: tuple[str, ...] = (),
    ) -> Layout:
        """Return the frame of a page for the person behind `request`."""
        who = signed_in(request)
        areas = self.areas_of(who.account)
        return Layout(
            title=title,
            brand=self.brand,
            name=who.account.name,
            role=ROLE_WORDS[who.account.role],
            links=tuple(
                Link(
                    label=area.label,
                    path=area.path,
                    current=request.path.startswith(area.path),
                )
                for area in areas
            ),
            csrf=who.csrf,
            styles=(*STYLES, *styles),
            scripts=(*self._words(), *SCRIPTS, *scripts),
            now=self.clock.now(),
            here=_here(request),
            languages=tuple(one for one in LANGUAGES.items() if one[0] != language()),
            only_german=any(
                area.only_german for area in areas if request.path.startswith(area.path)
            ),
        )

    def _words(self) -> tuple[str, ...]:
        """Return the script with the words of other scripts, which hold them in German."""
        return () if language() == GERMAN else (words_file(language()),)

    def areas_of(self, account: Account) -> list[Area]:
        """Return the areas that are open to somebody."""
        return [
            area
            for area in self.areas
            if account.role in area.roles and not (area.everywhere and account.site)
        ]

    def page(self, view: View, *, status: int = 200) -> HTTPResponse:
        """Answer with a view: a whole page, or a part where a script asked for one."""
        return html(self.pages.render(view), status=status, headers={"Vary": "HX-Request"})


def _here(request: Request) -> str:
    """Return the address of a page, as far as it can be opened again."""
    if request.method != "GET":
        return "/"
    return request.path + (f"?{request.query_string}" if request.query_string else "")
