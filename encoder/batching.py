"""Encodes what waits at the same moment together, in one thread beside the event loop."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from chassis.errors import UnavailableError
from encoder.cache import Vector
from encoder.model import BATCH, SentenceModel, Vectors

Waiting = tuple[str, asyncio.Future[Vector]]


class Batcher:
    """One thread that encodes; requests that arrive meanwhile share the next batch.

    Nothing is delayed to fill a batch: a text that comes alone is encoded alone, at once. With more
    than `longest_queue` texts waiting, callers are told to come back.
    """

    def __init__(self, model: SentenceModel, *, longest_queue: int = 4_096) -> None:
        self._model = model
        self._longest_queue = longest_queue
        self._queue: asyncio.Queue[Waiting] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")
        self._task: asyncio.Task[None] | None = None

    @property
    def works(self) -> bool:
        """Whether texts handed in now will be encoded."""
        return self._task is not None and not self._task.done()

    def start(self) -> None:
        """Begin to encode; needs a running event loop."""
        self._task = asyncio.create_task(self._work())

    async def stop(self) -> None:
        """End once the thread is done with what it has; whoever still waits is cancelled."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        _cancel([self._queue.get_nowait() for _ in range(self._queue.qsize())])
        await asyncio.to_thread(self._thread.shutdown)

    async def encode(self, texts: Sequence[str]) -> list[Vector]:
        """Return the vector of each text, in order.

        Raises:
            UnavailableError: Too many texts are waiting already.
        """
        if self._queue.qsize() + len(texts) > self._longest_queue:
            raise UnavailableError("The encoder has more texts waiting than it takes on.")
        loop = asyncio.get_running_loop()
        futures: list[asyncio.Future[Vector]] = [loop.create_future() for _ in texts]
        for text, future in zip(texts, futures, strict=True):
            self._queue.put_nowait((text, future))
        return await asyncio.gather(*futures)

    async def _work(self) -> None:
        while True:
            batch = [await self._queue.get()]
            while len(batch) < BATCH and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            # A caller that has gone away is not worth the work.
            await self._settle([waiting for waiting in batch if not waiting[1].done()])

    async def _settle(self, batch: Sequence[Waiting]) -> None:
        texts = list(dict.fromkeys(text for text, _ in batch))
        if not texts:
            return
        try:
            vectors = await self._in_thread(texts)
        except asyncio.CancelledError:
            _cancel(batch)
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to the callers, and ends none but them
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        by_text = dict(zip(texts, vectors, strict=True))
        for text, future in batch:
            if not future.done():
                future.set_result(by_text[text])

    async def _in_thread(self, texts: list[str]) -> Vectors:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._model.encode, texts)


def _cancel(batch: Sequence[Waiting]) -> None:
    for _, future in batch:
        future.cancel()
