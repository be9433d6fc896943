"""Meta's data-deletion callback: it orders a person's erasure and shows how far it has come."""

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from sanic import HTTPResponse, Request
from sanic.response import html
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import ForbiddenError, UnavailableError
from chassis.logs import get_logger
from connectors.facebook.ports import Erasure, ErasureState
from connectors.facebook.settings import FacebookSettings
from connectors.facebook.signatures import ForgedError, read_signed_request
from conversation.ports import Clock

CALLBACK = "/webhooks/facebook/deletion"
STATUS = "/facebook/deletion"

_CODE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Deletion:
    """The callback and its page. Nothing about the person is shown or logged."""

    settings: FacebookSettings
    erasure: Erasure
    clock: Clock

    def register(self, app: App) -> None:
        """Add the callback and the page to a gateway's app."""
        app.add_route(self.order, CALLBACK, methods=["POST"], name="facebook_deletion")
        app.add_route(self.show, STATUS, methods=["GET"], name="facebook_deletion_status")

    async def order(self, request: Request) -> HTTPResponse:
        """Order an erasure that Meta has signed, and say where its state is shown."""
        signed = request.form.get("signed_request") if request.form else ""
        try:
            asked = read_signed_request(
                str(signed or ""), secret=self.settings.app_secret, now=self.clock.now()
            )
        except ForgedError:
            raise ForbiddenError("This request is not signed by Meta.") from None
        code = await self.erasure.erase(asked.user_id)
        if not _CODE.fullmatch(code):
            get_logger().error("facebook_erasure_code_unusable")
            raise UnavailableError("The erasure could not be confirmed.")
        url = f"{self.settings.public_url.rstrip('/')}{STATUS}?code={code}"
        return json_response({"url": url, "confirmation_code": code})

    async def show(self, request: Request) -> HTTPResponse:
        """Show how far an erasure has come, to whoever knows its code."""
        code = (request.args.get("code") or "").strip()
        state = await self.erasure.status(code) if _CODE.fullmatch(code) else None
        page = _page().render(
            brand=self.settings.brand,
            privacy_url=self.settings.privacy_url,
            path=STATUS,
            code=code if state else "",
            asked=bool(code),
            known=state is not None,
            done=state is ErasureState.DONE,
        )
        return html(page, status=200 if state or not code else 404, headers=_HEADERS)


def _page() -> Template:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "site"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
    )
    return templates.get_template("deletion.html")
