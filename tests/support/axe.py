"""What axe holds against a page, after WCAG 2.2 AA and its best practice."""

from playwright.async_api import Page

from tests.webchat.test_conformance import FOLDER

SCRIPT = FOLDER / "node_modules/axe-core/axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}"


async def complaints(page: Page) -> list[str]:
    """Run axe over the page; return rule and place. Its context has to bypass the page's policy."""
    await page.evaluate(SCRIPT.read_text())
    found = await page.evaluate(f"axe.run({RULES})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
