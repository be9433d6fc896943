"""Ready texts in memory: the twin of those in SQL, for tests and for trying things out."""

from dataclasses import replace

from conversation.text_modules import (
    ModuleChangedError,
    ModuleId,
    ShortcutTakenError,
    TextModule,
)


class MemoryTextModules:
    """See conversation.text_modules.TextModules."""

    def __init__(self) -> None:
        self._modules: dict[ModuleId, TextModule] = {}

    async def all(self) -> list[TextModule]:
        """See TextModules."""
        return sorted(self._modules.values(), key=_order)

    async def one(self, id: ModuleId) -> TextModule | None:
        """See TextModules."""
        return self._modules.get(id)

    async def add(self, module: TextModule) -> None:
        """See TextModules."""
        self._check(module)
        self._modules[module.id] = module

    async def change(self, module: TextModule) -> None:
        """See TextModules."""
        known = self._modules.get(module.id)
        if known is None or known.version != module.version:
            raise ModuleChangedError("This text was changed meanwhile.")
        self._check(module)
        self._modules[module.id] = replace(module, version=module.version + 1)

    async def remove(self, id: ModuleId) -> None:
        """See TextModules."""
        self._modules.pop(id, None)

    def _check(self, module: TextModule) -> None:
        for other in self._modules.values():
            together = other.channels & module.channels or other.channels == module.channels
            if other.id != module.id and other.shortcut == module.shortcut and together:
                raise ShortcutTakenError(f"The shortcut {module.shortcut} is taken.")


def _order(module: TextModule) -> tuple[str, list[str]]:
    return module.shortcut, sorted(module.channels)
