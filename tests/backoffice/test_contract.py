"""The server against TM Forum's specifications."""

from typing import Any

import pytest

from backoffice.catalogue.documents import (
    CATEGORY_ATTRIBUTES,
    OFFERING_ATTRIBUTES,
    PRICE_ATTRIBUTES,
)
from backoffice.problems.documents import PROBLEM_ATTRIBUTES
from backoffice.problems.requests import ProblemChange, ProblemDraft
from tests.backoffice.office import (
    CATEGORIES,
    OFFERINGS,
    PRICES,
    PROBLEMS,
    Office,
    draft,
)
from tests.backoffice.specification import (
    CATALOGUE,
    Specification,
    read_specification,
)
from tests.backoffice.specification import PROBLEMS as PROBLEMS_FILE

SPECIFIED = [
    (CATALOGUE, OFFERINGS, "ProductOffering", OFFERING_ATTRIBUTES),
    (CATALOGUE, CATEGORIES, "Category", CATEGORY_ATTRIBUTES),
    (CATALOGUE, PRICES, "ProductOfferingPrice", PRICE_ATTRIBUTES),
    (PROBLEMS_FILE, PROBLEMS, "ServiceProblem", PROBLEM_ATTRIBUTES),
]
ADDRESSES = [(file, path) for file, path, _, _ in SPECIFIED]


@pytest.fixture
def problems() -> Specification:
    return read_specification(PROBLEMS_FILE)


def _check(
    specification: Specification, document: Any, *, path: str, method: str = "get", status: int
) -> None:
    inside = path.removeprefix(specification.base)
    schema = specification.response_schema(inside, method=method, status=status)
    assert specification.errors(document, schema) == []


@pytest.mark.parametrize(("file", "path"), ADDRESSES)
async def test_every_entity_of_a_list_keeps_to_the_specification(
    foerdekom: Office, file: str, path: str
) -> None:
    answer = await foerdekom.client.get(path)
    assert answer.status_code == 200
    assert answer.json()
    _check(read_specification(file), answer.json(), path=path, status=200)


@pytest.mark.parametrize(("file", "path"), ADDRESSES)
async def test_an_entity_by_its_id_is_the_one_of_the_list(
    foerdekom: Office, file: str, path: str
) -> None:
    for entity in (await foerdekom.client.get(path)).json():
        answer = await foerdekom.client.get(entity["href"])
        assert answer.json() == entity
        assert answer.headers["content-type"] == "application/json"
        _check(read_specification(file), answer.json(), path=f"{path}/{{id}}", status=200)


@pytest.mark.parametrize(("file", "path", "definition", "attributes"), SPECIFIED)
async def test_what_can_be_chosen_is_specified_and_served(
    foerdekom: Office, file: str, path: str, definition: str, attributes: frozenset[str]
) -> None:
    specified = read_specification(file).definitions[definition]["properties"]
    assert attributes <= specified.keys()
    await foerdekom.open_problem(
        correlationId="leitstelle-1", affectedNumberOfServices=3, statusChangeReason="Gemeldet."
    )
    served = [set(entity) for entity in (await foerdekom.client.get(path)).json()]
    assert set().union(*served) == attributes


async def test_an_error_keeps_to_the_specification(foerdekom: Office) -> None:
    for file, path in ADDRESSES:
        for suffix, status in (("?limit=none", 400), ("?colour=red", 400), ("/nothing", 404)):
            answer = await foerdekom.client.get(path + suffix)
            assert answer.status_code == status, path + suffix
            specified = f"{path}/{{id}}" if suffix.startswith("/") else path
            _check(read_specification(file), answer.json(), path=specified, status=status)
            assert answer.json()["status"] == str(status)


async def test_opening_and_changing_a_problem_keeps_to_the_specification(
    office: Office, problems: Specification
) -> None:
    body = draft()
    schema = problems.body_schema("/serviceProblem", method="post")
    assert problems.errors(body, schema) == []
    opened = await office.client.post(PROBLEMS, json=body)
    assert opened.headers["location"] == opened.json()["href"]
    _check(problems, opened.json(), path=PROBLEMS, method="post", status=201)

    change = {"status": "resolved", "statusChangeReason": "Kabel repariert."}
    schema = problems.body_schema("/serviceProblem/{id}", method="patch")
    assert problems.errors(change, schema) == []
    resolved = await office.client.patch(opened.json()["href"], json=change)
    assert resolved.status_code == 200
    _check(problems, resolved.json(), path=f"{PROBLEMS}/{{id}}", method="patch", status=200)


@pytest.mark.parametrize(
    ("model", "definition"),
    [(ProblemDraft, "ServiceProblem_Create"), (ProblemChange, "ServiceProblem_Update")],
)
def test_what_can_be_said_of_a_problem_is_specified(
    problems: Specification, model: type[ProblemDraft | ProblemChange], definition: str
) -> None:
    said = {field.alias for field in model.model_fields.values()}
    assert said <= problems.definitions[definition]["properties"].keys()


def test_what_the_specification_demands_of_a_new_problem_is_demanded(
    problems: Specification,
) -> None:
    demanded = {field.alias for field in ProblemDraft.model_fields.values() if field.is_required()}
    assert demanded == set(problems.definitions["ServiceProblem_Create"]["required"])
