"""Tokens of programs: one suite for SQL and memory, and what they open."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.errors import ForbiddenError, UnauthorizedError
from conversation.identity import AgentId
from staff.accounts import metadata
from staff.programs import Programs, token_digest
from staff.tokens import MemoryTokens, ProgramToken, Scope, SqlTokens, Tokens, new_token
from tests.staff.house import START, Hands


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def tokens(request: pytest.FixtureRequest) -> AsyncIterator[Tokens]:
    if request.param == "memory":
        yield MemoryTokens()
        return
    engine = create_async_engine(request.getfixturevalue(f"{request.param}_url"))
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield SqlTokens(engine)
    await engine.dispose()


def kept(token: str, *, id: str = "one", scope: Scope = Scope.READ, after: int = 0) -> ProgramToken:
    made = START + timedelta(minutes=after)
    return ProgramToken(
        id=id,
        name=f"program {id}",
        digest=token_digest(token),
        scope=scope,
        created_by=AgentId("id-ole"),
        created_at=made,
        expires_at=made + timedelta(days=30),
    )


async def test_a_token_comes_back_as_it_was_kept(tokens: Tokens) -> None:
    one, two = kept("a"), kept("b", id="two", scope=Scope.WRITE, after=1)
    await tokens.add(one)
    await tokens.add(two)
    assert await tokens.all() == [two, one]
    assert await tokens.by_digest(token_digest("a")) == one
    assert await tokens.by_digest(token_digest("c")) is None


async def test_a_token_is_revoked_once_and_its_use_is_noted(tokens: Tokens) -> None:
    await tokens.add(kept("a"))
    later = START + timedelta(hours=1)
    await tokens.note_use("one", at=later)
    assert await tokens.revoke("one", at=later)
    assert not await tokens.revoke("one", at=later)
    assert not await tokens.revoke("none", at=later)
    (found,) = await tokens.all()
    assert (found.used_at, found.revoked_at) == (later, later)
    assert not found.counts(START)


async def test_who_may_only_read_changes_nothing(clock: Hands) -> None:
    tokens = MemoryTokens()
    await tokens.add(kept("reads"))
    await tokens.add(kept("writes", id="two", scope=Scope.WRITE))
    programs = Programs({"fixed": token_digest("fixed")}, clock=clock, tokens=tokens)
    assert await programs.name_of("reads", changing=False) == "program one"
    assert await programs.name_of("writes", changing=True) == "program two"
    assert await programs.name_of("fixed", changing=True) == "fixed"
    with pytest.raises(ForbiddenError):
        await programs.name_of("reads", changing=True)
    clock.pass_by(days=30)
    for token in ("reads", "writes", "", None, token_digest("fixed")):
        with pytest.raises(UnauthorizedError):
            await programs.name_of(token, changing=False)
    assert await programs.name_of("fixed", changing=False) == "fixed"


def test_tokens_are_long_never_the_same_and_known_by_sight() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith("lotse_") and len(one) >= 49 for one in made)
