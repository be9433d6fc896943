"""Fixtures that every test may ask for."""

pytest_plugins = [
    "tests.support.redis_server",
    "tests.support.databases",
    "tests.support.stack",
]
