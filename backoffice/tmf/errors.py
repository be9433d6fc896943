"""Errors in TM Forum's shape: the chassis decides status and sentence, this module the form."""

from http import HTTPStatus

from sanic import HTTPResponse, Request
from sanic.response import JSONResponse
from sanic.response import json as json_response

from chassis.app import App

TMF_PREFIX = "/tmf-api/"


def shape_errors(app: App) -> None:
    """Answer every failed call below /tmf-api/ with TMF630's `Error` object."""

    @app.on_response  # type: ignore[untyped-decorator]
    async def shaped(request: Request, response: HTTPResponse) -> HTTPResponse | None:
        if response.status < HTTPStatus.BAD_REQUEST or not request.path.startswith(TMF_PREFIX):
            return None
        if not isinstance(response, JSONResponse):
            return None
        return _tmf_error(response)


def _tmf_error(response: JSONResponse) -> HTTPResponse:
    status = HTTPStatus(response.status)
    body = {
        "code": status.name,
        "reason": status.phrase,
        "message": response.raw_body["error"],
        "status": str(status.value),
    }
    kept = {
        name: value
        for name, value in response.headers.items()
        if name.lower() not in {"content-type", "content-length"}
    }
    return json_response(body, status=status.value, headers=kept)
