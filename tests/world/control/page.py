"""The page on which a person can be a customer on both platforms."""

from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import raw

from chassis.app import App
from chassis.errors import NotFoundError

FOLDER = Path(__file__).parent.parent / "site"
KINDS = {
    "world.html": "text/html; charset=utf-8",
    "world.css": "text/css; charset=utf-8",
    "world.js": "text/javascript; charset=utf-8",
    "parts.js": "text/javascript; charset=utf-8",
}
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


def add_page(app: App) -> None:
    """Serve the page at `/` and its files below `/site`."""
    files = {name: (FOLDER / name).read_bytes() for name in KINDS}

    @app.get("/", name="world_page")
    async def page(_request: Request) -> HTTPResponse:
        return raw(files["world.html"], content_type=KINDS["world.html"], headers=HEADERS)

    @app.get("/site/<name:str>", name="world_site")
    async def file(_request: Request, name: str) -> HTTPResponse:
        if name not in files:
            raise NotFoundError("There is nothing here.")
        return raw(files[name], content_type=KINDS[name], headers=HEADERS)
