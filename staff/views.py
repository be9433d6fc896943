"""The pages that every colleague meets: the login, the way in, and what went wrong."""

from dataclasses import dataclass
from typing import ClassVar

from staff.language import N_
from staff.pages import Brand, Layout
from staff.roles import Role

ROLE_WORDS = {
    Role.AGENT: N_("Service"),
    Role.SUPERVISOR: N_("Teamleitung"),
    Role.EDITOR: N_("Redaktion"),
    Role.ADMINISTRATOR: N_("Administration"),
}


@dataclass(frozen=True)
class LoginPage:
    """The login form; `problem` is empty at first.

    `sign_on` is the way to the provider called `sign_on_name`, empty where there is none.
    `languages` are the others: code, name, way.
    """

    template: ClassVar[str] = "staff/login.html"
    brand: Brand
    csrf: str
    login: str
    target: str
    problem: str
    sign_on: str = ""
    sign_on_name: str = ""
    by_password: bool = True
    languages: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class LoggedOutPage:
    """What is seen for a moment on the way to the provider called `name`, to log out there."""

    template: ClassVar[str] = "staff/logged_out.html"
    brand: Brand
    way: str
    name: str


@dataclass(frozen=True)
class NothingHerePage:
    """What somebody sees whose role opens no area yet."""

    template: ClassVar[str] = "staff/nothing_here.html"
    layout: Layout


@dataclass(frozen=True)
class ProblemPage:
    """What went wrong, in words that help."""

    template: ClassVar[str] = "staff/problem.html"
    brand: Brand
    status: int
    heading: str
    advice: str


_PROBLEMS = {
    400: (
        N_("Das war nicht zu verstehen"),
        N_("Bitte noch einmal von der vorigen Seite aus versuchen."),
    ),
    401: (N_("Nicht angemeldet"), N_("Bitte neu anmelden und dann weitermachen.")),
    403: (
        N_("Das ist nicht erlaubt"),
        N_(
            "Entweder gehört diese Seite nicht zur eigenen Rolle, oder sie war zu lange offen. "
            "Neu laden hilft, wenn es an der Zeit lag."
        ),
    ),
    404: (
        N_("Hier ist nichts"),
        N_("Die Adresse stimmt nicht, oder es gibt das Gesuchte nicht mehr."),
    ),
    405: (N_("Das geht hier nicht"), N_("Bitte noch einmal von der vorigen Seite aus versuchen.")),
    413: (N_("Das ist zu groß"), N_("Bitte weniger auf einmal senden.")),
    429: (
        N_("Zu viel auf einmal"),
        N_("Bitte einen Moment warten und dann noch einmal versuchen."),
    ),
    503: (
        N_("Gerade nicht erreichbar"),
        N_("Ein Teil des Systems antwortet nicht. Bitte gleich noch mal."),
    ),
}
_OTHER = (
    N_("Bei uns ist etwas schiefgegangen"),
    N_("Der Fehler ist notiert. Bitte gleich noch mal."),
)


def problem_page(brand: Brand, status: int) -> ProblemPage:
    """Return the page for an answer's status."""
    heading, advice = _PROBLEMS.get(status, _OTHER)
    return ProblemPage(brand=brand, status=status, heading=heading, advice=advice)
