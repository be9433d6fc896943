"""X's OpenAPI file as a judge of requests: path, query and body; answers are left to it too."""

import re
from typing import Any

from jsonschema import Draft7Validator

from tests.x.shared import specification


def operation(method: str, path: str) -> tuple[str, dict[str, Any]]:
    """Return the specification's path and operation, fixed paths before those with a variable."""
    paths = specification()["paths"]
    for template in sorted(paths, key=lambda one: one.count("{")):
        pattern = re.sub(r"\\{[^/]+?\\}", r"[0-9]{1,19}", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in paths[template]:
            return template, paths[template][method.lower()]
    raise AssertionError(f"X has no {method} {path}.")


def body_errors(method: str, path: str, body: Any) -> list[str]:
    _, found = operation(method, path)
    if "requestBody" not in found:
        return [] if body is None else ["no body is wanted"]
    return _errors(found["requestBody"]["content"]["application/json"]["schema"], body)


def query_errors(method: str, path: str, query: dict[str, str]) -> list[str]:
    _, found = operation(method, path)
    known = {one["name"]: one for one in map(_resolved, found.get("parameters", []))}
    errors = [f"{name} is no parameter" for name in query if name not in known]
    for name, text in query.items():
        if name in known:
            schema = _resolved(known[name]["schema"])
            errors += [f"{name}: {error}" for error in _errors(schema, _typed(schema, text))]
    return errors


def _typed(schema: dict[str, Any], text: str) -> Any:
    if schema["type"] == "array":
        return text.split(",")
    return int(text) if schema["type"] == "integer" else text


def _resolved(given: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in given:
        return given
    found: Any = specification()
    for step in given["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def _errors(schema: dict[str, Any], document: Any) -> list[str]:
    validator = Draft7Validator({"allOf": [schema], "components": specification()["components"]})
    return [error.message for error in validator.iter_errors(document)]
