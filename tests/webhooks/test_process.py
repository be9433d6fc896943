"""The desk and the webhooks' process as they are put together, over Redis and SQL."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from sanic import Sanic

from archive.database import open_database
from conversation.context import Context
from conversation.holds import Hold, Owner
from conversation.packets import HandoffPacket
from conversation.signals import Reason
from gateway.apps.desk import desk_app
from gateway.apps.webhooks import webhooks_app
from gateway.bootstrap import connect
from gateway.ports import free_ports
from gateway.secrets import completed
from gateway.settings import Settings, read_settings
from gateway.webhooks import Running
from handoff.webhooks.telling import Telling
from staff.accounts import SqlAccounts
from staff.csrf import csrf_token
from tests.console.world import customer
from tests.staff.house import TLS, employ, log_in
from tests.support.serving import served
from tests.webhooks.receiver import receiving
from tests.webhooks.stage import staged

PATIENCE = 20.0


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def delivering(settings: Settings) -> AsyncIterator[None]:
    """Run the webhooks' process in this loop."""
    app = webhooks_app(settings)
    app.config.TOUCHUP = False  # Sanic rewrites its own code for one app a process
    async with served(app, settings.webhooks_port):
        yield
    Sanic.unregister_app(app)  # as when the process has ended


async def test_what_happens_at_the_desk_reaches_the_receiver_also_after_a_restart(
    redis_url: str, tmp_path: Path
) -> None:
    desk_port, hooks, later = free_ports(3)
    told = {
        "REDIS_URL": redis_url,
        "DATA_DIR": str(tmp_path),
        "CONTENT_DIR": str(tmp_path),
        "DESK_PORT": str(desk_port),
        "WEBHOOKS_PORT": str(hooks),
        "WEBHOOKS_PRIVATE": "true",
    }
    settings = read_settings(completed(told, tmp_path))
    console = desk_app(settings)
    console.config.TOUCHUP = False
    async with receiving() as receiver, served(console, desk_port):
        database = open_database(settings.archive_url)
        await employ(SqlAccounts(database))
        await database.dispose()
        url = f"http://127.0.0.1:{desk_port}"
        async with httpx.AsyncClient(base_url=url, timeout=20, verify=TLS) as ole:
            assert (await log_in(ole, "ole")).status_code == 303
            form = {"csrf": csrf_token(ole.cookies["staff"]), "address": receiver.url}
            made = await ole.post("/webhooks", data={**form, "event": ["conversation.waiting"]})
            secret = made.text.split('<code class="webhook-secret">')[1].split("<")[0]
            receiver.secrets.append(secret.replace("&#43;", "+"))
        async with delivering(settings):
            await _hand_over(settings, "anna")
            await until(lambda: len(receiver.got) == 1)
        # Nobody delivers; what happens meanwhile is told afterwards.
        await _hand_over(settings, "beate")
        async with delivering(settings.model_copy(update={"webhooks_port": later})):
            await until(lambda: len({id for id, _ in receiver.got}) == 2)
        # At least once: a process that dies between sending and noting it sends again.
        told_of = dict.fromkeys(body["data"]["conversation"] for _, body in receiver.got)
        assert list(told_of) == [str(customer(name)) for name in ("anna", "beate")]
        assert receiver.refused == []
    gc.collect()


async def _hand_over(settings: Settings, name: str) -> None:
    live = connect(settings, name="tests")
    packet = HandoffPacket(Reason.REQUESTED, "", wish="", wish_line=None)
    move = live.moves.hand_over(
        customer(name), hold=Hold(Owner.ASSISTANT, 0), context=Context(), packet=packet
    )
    await live.desk.move(move)
    await live.redis.aclose()


class Mine:
    """A turn that is always this process's."""

    async def mine(self) -> bool:
        return True


async def test_a_receiver_who_hangs_keeps_no_other_waiting() -> None:
    async with staged() as slow, staged(webhooks=slow.webhooks) as quick:
        slow.receiver.hanging = asyncio.Event()
        hanging, other = await slow.hook(), await quick.hook()
        for number in range(20):
            await slow.happens(hanging, f"h{number}", thread=f"t{number}")
        telling: Telling = None  # type: ignore[assignment]
        # Both secrets are sealed under the same key, so that one process delivers to both.
        running = Running(telling, slow.delivering, Mine(), look_seconds=0.01)  # type: ignore[arg-type]
        stopping = asyncio.Event()
        task = asyncio.create_task(running.deliver(stopping))
        await quick.happens(other, "quick")
        await until(lambda: quick.got == ["quick"])
        assert slow.got == []
        slow.receiver.hanging.set()
        await until(lambda: len(slow.got) == 20)
        stopping.set()
        await asyncio.wait_for(task, PATIENCE)
