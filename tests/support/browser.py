"""A real browser for tests: the system's Chromium, without a window."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Return the browser's path. Without one: a failure in CI, a skip on a laptop."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    reason = "No Chromium is installed; apt-get install chromium."
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Run Chromium, and end it."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        await browser.close()


async def watched_page(context: BrowserContext) -> Page:
    """Open a page that fails the test at once if its scripts do."""
    page = await context.new_page()
    page.on("pageerror", _fail)
    page.on("console", _listen)
    return page


def _fail(error: object) -> None:
    raise AssertionError(f"The page failed: {error}")


def _listen(message: ConsoleMessage) -> None:
    if message.type == "error":
        raise AssertionError(f"The page complains: {message.text}")
