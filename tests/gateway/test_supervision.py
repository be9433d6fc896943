"""The supervisors' side as it is put together: the desk's pages, and the worker's half of it."""

import asyncio
from pathlib import Path

import httpx
import pytest

from chassis.tasks import cancelled
from conversation.context import Context
from conversation.holds import FIRST_HOLD
from conversation.identity import LineId
from conversation.messages import Speaker
from conversation.packets import Understood
from conversation.ports import Saying
from gateway.bootstrap import connect
from gateway.outages import outage_mode_of
from tests.contract.samples import conversation, line
from tests.staff.house import TLS, log_in, token_in
from tests.studio.desk import running_desk, settings_of

TEXT = "In 24937 ist eine Störung. [Du hörst|Sie hören] von uns."


@pytest.mark.parametrize("path", ["/board", "/outages", "/reports"])
async def test_the_desk_has_the_supervisors_pages(
    tmp_path: Path, redis_url: str, path: str
) -> None:
    settings = settings_of(tmp_path, redis_url, CONTENT_DIR=str(tmp_path))
    async with (
        running_desk(settings) as url,
        httpx.AsyncClient(base_url=url, timeout=20, verify=TLS) as browser,
    ):
        await log_in(browser, "silke")
        page = await browser.get(path)
    assert page.status_code == 200
    assert f'href="{path}" aria-current="page"' in page.text


async def test_what_is_approved_at_the_desk_the_worker_tells(
    tmp_path: Path, redis_url: str
) -> None:
    settings = settings_of(tmp_path, redis_url, CONTENT_DIR=str(tmp_path))
    live = connect(settings, name="worker")
    slots = {"postal_code": "24937", "service": "internet"}
    understood = (Understood(LineId("1"), "report_outage", 0.9),)
    context = Context(slots=slots, understood=understood, address_form="sie")
    await live.outbox.say(Saying(conversation(), FIRST_HOLD, (line("1"),), context=context))
    mode = outage_mode_of(live)
    working = [asyncio.create_task(half) for half in (mode.group(), mode.tell())]
    async with (
        running_desk(settings) as url,
        httpx.AsyncClient(base_url=url, timeout=20, verify=TLS) as browser,
    ):
        await log_in(browser, "silke")
        token = token_in((await browser.get("/outages/new?plz=24937&dienst=internet")).text)
        form = {"csrf": token, "place": "24937|internet", "text": TEXT}
        assert (await browser.post("/outages/send", data=form)).status_code == 303
    async with asyncio.timeout(20):
        while (said := (await live.transcripts.lines(conversation()))[-1]).id == "1":
            await asyncio.sleep(0.05)
    await cancelled(*working)
    await live.redis.aclose(close_connection_pool=True)
    assert (said.speaker, said.text) == (
        Speaker.NOTICE,
        "In 24937 ist eine Störung. Sie hören von uns.",
    )
