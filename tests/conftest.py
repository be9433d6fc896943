"""Fixtures that every test may ask for."""

import pytest

pytest_plugins = [
    "tests.support.redis_server",
    "tests.support.databases",
    "tests.support.stack",
]
#: Whoever asks for one of these needs the trained assistant.
OVER_THE_ASSISTANT = {"stack", "town_with_world", "engine_of_the_session"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the trained assistant, so that all else can run while it is trained."""
    for item in items:
        if OVER_THE_ASSISTANT & set(getattr(item, "fixturenames", ())):
            item.add_marker("assistant")
