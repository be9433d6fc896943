"""The client of the vault."""

import json

import httpx
import pytest

from actions.vault import Vault, VaultUnavailableError, vault_client
from tests.support.redis_server import free_port


def vault(respond: object) -> Vault:
    transport = httpx.MockTransport(respond)  # type: ignore[arg-type]
    return Vault(httpx.AsyncClient(transport=transport, base_url="http://vault"))


async def test_known_placeholders_are_resolved_and_no_others_are_taken() -> None:
    asked: list[dict[str, object]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/vault/resolve"
        asked.append(json.loads(request.content))
        return httpx.Response(200, json={"values": {"[IBAN_1]": "DE02", "[IBAN_2]": "DE03"}})

    placeholders = ["[IBAN_1]", "[TELEFON_1]"]
    values = await vault(respond).resolve(conversation="webchat:a:b", placeholders=placeholders)
    assert values == {"[IBAN_1]": "DE02"}
    assert asked == [{"conversation": "webchat:a:b", "placeholders": placeholders}]


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(401, json={}),
        httpx.Response(500),
        httpx.Response(200, json={}),
        httpx.Response(200, json=[]),
        httpx.Response(200, text="x"),
    ],
)
async def test_an_answer_that_cannot_be_used_is_an_error(response: httpx.Response) -> None:
    with pytest.raises(VaultUnavailableError):
        await vault(lambda _: response).resolve(conversation="c", placeholders=["[IBAN_1]"])


async def test_a_vault_that_is_not_there_is_an_error() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    async with vault_client(url=url, token="t", seconds=1) as client:
        with pytest.raises(VaultUnavailableError):
            await Vault(client).resolve(conversation="c", placeholders=["[IBAN_1]"])
