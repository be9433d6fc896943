"""What the encoder's HTTP service takes, gives and refuses."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import numpy as np
import pytest

from tests.encoder.fakes import DIMENSIONS, CountingModel, vector_of
from tests.encoder.servers import application


@pytest.fixture
def model() -> CountingModel:
    return CountingModel()


@pytest.fixture
async def client(model: CountingModel) -> AsyncIterator[httpx.AsyncClient]:
    async with application(model, max_texts=3, max_characters=20) as client:
        yield client
        model.may_go_on.set()


async def test_texts_become_vectors_in_order(client: httpx.AsyncClient) -> None:
    answer = await client.post("/encode", json={"texts": ["Moin", "Tschüß"]})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["model"], body["dimensions"]) == (CountingModel.fingerprint, DIMENSIONS)
    np.testing.assert_allclose(body["vectors"], [vector_of("Moin"), vector_of("Tschüß")])


async def test_base64_holds_the_same_numbers_as_little_endian_floats(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post("/encode", json={"texts": ["Moin"], "format": "base64"})
    (packed,) = answer.json()["vectors"]
    vector = np.frombuffer(base64.b64decode(packed), dtype="<f4")
    np.testing.assert_array_equal(vector, vector_of("Moin"))


async def test_the_model_can_be_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get("/model")
    assert answer.json() == {
        "model": CountingModel.fingerprint,
        "name": "counting",
        "dimensions": DIMENSIONS,
    }


async def test_a_caller_that_counts_on_this_model_is_served(client: httpx.AsyncClient) -> None:
    wanted = {"texts": ["Moin"], "model": CountingModel.fingerprint}
    assert (await client.post("/encode", json=wanted)).status_code == 200


async def test_a_caller_that_counts_on_another_model_is_refused(
    client: httpx.AsyncClient, model: CountingModel
) -> None:
    answer = await client.post("/encode", json={"texts": ["Moin"], "model": "fedcba9876543210"})
    assert answer.status_code == 409
    assert CountingModel.fingerprint in answer.json()["error"]
    assert "fedcba9876543210" in answer.json()["error"]
    assert model.batches == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"texts": []},
        {"texts": "Moin"},
        {"texts": [1]},
        {"texts": ["  "]},
        {"texts": [""]},
        {"texts": ["Moin", None]},
        {"texts": ["a", "b", "c", "d"]},
        {"texts": ["x" * 21]},
        {"texts": ["Moin"], "format": "xml"},
        {"texts": ["Moin"], "model": "f" * 65},
        {"texts": ["Moin"], "colour": "blue"},
        ["Moin"],
    ],
)
async def test_what_cannot_be_encoded_is_refused_with_a_reason(
    client: httpx.AsyncClient, body: Any, model: CountingModel
) -> None:
    answer = await client.post("/encode", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert model.batches == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"texts": ["\\ud800"]}'])
async def test_a_body_that_is_no_json_text_is_refused(
    client: httpx.AsyncClient, body: bytes
) -> None:
    assert (await client.post("/encode", content=body)).status_code == 400


async def test_a_refusal_does_not_repeat_what_was_sent(client: httpx.AsyncClient) -> None:
    answer = await client.post("/encode", json={"texts": ["geheimgeheimgeheimgeheim"]})
    assert "geheim" not in answer.text


async def test_a_text_seen_before_is_not_encoded_again(
    client: httpx.AsyncClient, model: CountingModel
) -> None:
    await client.post("/encode", json={"texts": ["Moin", "Moin"]})
    await client.post("/encode", json={"texts": ["Tschüß", "Moin"]})
    assert model.batches == [["Moin"], ["Tschüß"]]


async def test_the_metrics_count_texts_and_what_was_remembered(client: httpx.AsyncClient) -> None:
    await client.post("/encode", json={"texts": ["Moin"]})
    await client.post("/encode", json={"texts": ["Tschüß", "Moin"]})
    metrics = (await client.get("/metrics")).text
    assert "lotse_encoder_texts_total 3.0" in metrics
    assert "lotse_encoder_cache_hits_total 1.0" in metrics
    assert "lotse_encoder_seconds_count 2.0" in metrics


async def test_health_is_answered_while_the_model_works(
    client: httpx.AsyncClient, model: CountingModel
) -> None:
    model.may_go_on.clear()
    slow = asyncio.create_task(client.post("/encode", json={"texts": ["langsam"]}))
    while not model.batches:
        await asyncio.sleep(0.01)
    async with asyncio.timeout(1):
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
    assert not slow.done()
    model.may_go_on.set()
    assert (await slow).status_code == 200


async def test_a_model_that_fails_is_a_500_without_details(
    client: httpx.AsyncClient, model: CountingModel
) -> None:
    model.fails_at = "kaputt"
    answer = await client.post("/encode", json={"texts": ["kaputt"]})
    assert answer.status_code == 500
    assert "cannot take" not in answer.text
