"""What axe holds against a page, after WCAG 2.2 AA and its best practice."""

from typing import Any

import pytest
from playwright.async_api import Page

from tests.webchat.test_conformance import FOLDER

SCRIPT = FOLDER / "node_modules/axe-core/axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}"


def in_all_looks(wide: Any, narrow: Any) -> pytest.MarkDecorator:
    """Run a test that takes `size` and `scheme` in each width and each scheme.

    The two other crossings are left to `make test-long`: what axe finds hangs on one of both.
    """
    crossed = pytest.mark.long
    return pytest.mark.parametrize(
        ("size", "scheme"),
        [
            pytest.param(wide, "light", id="wide-light"),
            pytest.param(narrow, "dark", id="narrow-dark"),
            pytest.param(wide, "dark", id="wide-dark", marks=crossed),
            pytest.param(narrow, "light", id="narrow-light", marks=crossed),
        ],
    )


async def complaints(page: Page) -> list[str]:
    """Run axe over the page; return rule and place. Its context has to bypass the page's policy."""
    await page.evaluate(SCRIPT.read_text())
    found = await page.evaluate(f"axe.run({RULES})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
