"""The gateway and the desk as they are put together, and a strict X and Facebook around them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from archive.database import open_database
from conversation.identity import Channel, ConversationId
from gateway.apps.customers import gateway_app
from gateway.apps.desk import desk_app
from gateway.ports import free_ports
from gateway.secrets import completed
from gateway.settings import Settings, read_settings
from gateway.world import FACEBOOK, X, world_environment, world_settings
from handoff.console.addresses import path_of
from staff.accounts import SqlAccounts
from staff.csrf import csrf_token
from tests.staff.house import TLS, employ, log_in
from tests.support.serving import served
from tests.world.app import build_app
from tests.world.settings import WorldSettings
from tests.world_checks.stage import require_specification

PATIENCE = 20.0


@dataclass
class Town:
    """People and platforms outside, agents inside; no worker, so the assistant says nothing."""

    world: httpx.AsyncClient
    desk: str

    async def does(self, path: str, **body: Any) -> dict[str, Any]:
        """Let somebody do something on a platform, and our gateway hear of it."""
        answer = await self.world.post(f"/world{path}", json=body)
        assert answer.status_code == 200, answer.text
        assert (await self.world.post("/world/settle")).json()["settled"]
        found: dict[str, Any] = answer.json()
        return found

    async def look(self) -> dict[str, Any]:
        """Return what there is to see on the platforms."""
        view: dict[str, Any] = (await self.world.get("/world/view")).json()
        return view

    async def person(self, key: str) -> dict[str, str]:
        return await self.does("/people", username=key, name=f"{key.title()} Möller")

    async def comments(self, key: str, text: str) -> tuple[str, ConversationId]:
        """Let somebody comment on the page's post; return the comment and its conversation."""
        (post,) = (await self.look())["facebook"]["posts"]
        made = await self.does("/facebook/comments", person=key, target=post["id"], text=text)
        for comment in (await self.look())["facebook"]["posts"][0]["comments"]:
            if comment["id"] == made["id"]:
                thread, author = f"{post['id']}/{made['id']}", comment["author_id"]
                return made["id"], ConversationId(Channel.FB_COMMENT, thread, author)
        raise AssertionError("The comment is not there.")

    @asynccontextmanager
    async def agent(self, login: str = "mara") -> AsyncIterator["Agent"]:
        async with httpx.AsyncClient(base_url=self.desk, timeout=20, verify=TLS) as browser:
            assert (await log_in(browser, login)).status_code == 303
            yield Agent(browser)


@dataclass
class Agent:
    """An agent in a browser without scripts."""

    browser: httpx.AsyncClient

    async def page(self, conversation: ConversationId) -> str:
        return (await self.browser.get(path_of(conversation))).text

    async def sees(self, conversation: ConversationId, words: str) -> str:
        """Return a conversation's page as soon as `words` stand on it."""
        end = time.monotonic() + PATIENCE
        while words not in (page := await self.page(conversation)):
            assert time.monotonic() < end, page
            await asyncio.sleep(0.05)
        return page

    async def acts(self, conversation: ConversationId, what: str, **form: str) -> httpx.Response:
        token = csrf_token(self.browser.cookies["staff"])
        path = f"{path_of(conversation)}/{what}"
        return await self.browser.post(path, data={"csrf": token, **form})


@asynccontextmanager
async def town(redis_url: str, folder: Path) -> AsyncIterator[Town]:
    """Run all of it in this loop, with ports and stores of its own."""
    require_specification()
    gateway, desk, world = free_ports(3)
    told = {
        **world_environment(world),
        "REDIS_URL": redis_url,
        "DATA_DIR": str(folder),
        "CONTENT_DIR": str(folder),
        "GATEWAY_PORT": str(gateway),
        "DESK_PORT": str(desk),
        "WORLD_PORT": str(world),
        "X_LISTENING": "false",
    }
    settings = read_settings(completed(told, folder))
    inside, console = gateway_app(settings), desk_app(settings)
    outside = build_app(WorldSettings(**world_settings(settings)), name="world-around-the-desk")
    for app in (inside, console, outside):
        app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    async with (
        served(inside, gateway),
        served(console, desk),
        served(outside, world),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{world}", timeout=20, verify=TLS) as people,
    ):
        await _employ(settings)
        opened = Town(people, f"http://127.0.0.1:{desk}")
        await _until(opened, lambda view: view["x"]["webhooks"] and view["facebook"]["subscribed"])
        yield opened


async def _employ(settings: Settings) -> None:
    database = open_database(settings.archive_url)
    await employ(SqlAccounts(database))
    await database.dispose()


async def _until(town: Town, holds: Callable[[dict[str, Any]], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds(await town.look()):
            await asyncio.sleep(0.05)


def in_public(post: dict[str, Any], person: dict[str, str]) -> ConversationId:
    """Return the conversation of a person's post on X."""
    return ConversationId(Channel.X_PUBLIC, post["conversation_id"], person["x_id"])


def in_direct_messages(person: dict[str, str]) -> ConversationId:
    """Return the conversation of a person with our account on X."""
    return ConversationId(Channel.X_DM, X["account_id"], person["x_id"])


def in_messenger(person: dict[str, str]) -> ConversationId:
    """Return the conversation of a person with our page."""
    return ConversationId(Channel.MESSENGER, FACEBOOK["page_id"], person["psid"])
