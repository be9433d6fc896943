"""Fixtures that every test may ask for."""

from pathlib import Path

import pytest

pytest_plugins = [
    "tests.support.redis_server",
    "tests.support.databases",
    "tests.support.stack",
]
#: Whoever asks for one of these needs the trained assistant.
OVER_THE_ASSISTANT = {"stack", "town_with_world", "engine_of_the_session"}
STACK = Path(__file__).parent / "stack"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the trained assistant, so that all else can run while it is trained.

    Of that, what runs over one whole system stays in one process, and what runs over one engine in
    another: each is started once.
    """
    for item in items:
        if OVER_THE_ASSISTANT & set(getattr(item, "fixturenames", ())):
            item.add_marker("assistant")
        if item.get_closest_marker("assistant"):
            group = "system" if item.path.is_relative_to(STACK) else "engine"
            item.add_marker(pytest.mark.xdist_group(group))
