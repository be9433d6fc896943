"""A real browser for the tests: the system's Chromium, without a window."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Locator, Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


class Chat:
    """The widget on a page, as a person uses it; `problems` are errors the page reported."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._noted)
        page.set_default_timeout(8_000)

    def _noted(self, message: Any) -> None:
        # A socket that is cut off is part of some tests, and Chromium reports each.
        expected = "socket.io" in message.text or "net::ERR_CONNECTION" in message.text
        if message.type == "error" and not expected:
            self.problems.append(message.text)

    def find(self, selector: str) -> Locator:
        """Return elements inside the widget."""
        return self.page.locator(f"lotse-chat {selector}")

    async def visit(self, url: str) -> None:
        await self.page.goto(url)
        await self.page.wait_for_selector("lotse-chat[data-ready]", state="attached")

    async def open(self) -> None:
        await self.find(".launcher").click()
        await self.find(".line.notice").first.wait_for()

    async def say(self, text: str) -> None:
        await self.find("textarea").fill(text)
        await self.find(".send").click()

    async def texts(self) -> list[str]:
        """Return what the log shows, line by line, hidden names and times left out."""
        return await self.find(".line .text").all_inner_texts()

    async def run(self, script: str) -> Any:
        """Run a script with `chat` being the widget."""
        code = f"(() => {{ const chat = document.querySelector('lotse-chat'); {script} }})()"
        return await self.page.evaluate(code)


@asynccontextmanager
async def visiting(browser: Browser, url: str, **context: Any) -> AsyncIterator[Chat]:
    """Open a page of its own with the widget on it, and fail if the page reports an error."""
    usual: dict[str, Any] = {"viewport": DESKTOP, "locale": "de-DE", "timezone_id": "Europe/Berlin"}
    opened = await browser.new_context(**{**usual, **context})
    try:
        chat = Chat(await opened.new_page())
        await chat.visit(url)
        yield chat
        assert chat.problems == [], chat.problems
    finally:
        await opened.close()
