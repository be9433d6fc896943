"""The widget's files and what the page may do."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from connectors.webchat.settings import WebchatSettings
from tests.webchat.world import BRAND, allowances, running, settings

SHOP = "https://shop.foerdekom.example"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    configured = settings(allowances=allowances(), origins=(SHOP,))
    async with running(configured) as world, aiohttp.ClientSession(world.url) as http:
        yield http


async def version(http: aiohttp.ClientSession) -> str:
    async with http.get("/chat/config") as answer:
        return str((await answer.json())["version"])


async def test_the_config_names_the_brand_and_no_secret(http):
    async with http.get("/chat/config") as answer:
        assert answer.headers["cache-control"] == "no-cache"
        config = await answer.json()
    assert config["brand"] == "Fördekom"
    assert config["links"]["privacy"].startswith("https://")
    wanted = {"version", "brand", "assistant", "form", "timezone", "characters", "phone", "links"}
    assert set(config) == wanted


async def test_files_of_a_version_are_kept_for_long_and_the_loader_briefly(http):
    current = await version(http)
    async with http.get(f"/chat/{current}/main.js") as answer:
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content_type == "text/javascript"
    async with http.get("/chat/lotse-chat.js") as answer:
        assert answer.headers["cache-control"] == "public, max-age=300"
    async with http.get("/chat/another/main.js") as answer:
        assert answer.headers["cache-control"] == "no-store"


async def test_a_file_that_is_known_already_is_not_sent_again(http):
    async with http.get("/chat/lotse-chat.js") as answer:
        etag = answer.headers["etag"]
    async with http.get("/chat/lotse-chat.js", headers={"if-none-match": etag}) as answer:
        assert answer.status == 304
        assert await answer.read() == b""


async def test_the_licence_of_the_vendored_client_goes_with_it(http):
    current = await version(http)
    async with http.get(f"/chat/{current}/vendor/socket.io-client.LICENSE.txt") as answer:
        assert "MIT" in await answer.text()
    async with http.get(f"/chat/{current}/vendor/socket.io.esm.min.js") as answer:
        assert "Socket.IO v4.8" in await answer.text()


@pytest.mark.parametrize(
    "path",
    [
        "/chat/x/nothing.js",
        "/chat/x/README.md",
        "/chat/x/../../settings.py",
        "/chat/x/%2e%2e/%2e%2e/settings.py",
        "/chat/x/..%2f..%2fsettings.py",
        "/site/index.html",
    ],
)
async def test_nothing_else_is_served(http, path):
    async with http.get(path) as answer:
        assert answer.status == 404
        assert "error" in await answer.json()


@pytest.mark.parametrize(
    ("origin", "allowed"), [(SHOP, True), ("https://evil.example", False), ("null", False)]
)
@pytest.mark.parametrize(
    "path", ["/chat/config", "/chat/lotse-chat.js", "/socket.io/?EIO=4&transport=polling"]
)
async def test_only_named_sites_may_read_across_origins(http, origin, allowed, path):
    async with http.get(path, headers={"origin": origin}) as answer:
        assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)


async def test_a_site_that_is_not_named_gets_no_socket(http):
    path = "/socket.io/?EIO=4&transport=websocket"
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(path, headers={"origin": "https://evil.example"})
    assert refused.value.status == 400


async def test_figures_are_there_for_prometheus(http):
    async with http.get("/metrics") as answer:
        text = await answer.text()
    assert "lotse_webchat_sockets 0.0" in text
    assert "# TYPE lotse_webchat_lines_total counter" in text


def test_a_web_chat_without_a_secret_is_not_made():
    for secrets in ((), ("",)):
        with pytest.raises(ValueError, match="secret"):
            WebchatSettings(secrets=secrets, brand=BRAND)


def test_secrets_are_not_shown():
    assert "a secret of the tests" not in repr(settings())
