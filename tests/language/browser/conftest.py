"""The console's browser and desk, for the tests of this folder."""

from tests.console.browser.conftest import browser, page, world

__all__ = ["browser", "page", "world"]
