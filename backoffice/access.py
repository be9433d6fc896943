"""Who may call: everything but health and metrics needs the bearer token."""

import hmac

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


def require_token(app: App, token: str) -> None:
    """Refuse every request without `Authorization: Bearer <token>`, unknown paths included."""
    expected = token.encode()

    @app.on_request
    async def checked(request: Request) -> HTTPResponse | None:
        if request.path in OPEN_PATHS or _carries(request, expected):
            return None
        return json_response(
            {"error": "A valid bearer token is needed."},
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )


def _carries(request: Request, expected: bytes) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(errors="surrogateescape"), expected)
    return same and scheme.lower() == "bearer"
