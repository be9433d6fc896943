"""Proof that a request comes from our own page: a token only our pages can know."""

from hashlib import blake2b
from hmac import compare_digest

from sanic import Request

HEADER = "X-CSRF-Token"
FIELD = "csrf"
OWN_SITES = ("", "same-origin", "none")


def csrf_token(secret: str) -> str:
    """Return the token that belongs to a cookie's secret; it does not give the secret away."""
    return blake2b(secret.encode(), person=b"lotse-csrf", digest_size=32).hexdigest()


def comes_from_our_page(request: Request, secret: str) -> bool:
    """Say whether `request` carries the token in its header (htmx) or else in its form."""
    if request.headers.get("Sec-Fetch-Site", "") not in OWN_SITES:
        return False
    given = request.headers.get(HEADER) or field(request, FIELD)
    return compare_digest(given.encode(), csrf_token(secret).encode())


def field(request: Request, name: str) -> str:
    """Return a form's field, empty if it is not there."""
    values = request.form.getlist(name, []) if request.form else []
    return str(values[0]) if values else ""
