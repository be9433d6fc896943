"""A real browser for tests: the system's Chromium, without a window, and what agents do in it."""

from playwright.async_api import BrowserContext, Page, expect

from conversation.messages import Speaker
from handoff.console.addresses import key_of
from tests.console.world import World, customer
from tests.staff.house import PASSWORD

BOX = ".reply textarea"
ROW = "[data-open]"


async def window(context: BrowserContext) -> Page:
    """Open a window that remembers everything its page complains about."""
    page = await context.new_page()
    page.set_default_timeout(5_000)
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda message: _listen(page, message.type, message.text))
    page.on("dialog", lambda dialog: page.complaints.append(f"dialog: {dialog.message}"))  # type: ignore[attr-defined]
    return page


async def log_in(page: Page, world: World, login: str, path: str = "/console") -> None:
    """Log in with the keyboard alone."""
    await page.goto(world.house.url + path)
    await page.wait_for_selector("[name=login]:focus")
    await page.keyboard.type(login)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector('#live[data-state="on"]', state="attached")


def _listen(page: Page, kind: str, text: str) -> None:
    # Refused actions and requests cut off by leaving a page are reported as if they were faults.
    if kind == "error" and "status of 4" not in text and not text.startswith("htmx:"):
        page.complaints.append(text)  # type: ignore[attr-defined]


def row(name: str) -> str:
    return f'[data-open="{key_of(customer(name))}"]'


async def open_claimed(page: Page, world: World, name: str = "anna") -> None:
    """Open a waiting customer's conversation and take it over."""
    await world.hands_over(of=name)
    await page.click(row(name))
    await claim(page)


async def claim(page: Page) -> None:
    """Take the open conversation over, as soon as it is there."""
    await page.wait_for_selector("#claim")
    await page.keyboard.press("c")
    await expect(page.locator(BOX)).to_be_focused()


async def agent_lines(world: World, name: str = "anna") -> list[str]:
    return [text for speaker, text in await world.said(name) if speaker is Speaker.AGENT]


async def expect_tabs_to_fit(page: Page) -> None:
    """Look at the list's tabs in each usual width, with many in each list: none is cut off."""
    before = page.viewport_size
    assert before is not None
    for width in (1024, 1280, 1440):
        await page.set_viewport_size({"width": width, "height": 800})
        over = await page.evaluate(
            """() => {
              const tabs = document.getElementById("tabs");
              for (const count of tabs.querySelectorAll(".count")) count.textContent = "128";
              const room = tabs.getBoundingClientRect();
              return [...tabs.children]
                .map((tab) => tab.getBoundingClientRect())
                .filter((tab) => tab.left < room.left || tab.right > room.right)
                .length;
            }"""
        )
        assert over == 0, f"{over} of the tabs are cut off at {width} px"
    await page.set_viewport_size(before)
