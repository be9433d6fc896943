"""Ready texts for agents: written once, fitted to the customer, never sent with a gap in them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

from conversation.address import SIE
from conversation.identity import Channel

ModuleId = NewType("ModuleId", str)

SHORTCUT = re.compile(r"[a-z0-9äöüß][a-z0-9äöüß-]{0,29}")
_VARIABLE = re.compile(r"\{\{\s*([^{}\s][^{}\n]{0,59}?)\s*\}\}")


class ShortcutTakenError(Exception):
    """Another text has this shortcut on one of these channels; nothing was changed."""


class ModuleChangedError(Exception):
    """Somebody changed or deleted the text meanwhile; nothing was changed."""


@dataclass(frozen=True, slots=True)
class TextModule:
    """A ready text. `channels` are where it is offered; none: everywhere.

    `du` and `sie` say the same in both forms; where one is empty the other serves both. `version`
    grows with each change, so that two who edit at once cannot undo each other unseen.
    """

    id: ModuleId
    shortcut: str
    title: str
    du: str
    sie: str
    channels: frozenset[Channel] = frozenset()
    version: int = 1

    def text(self, form: str) -> str:
        """Return the text as `form` (`du` or `sie`) addresses the customer."""
        first, second = (self.sie, self.du) if form == SIE else (self.du, self.sie)
        return first or second


class TextModules(Protocol):
    """All ready texts; two may share a shortcut if no channel has both."""

    async def all(self) -> list[TextModule]:
        """Return all, by shortcut, those for all channels first."""

    async def one(self, id: ModuleId) -> TextModule | None:
        """Return one, if it is there."""

    async def add(self, module: TextModule) -> None:
        """Keep a new text. Raises ShortcutTakenError."""

    async def change(self, module: TextModule) -> None:
        """Replace the text of this id and version; its version grows by one.

        Raises ShortcutTakenError, ModuleChangedError.
        """

    async def remove(self, id: ModuleId) -> None:
        """Delete a text; one that is not there is none."""


def on_channel(modules: Iterable[TextModule], channel: Channel) -> list[TextModule]:
    """Return what a channel offers, one text for each shortcut: that made for it, else for all."""
    fitting = [one for one in modules if not one.channels or channel in one.channels]
    best: dict[str, TextModule] = {}
    for one in sorted(fitting, key=lambda one: bool(one.channels)):
        best[one.shortcut] = one
    return sorted(best.values(), key=lambda one: one.shortcut)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with each `{{variable}}` whose value is known; the others stay to be seen."""

    def value(found: re.Match[str]) -> str:
        return values.get(found[1].lower()) or found[0]

    return _VARIABLE.sub(value, text)


def variables(text: str) -> Sequence[str]:
    """Return the variables that stand in a text as `{{variable}}`, each once, in their order."""
    return tuple(dict.fromkeys(found[1] for found in _VARIABLE.finditer(text)))
