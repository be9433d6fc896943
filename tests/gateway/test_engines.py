"""Which engine is asked: the pinned one, another when it has gone, none twice for nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from conversation.errors import EngineUnavailableError
from conversation.keys import Keys
from conversation.turns import EngineRequest, Turn, Understanding
from gateway.engines import EngineEntry, EnginePool, EngineRegistry, EngineState

TURN = Turn(
    replies=(),
    understanding=Understanding("greet", 0.9, (), (), None),
    slots={},
    requested_slot=None,
    signal=None,
)


@dataclass
class Engines:
    """Engines that count what they are asked; those named in `gone` cannot be reached."""

    made: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def client(self, url: str) -> "Client":
        self.made.append(url)
        return Client(url, self)


@dataclass
class Client:
    """One of them."""

    url: str
    engines: Engines

    async def turn(self, request: EngineRequest) -> Turn:
        if self.url in self.engines.gone:
            raise EngineUnavailableError("The engine is not there.", reached=False)
        self.engines.asked.append(self.url)
        return TURN


@pytest.fixture
async def registry(redis_url: str) -> AsyncIterator[EngineRegistry]:
    async with Redis.from_url(redis_url) as redis:
        yield EngineRegistry(redis, Keys())


def entry(name: str, state: EngineState = EngineState.READY) -> EngineEntry:
    return EngineEntry(id=name, url=f"http://{name}", model="m", state=state)


def request(sender: str = "webchat:anna#0") -> EngineRequest:
    return EngineRequest(sender=sender, turn="1", text="Moin", payload=None, slots={}, metadata={})


async def test_a_stay_keeps_its_engine_and_the_engine_its_client(registry: EngineRegistry) -> None:
    engines = Engines()
    pool = EnginePool(registry, client=engines.client)
    await registry.announce([entry("one"), entry("two")])
    for _ in range(5):
        await pool.turn(request())
    assert len(set(engines.asked)) == 1
    assert len(engines.made) == 1


async def test_new_stays_are_spread(registry: EngineRegistry) -> None:
    engines = Engines()
    pool = EnginePool(registry, client=engines.client)
    await registry.announce([entry("one"), entry("two")])
    for number in range(40):
        await pool.turn(request(f"webchat:k{number}#0"))
    assert 8 < engines.asked.count("http://one") < 32


async def test_a_stay_whose_engine_has_gone_moves_and_stays_there(registry: EngineRegistry) -> None:
    engines = Engines()
    pool = EnginePool(registry, client=engines.client)
    await registry.announce([entry("one"), entry("two")])
    await pool.turn(request())
    (first,) = engines.asked
    engines.gone.add(first)
    await pool.turn(request())
    engines.gone.clear()
    await pool.turn(request())
    assert first not in engines.asked[1:]


async def test_an_engine_that_drains_keeps_its_stays_and_takes_no_new_ones(
    registry: EngineRegistry,
) -> None:
    engines = Engines()
    pool = EnginePool(registry, client=engines.client)
    await registry.announce([entry("old")])
    await pool.turn(request("webchat:anna#0"))
    await registry.announce([entry("old", EngineState.DRAINING), entry("new")])
    await pool.turn(request("webchat:anna#0"))
    await pool.turn(request("webchat:bo#0"))
    assert engines.asked == ["http://old", "http://old", "http://new"]


async def test_while_no_other_is_ready_the_one_that_drains_takes_new_stays_too(
    registry: EngineRegistry,
) -> None:
    engines = Engines()
    pool = EnginePool(registry, client=engines.client)
    await registry.announce([entry("old", EngineState.DRAINING), entry("new")])
    engines.gone.add("http://new")
    await pool.turn(request("webchat:anna#0"))
    await registry.announce([entry("old", EngineState.DRAINING)])
    await pool.turn(request("webchat:bo#0"))
    assert engines.asked.count("http://old") == 2


async def test_without_an_engine_the_pool_says_so(registry: EngineRegistry) -> None:
    engines = Engines()
    pool = EnginePool(registry, client=engines.client)
    with pytest.raises(EngineUnavailableError):
        await pool.turn(request())
    await registry.announce([entry("one")])
    engines.gone.add("http://one")
    with pytest.raises(EngineUnavailableError):
        await pool.turn(request())


async def test_each_answer_is_noted_with_the_assistant_that_gave_it(
    registry: EngineRegistry,
) -> None:
    noted: list[tuple[EngineRequest, str, Turn]] = []
    pool = EnginePool(registry, client=Engines().client, noted=lambda *told: noted.append(told))
    await registry.announce([entry("one")])
    asked = request()
    await pool.turn(asked)
    assert noted == [(asked, "m", TURN)]
