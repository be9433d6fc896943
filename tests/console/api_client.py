"""A program that holds every answer against the OpenAPI document and remembers what it called."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
from jsonschema import Draft202012Validator

from staff.api.callers import scopes_for
from staff.api.making import Made, Making, Wanted
from staff.roles import Role
from tests.console.world import World, customer

METHODS = ("get", "put", "post", "delete")


@dataclass
class Checked:
    """The document as it is served, and which of its operations were answered well."""

    document: dict[str, Any]
    done: set[str] = field(default_factory=set)

    def operations(self) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """Return operations by id: method, path, and what the document says."""
        return {
            its["operationId"]: (method, path, its)
            for path, methods in self.document["paths"].items()
            for method, its in methods.items()
            if method in METHODS
        }

    def check(self, response: httpx.Response) -> None:
        """Fail unless the document tells of this answer."""
        method, path = response.request.method.lower(), response.request.url.raw_path.decode()
        told = self._told(method, path.partition("?")[0])
        answers = told["responses"]
        assert str(response.status_code) in answers, (told["operationId"], response.text)
        content = answers[str(response.status_code)].get("content", {})
        kind = response.headers.get("content-type", "").partition(";")[0]
        if not content:
            assert response.content == b""
        else:
            schema = {**content[kind]["schema"], "components": self.document["components"]}
            Draft202012Validator(schema).validate(response.json())
        if response.status_code < 300:
            self.done.add(told["operationId"])

    def _told(self, method: str, path: str) -> dict[str, Any]:
        # What is said word by word comes before what has parts to fill in.
        for template in sorted(self.document["paths"], key=lambda one: one.count("{")):
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method in self.document["paths"][template]:
                found: dict[str, Any] = self.document["paths"][template][method]
                return found
        raise AssertionError(f"{method} {path} is not in the document.")


@dataclass
class Program:
    """A program with a token of its own."""

    client: httpx.AsyncClient
    checked: Checked
    account: str
    numbers: Callable[[], int]

    async def call(
        self, method: str, path: str, body: Any = None, *, key: str = "", **query: Any
    ) -> httpx.Response:
        """Call an operation; a POST gets a new key unless one is given."""
        headers = {"Idempotency-Key": key or f"key-{self.numbers():08}"}
        content = json.dumps(body) if body is not None else None
        response = await self.client.request(
            method, f"/api{path}", content=content, params=query, headers=headers
        )
        self.checked.check(response)
        return response

    async def does(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """Call an operation that has to be done."""
        response = await self.call(method, path, body, **more)
        assert response.status_code < 300, response.text
        return response.json() if response.content else None


async def program(
    world: World, role: Role, checked: Checked, *, site: str = "", scopes: set[str] | None = None
) -> Program:
    """Return a program with a token of a role, made as administrators make it."""
    house = world.house
    making = Making(
        tokens=house.parts.tokens,
        accounts=house.parts.accounts,
        passwords=house.parts.passwords,
        audit=house.audit,
        clock=house.clock,
    )
    every = {scope.value for scope in scopes_for(role)}
    wanted = Wanted(
        f"Programm {role.value}", role.value, frozenset(scopes or every), site=site, days=30
    )
    made = await making.make(wanted, await house.account("ole"))
    assert isinstance(made, Made), made
    client = house.browser()
    client.headers.update({"Authorization": f"Bearer {made.secret}", "Accept": "application/json"})
    return Program(client, checked, made.token.account, lambda: next(world.numbers))


async def checked_of(world: World) -> Checked:
    """Read the document as anybody may."""
    response = await world.house.browser().get("/api/openapi.json")
    assert response.status_code == 200
    return Checked(response.json())


def path(of: Any = "anna", rest: str = "") -> str:
    """Return a conversation's path below `/api`."""
    return f"/conversations/{quote(str(customer(of)), safe='')}{rest}"
