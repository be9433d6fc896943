"""What every answer tells the browser: run nothing but our own files, show us in no frame."""

from sanic import HTTPResponse, Request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: browsers would then send no usable Origin with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
YEAR_SECONDS = 365 * 24 * 3600


def protect(response: HTTPResponse, *, https: bool) -> None:
    """Add the headers; an answer that does not say otherwise is kept in no cache.

    A file from somebody else has a stricter policy of its own.
    """
    policy = response.headers.get("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.update({**HEADERS, "Content-Security-Policy": policy})
    response.headers.setdefault("Cache-Control", "no-store")
    if https:
        response.headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"


def wants_page(request: Request) -> bool:
    """Say whether a person's browser asks for a page of its own, not a script for a part."""
    accepts = "text/html" in request.headers.get("Accept", "")
    return accepts and "HX-Request" not in request.headers
