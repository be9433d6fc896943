"""Customers who come to the web chat of the running system, in a real browser."""

from playwright.async_api import Browser, Page, expect

from tests.support.browser import watched_page
from tests.support.stack import Stack

SECOND = 1_000
ANSWER = 15 * SECOND


class Customer:
    """Somebody at the web chat."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def say(self, text: str) -> None:
        box = self.page.get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def reads(self, text: str, *, within: int = ANSWER) -> None:
        await expect(self.page.get_by_role("log")).to_contain_text(text, timeout=within)


async def arrive(browser: Browser, stack: Stack, complaints: list[str]) -> Customer:
    """Open the web chat as somebody new, and hear who is there."""
    context = await browser.new_context(locale="de-DE", viewport={"width": 900, "height": 760})
    page = await watched_page(context, complaints)
    await page.goto(stack.url("gateway"))
    await page.get_by_role("button", name="Chatten").click()
    customer = Customer(page)
    await customer.reads("Ich bin ein Computerprogramm")
    return customer
