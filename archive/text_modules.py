"""Ready texts in SQL: what agents say again and again is kept for good and for all of them."""

from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.storable import storable
from archive.tables import text_module_shortcuts, text_modules
from conversation.identity import Channel
from conversation.text_modules import (
    ModuleChangedError,
    ModuleId,
    ShortcutTakenError,
    TextModule,
)

EVERYWHERE = ""
_C = text_modules.c


class SqlTextModules:
    """See conversation.text_modules.TextModules.

    A shortcut has a row for each of its channels (one for EVERYWHERE), so that the database itself
    refuses a second text of the same shortcut on the same channel.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def all(self) -> list[TextModule]:
        """See TextModules."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(text_modules))).mappings()
            found = [_module(row) for row in rows]
        return sorted(found, key=lambda one: (one.shortcut, sorted(one.channels)))

    async def one(self, id: ModuleId) -> TextModule | None:
        """See TextModules."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(text_modules).where(_C.id == id))
            row = rows.mappings().first()
            return _module(row) if row else None

    async def add(self, module: TextModule) -> None:
        """See TextModules."""
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(text_modules).values(_row(module)))
                await _reserve(connection, module)
        except IntegrityError:
            raise _taken(module) from None

    async def change(self, module: TextModule) -> None:
        """See TextModules."""
        same = (_C.id == module.id) & (_C.version == module.version)
        changed = {**_row(module), "version": module.version + 1}
        try:
            async with self._engine.begin() as connection:
                done = await connection.execute(update(text_modules).where(same).values(changed))
                if not done.rowcount:
                    raise ModuleChangedError("This text was changed meanwhile.")
                await _release(connection, module.id)
                await _reserve(connection, module)
        except IntegrityError:
            raise _taken(module) from None

    async def remove(self, id: ModuleId) -> None:
        """See TextModules."""
        async with self._engine.begin() as connection:
            await _release(connection, id)
            await connection.execute(delete(text_modules).where(_C.id == id))


async def _reserve(connection: AsyncConnection, module: TextModule) -> None:
    channels = sorted(channel.value for channel in module.channels) or [EVERYWHERE]
    rows = [
        {"shortcut": storable(module.shortcut), "channel": channel, "module": module.id}
        for channel in channels
    ]
    await connection.execute(insert(text_module_shortcuts), rows)


async def _release(connection: AsyncConnection, id: ModuleId) -> None:
    its = text_module_shortcuts.c.module == id
    await connection.execute(delete(text_module_shortcuts).where(its))


def _taken(module: TextModule) -> ShortcutTakenError:
    return ShortcutTakenError(f"The shortcut {module.shortcut} is taken.")


def _row(module: TextModule) -> dict[str, Any]:
    return {
        "id": module.id,
        "shortcut": storable(module.shortcut),
        "title": storable(module.title),
        "du": storable(module.du),
        "sie": storable(module.sie),
        "channels": sorted(module.channels),
        "version": module.version,
    }


def _module(row: Any) -> TextModule:
    return TextModule(
        id=ModuleId(row["id"]),
        shortcut=row["shortcut"],
        title=row["title"],
        du=row["du"],
        sie=row["sie"],
        channels=frozenset(Channel(one) for one in row["channels"]),
        version=row["version"],
    )
