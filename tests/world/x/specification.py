"""X's own OpenAPI file, against which every request is held before anything else looks at it."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator
from jsonschema.exceptions import best_match

from tests.world.x.problems import invalid

FILE = "x-api-v2-openapi-2.167.json"
#: X renames tweets to posts in the file; the API goes on taking the old names.
OLD_NAMES = {"post.fields": "tweet.fields", "tweet.fields": "post.fields"}
OLD_VALUES = {
    "tweet.fields": {
        "author_id",
        "conversation_id",
        "created_at",
        "entities",
        "in_reply_to_user_id",
    }
    | {"referenced_tweets", "edit_history_tweet_ids", "referenced_posts", "edit_history_post_ids"},
    "dm_event.fields": {"sender_id", "participant_ids", "referenced_tweets"},
    "expansions": {"referenced_tweets.id", "referenced_tweets.id.author_id"}
    | {"edit_history_tweet_ids", "referenced_posts.id"},
    "user.fields": {"id", "name", "username", "most_recent_tweet_id", "pinned_tweet_id"},
}
OLD_VALUES["post.fields"] = OLD_VALUES["tweet.fields"]


@dataclass(frozen=True)
class Operation:
    """One method of one path: how it may be called."""

    method: str
    path: str
    parameters: dict[str, dict[str, Any]]
    security: dict[str, list[str]]
    body: Draft4Validator | None
    components: dict[str, Any] = field(repr=False)
    required: frozenset[str] = frozenset()

    def check_body(self, body: Any) -> None:
        """Raise the 400 that X answers if a body breaks its schema."""
        if self.body is None:
            return
        error = best_match(self.body.iter_errors(body))
        if error is not None:
            place = ".".join(str(part) for part in error.absolute_path)
            raise invalid(f"$.{place}: {error.message}" if place else error.message)

    def read_query(self, query: dict[str, str], path: dict[str, str]) -> dict[str, Any]:
        """Return the parameters in their types. Raises the 400 that X answers."""
        for name, value in path.items():
            self._read(name, value)
        for name in self.required - query.keys() - path.keys():
            raise invalid(f"The `{name}` query parameter can not be empty", parameter=name)
        return {name: self._read(name, value) for name, value in query.items()}

    def _read(self, name: str, value: str) -> Any:
        schema = self.parameters.get(name) or self.parameters.get(OLD_NAMES.get(name, ""))
        if schema is None:
            known = ",".join(sorted(self.parameters))
            raise invalid(
                f"The query parameter [{name}] is not one of [{known}]",
                parameter=name,
                value=value,
            )
        read = _typed(schema, value)
        checked = read
        if isinstance(read, list):
            checked = [one for one in read if one not in OLD_VALUES.get(name, set())]
            schema = {key: rule for key, rule in schema.items() if key != "minItems"}
        validator = Draft4Validator({**schema, "components": self.components})
        error = best_match(validator.iter_errors(checked))
        if error is not None:
            raise invalid(
                f"The `{name}` query parameter value [{value}] is not valid: {error.message}",
                parameter=name,
                value=value,
            )
        return read


def _typed(schema: dict[str, Any], value: str) -> Any:
    kind = schema.get("type")
    if kind == "array":
        return value.split(",")
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "integer" and value.lstrip("-").isdigit():
        return int(value)
    return value


class Specification:
    """The whole file. Raises FileNotFoundError where it is not."""

    def __init__(self, folder: Path) -> None:
        self._whole = _loaded(folder / FILE)
        self._components = self._whole["components"]

    def operation(self, method: str, path: str) -> Operation:
        """Return one operation; KeyError if X has none such."""
        described = self._whole["paths"][path][method.lower()]
        given = described.get("parameters", [])
        content = described.get("requestBody", {}).get("content", {}).get("application/json")
        return Operation(
            method=method,
            path=path,
            parameters=dict(map(self._parameter, given)),
            required=frozenset(one["name"] for one in given if one.get("required")),
            security={
                name: scopes for one in described["security"] for name, scopes in one.items()
            },
            body=self._validator(content["schema"]) if content else None,
            components=self._components,
        )

    def answer_schema(self, method: str, path: str, status: int) -> Draft4Validator:
        """Return what an answer must look like."""
        answers = self._whole["paths"][path][method.lower()]["responses"]
        return self._validator(answers[str(status)]["content"]["application/json"]["schema"])

    def _parameter(self, described: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if "$ref" in described:
            described = self._components["parameters"][described["$ref"].rpartition("/")[2]]
        return described["name"], described["schema"]

    def _validator(self, schema: dict[str, Any]) -> Draft4Validator:
        return Draft4Validator({**schema, "components": self._components})


@lru_cache
def _loaded(path: Path) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(path.read_text())
    return whole
