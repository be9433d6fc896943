"""X's door: proves who we are, lets in only what X has signed, and acknowledges what is kept."""

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import ServiceError
from connectors.x.bodies import check_content_type, read_object
from connectors.x.hearing import Hearing
from connectors.x.parsing import read_body
from connectors.x.settings import XSettings
from connectors.x.signatures import HEADER, response_token, verify


def add_webhook(app: App, *, settings: XSettings, hearing: Hearing) -> None:
    """Add X's challenge-response check and its deliveries to `app`, at `settings.webhook_path`.

    An error of the store is answered with 500: what was not kept is not acknowledged.
    """

    @app.get(settings.webhook_path, name="x_check")
    async def check(request: Request) -> HTTPResponse:
        tokens = request.args.getlist("crc_token") or [""]
        token = response_token(settings.consumer_secret, tokens[0])
        return json_response({"response_token": token})

    @app.post(settings.webhook_path, name="x_deliver")
    async def deliver(request: Request) -> HTTPResponse:
        body = request.body
        if len(body) > settings.max_body_bytes:
            raise ServiceError("The body is too large.", status=413)
        verify(settings.consumer_secret, body, request.headers.get(HEADER, ""))
        check_content_type(request.headers.get("content-type", ""))
        told = read_body(read_object(body), account=settings.account)
        await hearing.hear(told)
        return json_response({})
