"""The administration and signing on in a real browser: by keyboard, for everybody to use."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from gateway.clock import SystemClock
from staff.sign_on.attach import SignOnParts
from staff.sign_on.memory import MemoryIdentities, MemoryPendingSignOns
from staff.sign_on.settings import SignOnSettings
from tests.console.browsers import window
from tests.staff.administration.town import Town, open_town
from tests.staff.house import PASSWORD, TLS, open_house
from tests.staff.sign_on.provider import CLIENT_ID, CLIENT_SECRET, open_provider
from tests.support.axe import complaints, in_all_looks
from tests.support.browser import open_browser
from tests.support.redis_server import free_port
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 800}
PAGES = ("people", "people/id-anke", "people/id-mara/skills", "teams", "teams/technik")
PAGES += ("tokens", "log")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path_factory.mktemp("town"), migrated) as opened:
        yield opened


async def enter(page: Page, url: str) -> None:
    await page.goto(url)
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type("ole")
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".adm")


async def test_an_account_is_made_by_keyboard_alone(browser: Browser, town: Town) -> None:
    async with await browser.new_context(locale="de-DE", viewport=WIDE) as context:
        page = await window(context)
        await enter(page, f"{town.house.url}/administration/people")
        await page.get_by_role("link", name="Neues Konto").focus()
        await page.keyboard.press("Enter")
        await page.locator("[name=login]").focus()
        await page.keyboard.type("wiebke")
        await page.keyboard.press("Tab")
        await page.keyboard.type("Wiebke Harms")
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Passwort")).to_have_value(re.compile(r"\S{16}"))
        assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.timeout(360)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, town: Town, clients: None, scheme: Any, size: Any
) -> None:
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await enter(page, f"{town.house.url}/administration/people")
        for name in PAGES:
            await page.goto(f"{town.house.url}/administration/{name}")
            assert await complaints(page) == [], name
            if folder := os.environ.get("SCREENSHOTS"):
                await page.screenshot(path=f"{folder}/{name.replace('/', '-')}-{scheme}.png")


async def test_a_browser_signs_on_and_out_under_our_policy(browser: Browser) -> None:
    """Forms may lead nowhere else, and sign-on cookies come back from another site."""
    clock = SystemClock()
    async with open_provider(clock.now) as provider, httpx.AsyncClient(verify=TLS) as http:
        port = free_port()
        desk = f"http://127.0.0.1:{port}"
        provider.redirect_uris = {f"{desk}/login/sign-on/done"}
        provider.logout_uris = {f"{desk}/login"}
        told = SignOnSettings(
            issuer=provider.issuer,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            desk_url=desk,
        )
        parts = SignOnParts(
            settings=told,
            pending=MemoryPendingSignOns(clock),
            identities=MemoryIdentities(),
            http=http,
            clock=clock,
        )
        async with (
            open_house(clock, sign_on=parts, port=port),
            await browser.new_context(locale="de-DE", viewport=WIDE) as context,
        ):
            page = await window(context)
            await page.goto(f"{desk}/login")
            await page.wait_for_selector("a.wide:focus")
            if folder := os.environ.get("SCREENSHOTS"):
                await page.screenshot(path=f"{folder}/login.png")
            await page.keyboard.press("Enter")
            await expect(page.get_by_text("noch kein Bereich")).to_be_visible()
            await page.get_by_role("button", name="Abmelden").focus()
            await page.keyboard.press("Enter")
            await page.wait_for_selector("a.wide")
            assert page.url == f"{desk}/login"
            assert len(provider.logged_out) == 1
            assert page.complaints == []  # type: ignore[attr-defined]
