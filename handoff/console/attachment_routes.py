"""The addresses of files in the console: put one into a draft, look at one, remove one."""

from typing import Any, cast
from urllib.parse import quote, unquote

from sanic import HTTPResponse, Request
from sanic.response import empty, raw
from sanic.response import json as json_response

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError, ServiceError
from conversation.files import LARGEST, FileId, StoredFile
from handoff.console.addresses import ROOT, conversation_of, file_path
from handoff.console.attaching import Attaching, megabytes
from handoff.console.views import Notice
from staff.access import for_roles, signed_in
from staff.roles import Role

NAME_HEADER = "Lotse-File-Name"
LONGEST_HEADER = 2_000
REFUSED = 409
#: Nothing in a file may run, load or send anything, wherever a browser opens it.
SANDBOX = "default-src 'none'; sandbox"

Roles = tuple[Role, ...]


def add_attachments(app: App, attaching: Attaching, roles: Roles) -> None:
    """Put the addresses of files into an application, below their conversation's."""
    path = f"{ROOT}/conversations/<segment:str>/files"

    @app.post(path, name="console_attach", stream=True)
    @for_roles(*roles)
    async def attach(request: Request, segment: str) -> HTTPResponse:
        conversation = conversation_of(segment)
        name = request.headers.get(NAME_HEADER, "")
        if not name or len(name) > LONGEST_HEADER:
            raise BadRequestError("A file needs its name.")
        kept = await attaching.keep(
            conversation,
            signed_in(request).account,
            name=unquote(name, errors="replace"),
            body=await _body(request),
        )
        if isinstance(kept, Notice):
            return json_response({"problem": kept.words}, status=REFUSED)
        return json_response(
            {
                "id": kept.id,
                "name": kept.name,
                "size": megabytes(len(kept.body)),
                "image": kept.media_type.startswith("image/"),
                "url": file_path(conversation, kept.id),
            }
        )

    @app.get(f"{path}/<file:str>", name="console_file")
    @for_roles(*roles)
    async def show(request: Request, segment: str, file: str) -> HTTPResponse:
        found = await attaching.shown(
            conversation_of(segment), signed_in(request).account, FileId(file)
        )
        if found is None:
            raise NotFoundError("There is no such file.")
        return sent(found)

    @app.post(f"{path}/<file:str>/remove", name="console_file_remove")
    @for_roles(*roles)
    async def remove(request: Request, segment: str, file: str) -> HTTPResponse:
        await attaching.remove(conversation_of(segment), signed_in(request).account, FileId(file))
        return empty()


def sent(file: StoredFile) -> HTTPResponse:
    """Answer with a file as something to save; a page may show a picture, nothing more."""
    return raw(
        file.body,
        content_type=file.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


async def _body(request: Request) -> bytes:
    """Read a request's body up to what any channel takes. Raises ServiceError 413 above."""
    stream, body = cast(Any, request.stream), bytearray()
    while (chunk := await stream.read()) is not None:
        body += chunk
        if len(body) > LARGEST:
            raise ServiceError("The file is too large.", status=413)
    return bytes(body)
