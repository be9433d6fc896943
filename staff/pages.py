"""Turns a page's dataclass into HTML: the dataclass is all that its template may use."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import BaseLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from staff.assets import Assets
from staff.language import GERMAN, gettext, language, ngettext, pgettext

TEMPLATES = Path(__file__).parent / "templates"


class View(Protocol):
    """A frozen dataclass with the name of its template, such as `staff/login.html`."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose desk this is: the provider's name and the assistant's."""

    name: str
    assistant: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    label: str
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """What the frame of every page shows. `now` lets a browser's clock be put right.

    `here` is where to come back to after changing the language to one of `languages`.
    `only_german` says that the content speaks no other language.
    """

    title: str
    brand: Brand
    name: str
    role: str
    links: tuple[Link, ...]
    csrf: str
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    now: datetime
    here: str = "/"
    languages: tuple[tuple[str, str], ...] = ()
    only_german: bool = False


class Pages:
    """Renders views; autoescape is on everywhere and an unknown variable is an error."""

    def __init__(self, assets: Assets) -> None:
        self._loaders: dict[str, BaseLoader] = {}
        self.environment = Environment(
            loader=PrefixLoader(self._loaders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self.environment.install_gettext_callables(  # type: ignore[attr-defined]
            gettext, ngettext, newstyle=True, pgettext=pgettext
        )
        self.environment.globals.update(_=_page_gettext, gettext=_page_gettext)
        self.environment.globals.update(
            part=self._part, asset=assets.url, language=language, german=_german
        )
        self.add_templates("staff", TEMPLATES)

    def add_templates(self, prefix: str, folder: Path) -> None:
        """Make a feature's templates known under `prefix/`."""
        self._loaders[prefix] = FileSystemLoader(folder)

    def render(self, view: View) -> str:
        """Return a view as HTML: a whole page or a part of one."""
        return self.environment.get_template(view.template).render(_context(view))

    def _part(self, view: View) -> Markup:
        """Return a view within another's template; its text is escaped already."""
        return Markup(self.render(view))  # noqa: S704 - rendered with autoescape


def _page_gettext(message: str, **values: object) -> Markup:
    """Return a message for a page: what jinja2.ext.i18n does each time, kept where it can be."""
    if values:
        return _message(language(), message) % values
    return _whole(language(), message)


@cache
def _message(_language: str, message: str) -> Markup:
    return Markup(gettext(message))  # noqa: S704 - our own words; values are escaped


@cache
def _whole(_language: str, message: str) -> Markup:
    return Markup(gettext(message)) % {}  # noqa: S704 - our own words; `%%` is one sign


def _german() -> Markup:
    """Return what marks words for customers, or of theirs, where the page around is not German."""
    return Markup("") if language() == GERMAN else Markup(' lang="de"')


def _context(view: Any) -> dict[str, Any]:
    return {field.name: getattr(view, field.name) for field in fields(view)}
