"""Errors in TM Forum's shape: the chassis decides status and sentence, this module the form."""

from http import HTTPStatus

from sanic import HTTPResponse, Request
from sanic.response import JSONResponse
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import ServiceError

TMF_PREFIX = "/tmf-api/"

# TMF646 is of an older generation, in which an error's code is a number.
NUMBERED_PREFIX = "/tmf-api/appointment/"


class UnprocessableError(ServiceError):
    """The call is understood, but it names something that does not exist here."""

    status = 422


def shape_errors(app: App) -> None:
    """Answer every failed call below /tmf-api/ with TMF630's `Error` object."""

    @app.on_response  # type: ignore[untyped-decorator]
    async def shaped(request: Request, response: HTTPResponse) -> HTTPResponse | None:
        if response.status < HTTPStatus.BAD_REQUEST or not request.path.startswith(TMF_PREFIX):
            return None
        if not isinstance(response, JSONResponse):
            return None
        return _tmf_error(response, numbered=request.path.startswith(NUMBERED_PREFIX))


def _tmf_error(response: JSONResponse, *, numbered: bool) -> HTTPResponse:
    status = HTTPStatus(response.status)
    told = dict(response.raw_body)
    body = {
        "code": status.value if numbered else status.name,
        "reason": status.phrase,
        "message": told.pop("error"),
        "status": str(status.value),
        # What else an error has to say, such as the times that are free instead.
        **told,
    }
    kept = {
        name: value
        for name, value in response.headers.items()
        if name.lower() not in {"content-type", "content-length"}
    }
    return json_response(body, status=status.value, headers=kept)
