"""Ready texts: one suite over those in memory and in both databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from archive.database import open_database
from archive.migrate import migrate
from archive.text_modules import SqlTextModules
from archive.text_modules_memory import MemoryTextModules
from conversation.identity import Channel
from conversation.text_modules import (
    ModuleChangedError,
    ModuleId,
    ShortcutTakenError,
    TextModule,
    TextModules,
)

GREETING = TextModule(ModuleId("a"), "gruss", "Gruß", du="Tschüss", sie="Auf Wiedersehen")
IN_PUBLIC = TextModule(
    ModuleId("b"), "gruss", "Kurz", du="Bis dann", sie="", channels=frozenset({Channel.X_PUBLIC})
)


@pytest.fixture(params=["memory", "sqlite_url", "postgresql_url"])
async def modules(request: pytest.FixtureRequest) -> AsyncIterator[TextModules]:
    if request.param == "memory":
        yield MemoryTextModules()
        return
    engine = open_database(request.getfixturevalue(request.param))
    await migrate(engine)
    yield SqlTextModules(engine)
    await engine.dispose()


async def test_what_is_added_is_there_in_order(modules: TextModules) -> None:
    later = replace(GREETING, id=ModuleId("c"), shortcut="zuletzt")
    for one in (later, IN_PUBLIC, GREETING):
        await modules.add(one)
    assert [one.id for one in await modules.all()] == ["a", "b", "c"]
    assert await modules.one(IN_PUBLIC.id) == IN_PUBLIC
    assert await modules.one(ModuleId("nobody")) is None


async def test_one_shortcut_means_one_text_on_a_channel(modules: TextModules) -> None:
    await modules.add(GREETING)
    await modules.add(IN_PUBLIC)
    both = frozenset({Channel.X_PUBLIC, Channel.MESSENGER})
    for taken in (
        replace(GREETING, id=ModuleId("c")),
        replace(IN_PUBLIC, id=ModuleId("c")),
        replace(IN_PUBLIC, id=ModuleId("c"), channels=both),
    ):
        with pytest.raises(ShortcutTakenError):
            await modules.add(taken)
    assert [one.id for one in await modules.all()] == ["a", "b"]


async def test_a_change_counts_and_one_made_of_an_older_version_is_refused(
    modules: TextModules,
) -> None:
    await modules.add(GREETING)
    await modules.change(replace(GREETING, title="Abschied"))
    with pytest.raises(ModuleChangedError):
        await modules.change(replace(GREETING, title="Zu spät"))
    found = await modules.one(GREETING.id)
    assert found is not None
    assert (found.title, found.version) == ("Abschied", 2)


async def test_a_change_may_not_take_another_text_s_shortcut(modules: TextModules) -> None:
    await modules.add(GREETING)
    await modules.add(IN_PUBLIC)
    with pytest.raises(ShortcutTakenError):
        await modules.change(replace(IN_PUBLIC, channels=frozenset()))
    assert await modules.one(IN_PUBLIC.id) == IN_PUBLIC


async def test_what_is_deleted_leaves_its_shortcut(modules: TextModules) -> None:
    await modules.add(GREETING)
    await modules.remove(GREETING.id)
    await modules.remove(GREETING.id)
    with pytest.raises(ModuleChangedError):
        await modules.change(GREETING)
    await modules.add(replace(GREETING, id=ModuleId("d")))
    assert [one.id for one in await modules.all()] == ["d"]


async def test_two_who_take_a_shortcut_at_once_do_not_both_get_it(modules: TextModules) -> None:
    rivals = [replace(GREETING, id=ModuleId(str(number))) for number in range(4)]
    outcomes = await asyncio.gather(*(modules.add(one) for one in rivals), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == [
        "NoneType",
        *["ShortcutTakenError"] * 3,
    ]
    assert len(await modules.all()) == 1
