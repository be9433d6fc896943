"""Errors of the API as problem details (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"
FIRST_ERROR = 400


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    type: Literal["about:blank"] = Field(
        description="Always `about:blank`: the status says it all."
    )
    title: str = Field(description="The status in words.")
    status: int = Field(description="The answer's status.")
    detail: str = Field(
        description="What is wrong, in a sentence. Of a 409 the one that the console shows."
    )


def is_api(request: Request) -> bool:
    """Say whether a request is for the API."""
    return request.path.startswith(PREFIX)


def make_problem(response: HTTPResponse) -> None:
    """Turn a bare error into problem details; anything else is left alone.

    Changed in place: a new answer would end the row of those who still look at it.
    """
    if response.status < FIRST_ERROR or response.content_type != "application/json":
        return
    body: Any = json.loads(response.body or b"{}")
    problem = Problem(
        type="about:blank",
        title=HTTPStatus(response.status).phrase,
        status=response.status,
        detail=str(body.get("error", "")),
    )
    response.body = problem.model_dump_json().encode()
    response.content_type = MEDIA_TYPE
    if response.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
