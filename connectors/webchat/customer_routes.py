"""What customers get by an address of their own: files that agents sent, and video rooms.

A file goes to whoever shows the session of its conversation, and to nobody else. It is something to
save; the widget shows pictures from what it has loaded.
"""

from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sanic import HTTPResponse, Request
from sanic.response import empty, html, raw, redirect

from chassis.app import App
from chassis.errors import NotFoundError
from connectors.webchat.files import FOLDER
from connectors.webchat.server import is_allowed
from connectors.webchat.sessions import Sessions
from connectors.webchat.settings import WebchatSettings
from conversation.files import FileId, Files
from conversation.video import PATH, Video

OVER = 410
DAY_SECONDS = "86400"
#: Nothing in a file may run, load or send anything, wherever a browser opens it.
SANDBOX = "default-src 'none'; sandbox"
OVER_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def add_customer_routes(
    app: App,
    settings: WebchatSettings,
    *,
    sessions: Sessions,
    files: Files,
    video: Video | None,
) -> None:
    """Serve `/chat/files/<id>` and `/video/<id>`."""
    over = _over_page(settings)

    @app.get("/chat/files/<file:str>", name="webchat_file")
    async def show_file(request: Request, file: str) -> HTTPResponse:
        session = sessions.read(request.token)
        found = await files.get(session.conversation, FileId(file)) if session else None
        if found is None or found.line is None:
            raise NotFoundError("There is nothing here.")
        headers = {
            **_shared(request, settings),
            "content-disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "content-security-policy": SANDBOX,
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
            "referrer-policy": "no-referrer",
        }
        return raw(found.body, content_type=found.media_type, headers=headers)

    @app.options("/chat/files/<file:str>", name="webchat_file_allowed")
    async def allow_file(request: Request, file: str) -> HTTPResponse:
        del file
        headers = {
            **_shared(request, settings),
            "access-control-allow-headers": "authorization",
            "access-control-allow-methods": "GET",
            "access-control-max-age": DAY_SECONDS,
        }
        return empty(headers=headers)

    @app.get(f"{PATH}/<room:str>", name="webchat_video")
    async def enter(_request: Request, room: str) -> HTTPResponse:
        there = await video.enter(room) if video else None
        headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
        if there is None:
            policy = {"content-security-policy": OVER_POLICY, "x-content-type-options": "nosniff"}
            return html(over, status=OVER, headers={**headers, **policy})
        return redirect(there, status=303, headers=headers)


def _shared(request: Request, settings: WebchatSettings) -> dict[str, str]:
    """Return the headers that let the sites named load a file, and no others."""
    origin = request.headers.get("origin", "")
    if origin and is_allowed(origin, host=request.host, origins=settings.origins):
        return {"vary": "origin", "access-control-allow-origin": origin}
    return {"vary": "origin"}


def _over_page(settings: WebchatSettings) -> str:
    templates = Environment(
        loader=FileSystemLoader(FOLDER / "site"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
    )
    return templates.get_template("video_over.html").render(brand=settings.brand)
