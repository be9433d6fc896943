"""Texts that wait together are encoded together, in order and in one thread."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from chassis.errors import UnavailableError
from encoder.batching import Batcher
from encoder.model import BATCH
from tests.encoder.fakes import CountingModel, vector_of


@pytest.fixture
def model() -> CountingModel:
    return CountingModel()


@pytest.fixture
async def batcher(model: CountingModel) -> AsyncIterator[Batcher]:
    batcher = Batcher(model, longest_queue=100)
    batcher.start()
    yield batcher
    model.may_go_on.set()
    await batcher.stop()


async def busy(model: CountingModel, batcher: Batcher) -> "asyncio.Task[object]":
    """Keep the thread busy with one text until `model.may_go_on`."""
    model.may_go_on.clear()
    task: asyncio.Task[object] = asyncio.create_task(batcher.encode(["langsam"]))
    while not model.batches:
        await asyncio.sleep(0.01)
    return task


async def test_every_text_gets_its_own_vector_in_order(batcher: Batcher) -> None:
    texts = [f"Satz {number}" for number in range(3 * BATCH)]
    vectors = await batcher.encode(texts)
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_array_equal(vector, vector_of(text))


async def test_requests_that_arrive_meanwhile_share_one_batch(
    model: CountingModel, batcher: Batcher
) -> None:
    first = await busy(model, batcher)
    others = [asyncio.create_task(batcher.encode([f"Satz {number}"])) for number in range(5)]
    await asyncio.sleep(0.05)
    model.may_go_on.set()
    await asyncio.gather(first, *others)
    assert model.batches == [["langsam"], [f"Satz {number}" for number in range(5)]]


async def test_the_same_text_asked_for_twice_at_once_is_encoded_once(
    model: CountingModel, batcher: Batcher
) -> None:
    first = await busy(model, batcher)
    others = [asyncio.create_task(batcher.encode(["Moin"])) for _ in range(3)]
    await asyncio.sleep(0.05)
    model.may_go_on.set()
    await asyncio.gather(first, *others)
    assert model.batches == [["langsam"], ["Moin"]]


async def test_the_event_loop_is_free_while_a_batch_is_encoded(
    model: CountingModel, batcher: Batcher
) -> None:
    task = await busy(model, batcher)
    async with asyncio.timeout(0.5):
        for _ in range(10):
            await asyncio.sleep(0)
    assert not task.done()


async def test_a_text_whose_caller_has_gone_away_is_not_encoded(
    model: CountingModel, batcher: Batcher
) -> None:
    first = await busy(model, batcher)
    gone = asyncio.create_task(batcher.encode(["weg"]))
    stays = asyncio.create_task(batcher.encode(["da"]))
    await asyncio.sleep(0.05)
    gone.cancel()
    model.may_go_on.set()
    await asyncio.gather(first, stays)
    assert model.batches == [["langsam"], ["da"]]


async def test_a_failing_batch_fails_its_callers_and_the_next_batch_works(
    model: CountingModel, batcher: Batcher
) -> None:
    model.fails_at = "kaputt"
    with pytest.raises(RuntimeError):
        await batcher.encode(["kaputt"])
    assert len(await batcher.encode(["heil"])) == 1
    assert batcher.works


async def test_with_too_much_waiting_callers_are_told_to_come_back(
    model: CountingModel, batcher: Batcher
) -> None:
    first = await busy(model, batcher)
    waiting = asyncio.create_task(batcher.encode([f"Satz {number}" for number in range(100)]))
    await asyncio.sleep(0.05)
    with pytest.raises(UnavailableError):
        await batcher.encode(["einer zu viel"])
    model.may_go_on.set()
    await asyncio.gather(first, waiting)


async def test_a_stopped_batcher_lets_nobody_wait_forever(model: CountingModel) -> None:
    batcher = Batcher(model)
    batcher.start()
    first = await busy(model, batcher)
    waiting = asyncio.create_task(batcher.encode(["wartet"]))
    await asyncio.sleep(0.05)
    stopping = asyncio.create_task(batcher.stop())
    async with asyncio.timeout(5):
        results = await asyncio.gather(first, waiting, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2
    model.may_go_on.set()
    await stopping
    assert not batcher.works
