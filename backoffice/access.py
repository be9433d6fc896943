"""Who may call: everything but health and metrics needs the bearer token; the administration may
have one of its own."""

import hmac

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from chassis.app import App

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
ADMINISTRATION = "/admin/"


def require_token(app: App, token: str, *, administration: str | None = None) -> None:
    """Refuse every request without `Authorization: Bearer <token>`, unknown paths included.

    Where there is a token for the `administration`, what lies below /admin/ needs that one. Who
    carries it may call all else, too, and is known to `administers`.
    """
    expected = token.encode()
    higher = administration.encode() if administration else None

    @app.on_request
    async def checked(request: Request) -> HTTPResponse | None:
        request.ctx.administers = higher is not None and _carries(request, higher)
        if request.path in OPEN_PATHS or request.ctx.administers:
            return None
        reserved = higher is not None and request.path.startswith(ADMINISTRATION)
        if not reserved and _carries(request, expected):
            return None
        return json_response(
            {"error": "A valid bearer token is needed."},
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )


def administers(request: Request) -> bool:
    """Return whether a request carries the administration's own token."""
    return bool(request.ctx.administers)


def _carries(request: Request, expected: bytes) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(errors="surrogateescape"), expected)
    return same and scheme.lower() == "bearer"
