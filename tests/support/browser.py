"""A real browser for tests: the system's Chromium, without a window."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    async_playwright,
)

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


#: What htmx says of requests that did not end: of those another one replaced (`hx-sync`), or the
#: way to another page cut off, and of those that failed. Which it was, `requestfailed` tells.
NOT_ENDED = ("htmx:afterRequest", "htmx:sendAbort", "htmx:sendError")
CUT_OFF = "net::ERR_ABORTED"


async def watched_page(context: BrowserContext, complaints: list[str]) -> Page:
    """Open a page whose scripts' errors, console errors and failed requests are added to
    `complaints`."""

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NOT_ENDED):
            complaints.append(message.text)

    def failed(request: Request) -> None:
        if request.failure != CUT_OFF:
            complaints.append(f"{request.method} {request.url}: {request.failure}")

    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", listen)
    page.on("requestfailed", failed)
    return page
