"""TM Forum's own specifications (Swagger 2) as something to validate against."""

import copy
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

FOLDER = Path(__file__).parents[3] / "shared" / "specs"
CATALOGUE = "tmf620-product-catalog-4.1.0.json"
PROBLEMS = "tmf656-service-problem-4.0.0.json"
APPOINTMENTS = "tmf646-appointment-3.0.4.json"

# What a sub-class that its @type names may describe with more than its definition has: TMF656's
# places, and TMF646's errors.
OPEN_TO_SUBCLASSES = {
    PROBLEMS: frozenset({"Place"}),
    APPOINTMENTS: frozenset({"ErrorRepresentation"}),
    CATALOGUE: frozenset[str](),
}


@dataclass(frozen=True)
class Specification:
    """One API's specification, made strict: what a definition does not name is a mistake."""

    base: str
    paths: dict[str, Any]
    definitions: dict[str, Any]

    def errors(self, document: Any, schema: dict[str, Any]) -> list[str]:
        """Return what is wrong with a document; nothing if it keeps to the schema."""
        validator = Draft4Validator({**schema, "definitions": self.definitions})
        return [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator.iter_errors(document)
        ]

    def response_schema(self, path: str, *, method: str, status: int) -> dict[str, Any]:
        """Return what an answer must look like; 206 is TMF630's and looks like 200."""
        responses = self.paths[path][method]["responses"]
        schema: dict[str, Any] = responses[str(200 if status == 206 else status)]["schema"]
        return schema

    def body_schema(self, path: str, *, method: str) -> dict[str, Any]:
        """Return what a request's body must look like."""
        parameters = self.paths[path][method]["parameters"]
        body = next(each for each in parameters if each["in"] == "body")
        schema: dict[str, Any] = body["schema"]
        return schema


def read_specification(name: str) -> Specification:
    """Read one specification file.

    Without the folder: skipped on a laptop, failed in CI.
    """
    path = FOLDER / name
    if not path.exists():
        reason = f"TM Forum's specifications are missing: {FOLDER.name}/{name} beside the project."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    whole = json.loads(path.read_text())
    definitions = copy.deepcopy(whole["definitions"])
    for title, definition in definitions.items():
        if "properties" in definition and title not in OPEN_TO_SUBCLASSES[name]:
            definition["additionalProperties"] = False
    return Specification(
        base=whole["basePath"].rstrip("/"), paths=whole["paths"], definitions=definitions
    )
