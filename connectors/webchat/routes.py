"""The widget's files, what it must know of the brand, and a page to try it on."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sanic import HTTPResponse, Request
from sanic.response import empty, html, raw
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import NotFoundError
from connectors.webchat.files import FOLDER, Asset, read_assets, version_of
from connectors.webchat.server import is_allowed
from connectors.webchat.settings import WebchatSettings

LOADER = "lotse-chat.js"
FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"
ASK_AGAIN = "no-cache"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' https: blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def add_routes(app: App, settings: WebchatSettings) -> None:
    """Serve `/chat/lotse-chat.js` with all it loads, `/chat/config` and the page at `/`."""
    widget = read_assets(FOLDER / "widget")
    site = read_assets(FOLDER / "site")
    version = version_of(widget)
    config = _config(settings, version)
    page = _page(settings, version)

    @app.get("/", name="webchat_page")
    async def show_page(_request: Request) -> HTTPResponse:
        return html(page, headers={**_PAGE_HEADERS, "cache-control": ASK_AGAIN})

    @app.get("/site/<path:path>", name="webchat_site")
    async def show_site(request: Request, path: str) -> HTTPResponse:
        return _sent(request, site, path, cache=ASK_AGAIN, settings=settings)

    @app.get("/chat/config", name="webchat_config")
    async def show_config(request: Request) -> HTTPResponse:
        headers = {**_shared(request, settings), "cache-control": ASK_AGAIN}
        return json_response(config, headers=headers)

    @app.get(f"/chat/{LOADER}", name="webchat_loader")
    async def show_loader(request: Request) -> HTTPResponse:
        return _sent(request, widget, LOADER, cache=SHORTLY, settings=settings)

    @app.get("/chat/<asked>/<path:path>", name="webchat_widget")
    async def show_widget(request: Request, asked: str, path: str) -> HTTPResponse:
        # While two versions run side by side, a file may be asked of the one that lacks it: it
        # answers with what it has, to be kept by nobody.
        cache = FOREVER if asked == version else "no-store"
        return _sent(request, widget, path, cache=cache, settings=settings)


_PAGE_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


def _config(settings: WebchatSettings, version: str) -> dict[str, Any]:
    brand = settings.brand
    return {
        "version": version,
        "brand": brand.name,
        "assistant": brand.assistant,
        "form": brand.address_form,
        "timezone": brand.timezone,
        "characters": settings.allowances.characters,
        "phone": brand.phone,
        "links": {
            "website": brand.website,
            "privacy": brand.privacy_url,
            "imprint": brand.imprint_url,
        },
    }


def _page(settings: WebchatSettings, version: str) -> str:
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "site"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
    )
    return templates.get_template("index.html").render(brand=settings.brand, version=version)


def _shared(request: Request, settings: WebchatSettings) -> dict[str, str]:
    """Return the headers that let the sites named embed the widget, and no others."""
    origin = request.headers.get("origin", "")
    headers = {
        "vary": "origin, accept-encoding",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "cross-origin",
    }
    if origin and is_allowed(origin, host=request.host, origins=settings.origins):
        headers["access-control-allow-origin"] = origin
    return headers


def _sent(
    request: Request,
    assets: dict[str, Asset],
    path: str,
    *,
    cache: str,
    settings: WebchatSettings,
) -> HTTPResponse:
    asset = assets.get(path)
    if asset is None:
        raise NotFoundError("There is nothing here.")
    headers = {**_shared(request, settings), "cache-control": cache, "etag": asset.etag}
    if asset.etag in request.headers.get("if-none-match", ""):
        return empty(status=304, headers=headers)
    body = asset.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        body = asset.zipped
    return raw(body, content_type=asset.content_type, headers=headers)
