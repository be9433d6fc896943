"""What the pages about ready texts show, as data."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout


@dataclass(frozen=True)
class ModuleRow:
    """One ready text in the list; `forms` says in which forms of address it stands."""

    path: str
    shortcut: str
    title: str
    text: str
    forms: str
    channels: str


@dataclass(frozen=True)
class ChannelChoice:
    """A channel that may be ticked."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class VariableView:
    """A variable as it is written in a text, and what it stands for."""

    written: str
    meaning: str


@dataclass(frozen=True)
class ModulesPage:
    """All ready texts; `done` says what has just been done."""

    template: ClassVar[str] = "text_modules/modules.html"
    layout: Layout
    modules: tuple[ModuleRow, ...]
    new: str
    done: str


@dataclass(frozen=True)
class ModulePage:
    """One ready text to write or change; `delete` is empty for a new one."""

    template: ClassVar[str] = "text_modules/module.html"
    layout: Layout
    heading: str
    action: str
    delete: str
    back: str
    version: int
    shortcut: str
    title: str
    du: str
    sie: str
    channels: tuple[ChannelChoice, ...]
    variables: tuple[VariableView, ...]
    problem: str
