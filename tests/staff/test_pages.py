"""Templates and files of every feature keep their promises."""

import hashlib
import re
from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import UndefinedError, meta, nodes

import archive.reports.views as report_views
import handoff.board.views as board_views
import handoff.console.views as console_views
import handoff.outages.views as outage_views
import handoff.text_modules.views as text_views
import staff.administration.views as administration_views
import staff.views as staff_views
import studio.pages.views as studio_views
from staff.assets import Assets
from staff.frame import STATIC
from staff.pages import Brand, Pages
from staff.views import LoginPage, problem_page

ROOT = Path(__file__).parents[2]
FEATURES = {
    "staff": ROOT / "staff",
    "administration": ROOT / "staff" / "administration",
    "console": ROOT / "handoff" / "console",
    "studio": ROOT / "studio" / "pages",
    "board": ROOT / "handoff" / "board",
    "outages": ROOT / "handoff" / "outages",
    "text_modules": ROOT / "handoff" / "text_modules",
    "reports": ROOT / "archive" / "reports",
}
TEMPLATES = [path for folder in FEATURES.values() for path in folder.glob("templates/*.html")]
SCRIPTS = [path for folder in FEATURES.values() for path in folder.glob("static/*.js")]
GLOBALS = {"part", "asset"}
BRAND = Brand(name="Fördekom", assistant="Lotse")


def pages() -> Pages:
    assets = Assets()
    for prefix, folder in FEATURES.items():
        assets.add(prefix, folder / "static")
    made = Pages(assets)
    for prefix in FEATURES.keys() - {"staff"}:
        made.add_templates(prefix, FEATURES[prefix] / "templates")
    return made


def views() -> list[type]:
    modules = (
        administration_views,
        board_views,
        console_views,
        outage_views,
        report_views,
        staff_views,
        studio_views,
        text_views,
    )
    found = [one for module in modules for one in vars(module).values()]
    return [one for one in found if isinstance(one, type) and hasattr(one, "template")]


@pytest.mark.parametrize("view", views(), ids=lambda view: view.__name__)
def test_a_template_uses_nothing_but_its_dataclass(view: type) -> None:
    environment = pages().environment
    names: set[str] = set()
    made: set[str] = set()
    waiting = [view.template]
    while waiting:
        assert environment.loader is not None
        source = environment.loader.get_source(environment, waiting.pop())[0]
        tree = environment.parse(source)
        names |= meta.find_undeclared_variables(tree)
        made |= {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
        made |= {name for one in tree.find_all(nodes.FromImport) for name in one.names}
        waiting += [name for name in meta.find_referenced_templates(tree) if name]
    known = {field.name for field in fields(view)} | GLOBALS
    assert names - known - made <= {"rows"}


def test_a_variable_that_is_not_there_is_an_error_and_never_an_empty_place() -> None:
    environment = pages().environment
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing_of_this_name }}").render()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_script_style_or_a_way_around_escaping(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text)
    if path.name != "icons.html":
        assert not re.search(r"\|\s*safe|autoescape|Markup", text)


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS], ids=lambda path: path.name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    if path.name != "htmx.min.js":
        foreign = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", path.read_text())
        assert set(foreign) <= {"//www.w3.org"}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_own_scripts_never_turn_text_into_markup(path: Path) -> None:
    if path.name != "htmx.min.js":
        forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
        assert not re.search(forbidden, path.read_text())


def test_the_vendored_htmx_is_the_one_its_note_names() -> None:
    digest = hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest()
    assert digest in (STATIC / "README.md").read_text()


def test_what_somebody_typed_is_text_in_the_login_form() -> None:
    page = pages().render(
        LoginPage(brand=BRAND, csrf="c", login='"><b>', target="'>", problem="<i>")
    )
    assert "&#34;&gt;&lt;b&gt;" in page
    assert "<i>" not in page


def test_every_status_has_words_that_help() -> None:
    for status in (400, 401, 403, 404, 405, 413, 429, 500, 503, 418):
        page = problem_page(BRAND, status)
        assert page.heading
        assert page.advice
