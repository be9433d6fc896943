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


#: What htmx says of a request that the way to another page has cut off. An answer that is an error
#: is told otherwise.
CUT_OFF = ("htmx:afterRequest", "htmx:sendError")


async def watched_page(context: BrowserContext, complaints: list[str]) -> Page:
    """Open a page whose scripts' errors and console errors are added to `complaints`."""

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(CUT_OFF):
            complaints.append(message.text)

    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", listen)
    return page
