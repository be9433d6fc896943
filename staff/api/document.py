"""The OpenAPI 3.1 document, made from the operations themselves."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from staff.api.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from staff.api.surface import Operation

VERSION = "1.0.0"
REFERENCE = "#/components/schemas/{model}"
ERRORS = {
    400: "Something in the request cannot be understood.",
    401: "There is no valid token.",
    403: "The token's role, scopes or site do not include this.",
    404: "There is no such thing.",
    409: "It cannot be done as things stand; `detail` says why, in German.",
    422: "The idempotency key belongs to another request.",
    503: "A store is out of reach.",
}
ALWAYS = (400, 401, 403, 404, 503)
KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "New for each act, the same when the request is repeated. Kept for a day.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,128}$"},
}
Mode = Literal["validation", "serialization"]


def document_of(operations: Sequence["Operation"]) -> dict[str, Any]:
    """Return the document of all operations."""
    kinds: list[tuple[type[BaseModel], Mode]] = [(Problem, "serialization")]
    for one in operations:
        if one.body is not None:
            kinds.append((one.body, "validation"))
        if one.answer is not None:
            kinds.append((one.answer, "serialization"))
    names, schemas = models_json_schema(list(dict.fromkeys(kinds)), ref_template=REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lotse desk",
            "version": VERSION,
            "description": "What people do on the pages of the desk, for programs.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": name} for name in dict.fromkeys(one.tag for one in operations)],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas["$defs"],
        },
    }


def _operation(one: "Operation", names: dict[Any, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.id,
        "summary": one.summary,
        "tags": [one.tag],
        "description": _who(one),
        "parameters": [*_path_parameters(one), *_query_parameters(one), *_key(one)],
        "responses": _responses(one, names),
    }
    if one.body is not None:
        schema = names[one.body, "validation"]
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return told


def _who(one: "Operation") -> str:
    roles = ", ".join(f"`{role.value}`" for role in sorted(one.roles))
    alone = "" if one.person else " A token of the installation needs no role."
    return f"Scope `{one.scope.value}`; roles: {roles}.{alone}"


def _path_parameters(one: "Operation") -> Iterable[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", one.path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _query_parameters(one: "Operation") -> Iterable[dict[str, Any]]:
    schema = one.query.model_json_schema(ref_template=REFERENCE)
    for name, its in schema.get("properties", {}).items():
        description = its.pop("description", "")
        yield {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": description,
            "schema": _inlined(its, schema.get("$defs", {})),
        }


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """Put what a parameter's schema refers to into its place: enums, which are small."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return definitions[schema["$ref"].rpartition("/")[2]]
    return {name: _inlined(its, definitions) for name, its in schema.items()}


def _key(one: "Operation") -> Iterable[dict[str, Any]]:
    if one.keyed:
        yield {**KEY_PARAMETER, "required": not one.free}


def _responses(one: "Operation", names: dict[Any, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {"204": {"description": "Done."}}
    if one.answer is not None:
        schema = names[one.answer, "serialization"]
        answers = {
            "200": {"description": "Done.", "content": {"application/json": {"schema": schema}}}
        }
    keyed = (409, 422) if one.keyed else ()
    problem = names[Problem, "serialization"]
    for status in sorted({*ALWAYS, *one.refusals, *keyed}):
        answers[str(status)] = {
            "description": ERRORS[status],
            "content": {MEDIA_TYPE: {"schema": problem}},
        }
    return answers
