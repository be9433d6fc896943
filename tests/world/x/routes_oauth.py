"""X's OAuth 2 doors: consent, tokens and revocation."""

import base64
import binascii
import hmac
from urllib.parse import urlencode

from sanic import HTTPResponse, Request
from sanic.response import json as json_response
from sanic.response import redirect

from chassis.app import App
from tests.world.answers import loses, lost
from tests.world.journal import Journal
from tests.world.trouble import Trouble
from tests.world.x.platform import XPlatform
from tests.world.x.tokens import TokenError


def open_oauth(app: App, x: XPlatform, *, trouble: Trouble, journal: Journal) -> None:
    """Serve `/2/oauth2/{authorize,token,revoke}` and the app's own `/oauth2/token`."""
    settings = x.settings

    async def authorize(request: Request) -> HTTPResponse:
        """Consent at once, as if the owner of the account had pressed the button."""
        asked = {name: request.args.get(name, "") for name in request.args}
        wrong = asked.get("client_id") != settings.client_id or not asked.get("code_challenge")
        if asked.get("response_type") != "code" or wrong or not asked.get("redirect_uri"):
            return _refused("invalid_request", "The authorization request is incomplete.")
        code = x.tokens.consent(
            redirect_uri=asked["redirect_uri"],
            challenge=asked["code_challenge"],
            method=asked.get("code_challenge_method", "plain"),
            scope=asked.get("scope", ""),
        )
        query = urlencode({"state": asked.get("state", ""), "code": code})
        return redirect(f"{asked['redirect_uri']}?{query}")

    async def token(request: Request) -> HTTPResponse:
        told = trouble.answer("x", request.method, request.path)
        if told is not None and not loses(told):
            return json_response({"title": "Error"}, status=told.status)
        try:
            answer = _tokens(request, x)
        except TokenError as error:
            _note(journal, request, 400, error.description)
            return _refused(error.error, error.description)
        if told is not None:
            _note(journal, request, 0, told.kind)
            return await lost(request, told)
        _note(journal, request, 200)
        return json_response(answer)

    async def revoke(request: Request) -> HTTPResponse:
        try:
            _check_client(request, x)
        except TokenError as error:
            return _refused(error.error, error.description)
        x.tokens.revoke(_form(request, "token"))
        return json_response({"revoked": True})

    async def app_token(request: Request) -> HTTPResponse:
        expected = (settings.consumer_key, settings.consumer_secret)
        if _basic(request) != expected or _form(request, "grant_type") != "client_credentials":
            return _refused("invalid_client", "Unable to verify your credentials", status=403)
        return json_response({"token_type": "bearer", "access_token": settings.bearer_token})

    app.add_route(authorize, "/2/oauth2/authorize", name="x_authorize")
    app.add_route(authorize, "/i/oauth2/authorize", name="x_authorize_page")
    app.add_route(token, "/2/oauth2/token", methods=["POST"], name="x_token")
    app.add_route(revoke, "/2/oauth2/revoke", methods=["POST"], name="x_revoke")
    app.add_route(app_token, "/oauth2/token", methods=["POST"], name="x_app_token")


def _tokens(request: Request, x: XPlatform) -> dict[str, object]:
    _check_client(request, x)
    grant = _form(request, "grant_type")
    if grant == "refresh_token":
        return x.tokens.refresh(_form(request, "refresh_token"))
    if grant == "authorization_code":
        return x.tokens.exchange(
            _form(request, "code"),
            redirect_uri=_form(request, "redirect_uri"),
            verifier=_form(request, "code_verifier"),
        )
    raise TokenError("unsupported_grant_type", f"The grant type {grant} is not supported.")


def _check_client(request: Request, x: XPlatform) -> None:
    """A confidential client says who it is by Basic; a public one names itself."""
    given = _basic(request)
    if given is None:
        if _form(request, "client_id") != x.settings.client_id:
            raise TokenError("invalid_request", "Missing or unknown client_id.")
        return
    expected = f"{x.settings.client_id}:{x.settings.client_secret}"
    if not hmac.compare_digest(":".join(given).encode(), expected.encode()):
        raise TokenError("unauthorized_client", "Missing valid authorization header")


def _basic(request: Request) -> tuple[str, str] | None:
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


def _form(request: Request, name: str) -> str:
    form = request.form
    return str(form.get(name, "")) if form else ""


def _refused(error: str, description: str, *, status: int = 400) -> HTTPResponse:
    return json_response({"error": error, "error_description": description}, status=status)


def _note(journal: Journal, request: Request, status: int, reason: str = "") -> None:
    journal.note(
        platform="x", method=request.method, path=request.path, status=status, reason=reason
    )
