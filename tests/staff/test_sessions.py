"""One suite for the sessions in Redis and for their twin in memory."""

from datetime import timedelta

from redis.asyncio import Redis

from conversation.identity import AgentId
from staff.ports import Sessions
from staff.sessions import RedisSessions
from tests.staff.house import Hands

MARA = AgentId("mara")


async def test_a_session_says_whose_it_is(sessions: Sessions, clock: Hands) -> None:
    secret = await sessions.begin(MARA, seal="a")
    session = await sessions.read(secret, touch=False)
    assert session is not None
    assert (session.account, session.seal, session.began_at) == (MARA, "a", clock.now())


async def test_no_two_sessions_share_a_secret_and_each_has_256_bits(sessions: Sessions) -> None:
    secrets = {await sessions.begin(MARA, seal="a") for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) >= 43 for secret in secrets)


async def test_an_unknown_secret_opens_nothing(sessions: Sessions) -> None:
    assert await sessions.read("guessed", touch=True) is None
    assert await sessions.read("", touch=True) is None


async def test_an_ended_session_is_gone_and_the_others_are_not(sessions: Sessions) -> None:
    one, other = await sessions.begin(MARA, seal="a"), await sessions.begin(MARA, seal="a")
    await sessions.end(one)
    await sessions.end("never begun")
    assert await sessions.read(one, touch=True) is None
    assert await sessions.read(other, touch=True) is not None


async def test_those_that_live_are_told_from_the_others_and_none_is_touched(
    sessions: Sessions, clock: Hands
) -> None:
    early, ended = await sessions.begin(MARA, seal="a"), await sessions.begin(MARA, seal="a")
    clock.pass_by(minutes=20)
    late = await sessions.begin(MARA, seal="b")
    await sessions.end(ended)
    living = await sessions.living([early, ended, late, "guessed"])
    assert {secret: one.seal for secret, one in living.items()} == {early: "a", late: "b"}
    clock.pass_by(minutes=10)
    assert set(await sessions.living([early, ended, late])) == {late}
    assert await sessions.living([]) == {}


async def test_a_session_ends_when_nobody_uses_it(sessions: Sessions, clock: Hands) -> None:
    secret = await sessions.begin(MARA, seal="a")
    clock.pass_by(minutes=29, seconds=59)
    assert await sessions.read(secret, touch=False) is not None
    clock.pass_by(seconds=1)
    assert await sessions.read(secret, touch=True) is None
    clock.pass_by(minutes=-10)
    assert await sessions.read(secret, touch=True) is None


async def test_use_keeps_a_session_alive_but_only_for_twelve_hours(
    sessions: Sessions, clock: Hands
) -> None:
    secret = await sessions.begin(MARA, seal="a")
    for _ in range(35):
        clock.pass_by(minutes=20)
        assert await sessions.read(secret, touch=True) is not None
    clock.pass_by(minutes=20)
    assert await sessions.read(secret, touch=True) is None


async def test_looking_without_a_touch_does_not_keep_a_session_alive(
    sessions: Sessions, clock: Hands
) -> None:
    secret = await sessions.begin(MARA, seal="a")
    clock.pass_by(minutes=20)
    assert await sessions.read(secret, touch=False) is not None
    clock.pass_by(minutes=20)
    assert await sessions.read(secret, touch=True) is None


async def test_redis_never_sees_a_secret_and_forgets_by_itself(redis: Redis, clock: Hands) -> None:
    secret = await RedisSessions(redis, prefix="tests", clock=clock).begin(MARA, seal="a")
    (key,) = await redis.keys("*")
    assert key.startswith(b"tests:session:")
    assert secret.encode() not in key + await redis.get(key)
    assert 0 < await redis.ttl(key) <= timedelta(hours=12).total_seconds()


async def test_a_touch_cannot_bring_back_a_session_ended_meanwhile(
    redis: Redis, clock: Hands
) -> None:
    class Ending(Redis):
        """Ends the session between its being read and its being touched."""

        async def get(self, name: str) -> bytes | None:  # type: ignore[override]
            body = await super().get(name)
            await super().delete(name)
            return body  # type: ignore[no-any-return]

    secret = await RedisSessions(redis, prefix="tests", clock=clock).begin(MARA, seal="a")
    clock.pass_by(minutes=5)
    between = Ending(connection_pool=redis.connection_pool)
    await RedisSessions(between, prefix="tests", clock=clock).read(secret, touch=True)
    assert await redis.keys("*") == []
