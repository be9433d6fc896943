"""Small files of each kind, as bytes: whole pictures that browsers show, and what only pretends."""

import base64
import secrets
from datetime import UTC, datetime
from typing import Any

from conversation.files import FileId, Files, StoredFile, media_type_of
from conversation.identity import AgentId, ConversationId, LineId

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
EVIL_NAME = '"><img src=x onerror=alert(1)>.png'


async def sent_file(
    files: Files, conversation: ConversationId, body: bytes = PNG, **more: Any
) -> StoredFile:
    """Keep a file as if an agent had just sent it."""
    file = StoredFile(
        id=FileId(secrets.token_urlsafe(32)),
        conversation=conversation,
        name=more.pop("name", "Router.png"),
        media_type=media_type_of(body),
        body=body,
        agent=AgentId("mara"),
        at=datetime.now(UTC),
        line=LineId("agent-1"),
    )
    await files.keep(file)
    return file
