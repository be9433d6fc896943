"""The README against the service: an address, a filter or an example cannot go stale."""

import json
import re

from backoffice.catalogue.filters import CATEGORY_FILTERS, OFFERING_FILTERS, PRICE_FILTERS
from backoffice.problems.filters import PROBLEM_FILTERS
from backoffice.settings import Settings
from tests.backoffice.office import (
    CATEGORIES,
    OFFERINGS,
    PRICES,
    PROBLEMS,
    REPOSITORY,
    Office,
)

README = (REPOSITORY / "backoffice" / "README.md").read_text()
EXAMPLE = re.compile(r"<!-- (GET|POST) (\S+) -->\n```json\n(.*?)\n```", re.DOTALL)


async def test_every_example_is_what_the_service_answers(foerdekom: Office) -> None:
    examples = EXAMPLE.findall(README)
    assert [method for method, _, _ in examples] == ["GET", "GET", "POST"]
    for method, path, body in examples:
        if method == "GET":
            assert (await foerdekom.client.get(path)).json() == json.loads(body)
        else:
            answer = await foerdekom.client.post(path, content=body.encode())
            assert answer.status_code == 201


def test_every_filter_is_documented() -> None:
    known = {
        OFFERINGS: OFFERING_FILTERS,
        CATEGORIES: CATEGORY_FILTERS,
        PRICES: PRICE_FILTERS,
        PROBLEMS: PROBLEM_FILTERS,
    }
    for path, filters in known.items():
        [row] = [line for line in README.splitlines() if line.startswith(f"| `{path}` |")]
        assert set(re.findall(r"`([^`]+)`", row)) - {path} == set(filters)


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert documented == Settings.model_fields.keys()
