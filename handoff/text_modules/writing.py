"""Writing ready texts: checked, kept, and noted who did it."""

from dataclasses import dataclass
from uuid import uuid4

from conversation.identity import Channel
from conversation.text_modules import (
    SHORTCUT,
    ModuleChangedError,
    ModuleId,
    ShortcutTakenError,
    TextModule,
    TextModules,
)
from handoff.text_modules import words
from staff.ports import Account, Audit

LONGEST_TITLE = 100
LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Written:
    """A ready text as a form holds it, right or wrong."""

    shortcut: str = ""
    title: str = ""
    du: str = ""
    sie: str = ""
    channels: frozenset[Channel] = frozenset()
    version: int = 1

    def problem(self) -> str:
        """Return in a sentence what is wrong with it, empty if nothing is."""
        if not SHORTCUT.fullmatch(self.shortcut):
            return words.NO_SHORTCUT
        if not 0 < len(self.title) <= LONGEST_TITLE:
            return words.NO_TITLE
        if not (self.du or self.sie) or max(len(self.du), len(self.sie)) > LONGEST_TEXT:
            return words.NO_TEXT
        return ""

    def module(self, id: ModuleId) -> TextModule:
        """Return it as the ready text `id`; it must be free of problems."""
        return TextModule(
            id=id,
            shortcut=self.shortcut,
            title=self.title,
            du=self.du,
            sie=self.sie,
            channels=self.channels,
            version=self.version,
        )


@dataclass(frozen=True, slots=True)
class Writing:
    """Carries out what an administrator writes; an empty answer means that it was done."""

    modules: TextModules
    audit: Audit

    async def add(self, written: Written, who: Account) -> str:
        """Keep a new text."""
        if problem := written.problem():
            return problem
        try:
            await self.modules.add(written.module(ModuleId(uuid4().hex)))
        except ShortcutTakenError:
            return words.TAKEN.format(written.shortcut)
        await self.audit.record(who.id, "text_module_added", detail=written.shortcut)
        return ""

    async def change(self, id: ModuleId, written: Written, who: Account) -> str:
        """Replace a text by what was written about its version."""
        if problem := written.problem():
            return problem
        try:
            await self.modules.change(written.module(id))
        except ShortcutTakenError:
            return words.TAKEN.format(written.shortcut)
        except ModuleChangedError:
            return words.CHANGED
        await self.audit.record(who.id, "text_module_changed", detail=written.shortcut)
        return ""

    async def remove(self, module: TextModule, who: Account) -> None:
        """Delete a text."""
        await self.modules.remove(module.id)
        await self.audit.record(who.id, "text_module_deleted", detail=module.shortcut)
