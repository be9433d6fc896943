"""What the administration's pages show, as data."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout, Link


@dataclass(frozen=True)
class Choice:
    """An option of a list or a box to tick."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class PersonRow:
    """One person in the list; `path` is empty where one may not change anything."""

    path: str
    skills: str
    name: str
    login: str
    role: str
    site: str
    team: str
    state: str


@dataclass(frozen=True)
class PeoplePage:
    """Everybody one is in charge of; `new` is empty for those who may make no accounts."""

    template: ClassVar[str] = "administration/people.html"
    layout: Layout
    tabs: tuple[Link, ...]
    people: tuple[PersonRow, ...]
    new: str
    done: str


@dataclass(frozen=True)
class PersonPage:
    """An account in its form; `id` is empty for a new one."""

    template: ClassVar[str] = "administration/person.html"
    layout: Layout
    tabs: tuple[Link, ...]
    heading: str
    action: str
    id: str
    login: str
    name: str
    roles: tuple[Choice, ...]
    sites: tuple[Choice, ...]
    disabled: bool
    tied: bool
    problem: str


@dataclass(frozen=True)
class SecretPage:
    """A password or a token, shown this once."""

    template: ClassVar[str] = "administration/secret.html"
    layout: Layout
    tabs: tuple[Link, ...]
    heading: str
    words: str
    label: str
    secret: str
    back: str


@dataclass(frozen=True)
class SkillRow:
    """One thing somebody may be able to do, and how well."""

    field: str
    label: str
    levels: tuple[Choice, ...]


@dataclass(frozen=True)
class SkillGroup:
    """All that belongs to one kind of skill."""

    label: str
    rows: tuple[SkillRow, ...]


@dataclass(frozen=True)
class SkillsPage:
    """What somebody can do, in which team, and how much at once."""

    template: ClassVar[str] = "administration/skills.html"
    layout: Layout
    tabs: tuple[Link, ...]
    heading: str
    action: str
    teams: tuple[Choice, ...]
    units: str
    most: tuple[tuple[str, str, str], ...]
    groups: tuple[SkillGroup, ...]
    kinds: tuple[Choice, ...]
    problem: str


@dataclass(frozen=True)
class TeamRow:
    """One team in the list; `path` is empty where one may not change it."""

    path: str
    name: str
    site: str
    hours: str
    people: str


@dataclass(frozen=True)
class TeamsPage:
    """All teams."""

    template: ClassVar[str] = "administration/teams.html"
    layout: Layout
    tabs: tuple[Link, ...]
    teams: tuple[TeamRow, ...]
    new: str
    done: str


@dataclass(frozen=True)
class TeamPage:
    """A team in its form; `delete` is empty for a new one. `numbers` are name, label, value."""

    template: ClassVar[str] = "administration/team.html"
    layout: Layout
    tabs: tuple[Link, ...]
    heading: str
    action: str
    delete: str
    name: str
    site: str
    site_fixed: bool
    lands: tuple[Choice, ...]
    days: tuple[tuple[str, str, str], ...]
    modes: tuple[Choice, ...]
    topics: str
    channels: tuple[Choice, ...]
    overflow: tuple[Choice, ...]
    numbers: tuple[tuple[str, str, str], ...]
    problem: str


@dataclass(frozen=True)
class ActRow:
    """One act; `code` is what it is called in the log."""

    at: str
    who: str
    what: str
    code: str
    conversation: str
    detail: str


@dataclass(frozen=True)
class LogPage:
    """The audit log, and by what it is looked through."""

    template: ClassVar[str] = "administration/log.html"
    layout: Layout
    tabs: tuple[Link, ...]
    acts: tuple[ActRow, ...]
    people: tuple[Choice, ...]
    whats: tuple[Choice, ...]
    since: str
    until: str
    export: str
    older: str
    problem: str
