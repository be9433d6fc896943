"""Payloads and specifications written by others, read where they lie: beside the project.

Without them: skipped on a laptop, failed in CI.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared"
SPECIFICATION = "specs/x-api-v2-openapi-2.167.json"


def shared_bytes(name: str) -> bytes:
    path = FOLDER / name
    if not path.exists():
        reason = f"{FOLDER.name}/{name} beside the project is missing."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path.read_bytes()


def fixture(name: str) -> bytes:
    return shared_bytes(f"fixtures/x/{name}")


@cache
def specification() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(shared_bytes(SPECIFICATION))
    return whole
