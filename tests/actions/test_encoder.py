"""The client of the encoder: what it sends, and what it makes of bad answers."""

import base64
import json
from collections.abc import Callable

import httpx
import numpy as np
import pytest

from actions.encoder import BATCH, Encoder, EncoderUnavailableError, encoder_client
from tests.support.redis_server import free_port

Handler = Callable[[httpx.Request], httpx.Response]


def encoder(handler: Handler) -> Encoder:
    transport = httpx.MockTransport(handler)
    return Encoder(httpx.AsyncClient(transport=transport, base_url="http://encoder"))


def answering(model: str = "m") -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        texts = json.loads(request.content)["texts"]
        assert len(texts) <= BATCH
        vector = base64.b64encode(np.array([3, 4], dtype="<f4").tobytes()).decode()
        return httpx.Response(200, json={"model": model, "vectors": [vector] * len(texts)})

    return handler


async def test_many_texts_are_asked_for_in_batches_and_come_back_with_the_length_one() -> None:
    encoded = await encoder(answering()).encode(["x"] * (BATCH + 1))
    assert encoded.model == "m"
    assert encoded.vectors.shape == (BATCH + 1, 2)
    assert np.allclose(encoded.vectors[0], [0.6, 0.8])


async def test_vectors_of_two_models_are_not_mixed() -> None:
    models = iter(["one", "other"])

    def handler(request: httpx.Request) -> httpx.Response:
        return answering(next(models))(request)

    with pytest.raises(EncoderUnavailableError):
        await encoder(handler).encode(["x"] * (BATCH + 1))


def too_late(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("too late", request=request)


@pytest.mark.parametrize(
    "handler",
    [
        too_late,
        lambda _: httpx.Response(500, json={}),
        lambda _: httpx.Response(200, text="<html>"),
        lambda _: httpx.Response(200, json={"model": "m"}),
        lambda _: httpx.Response(200, json={"model": "m", "vectors": ["!"]}),
        lambda _: httpx.Response(200, json={"model": "m", "vectors": []}),
    ],
)
async def test_an_answer_that_cannot_be_used_is_a_failing_encoder(handler: Handler) -> None:
    with pytest.raises(EncoderUnavailableError):
        await encoder(handler).encode(["x"])


@pytest.mark.parametrize("url", ["", f"http://127.0.0.1:{free_port()}"], ids=["none", "a dead one"])
async def test_an_encoder_that_is_not_there_is_a_failing_one(url: str) -> None:
    async with encoder_client(url=url, seconds=1) as client:
        with pytest.raises(EncoderUnavailableError):
            await Encoder(client).encode(["x"])
