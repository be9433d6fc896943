"""Files that agents send: what each channel takes, what bytes really are, and where they are kept.

A file is kept when an agent puts it into a draft, and stands in a line when that is said. What it
is, its bytes say; its name is only ever shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NewType, Protocol

from conversation.errors import UndeliverableError
from conversation.identity import AgentId, Channel, ConversationId, LineId
from conversation.messages import Attachment, Line

FileId = NewType("FileId", str)

JPEG, PNG, GIF, WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"
PDF = "application/pdf"
ENDINGS = {
    JPEG: ("jpg", "jpeg"),
    PNG: ("png",),
    GIF: ("gif",),
    WEBP: ("webp",),
    PDF: ("pdf",),
}

MEGABYTE = 1_000_000
LONGEST_NAME = 80
#: Of a file that was put into a draft and never sent.
DRAFT_KEPT = timedelta(days=2)

# Controls, half characters, and marks that turn the direction of what follows.
_UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SEPARATOR = re.compile(r"[/\\:]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel takes with one line: so many files, each of a type and up to its size.

    `wordless`: a line may be nothing but files.
    """

    most: int
    sizes: dict[str, int] = field(default_factory=dict)
    wordless: bool = True


NOTHING = Limits(most=0)
_OWN_LIMIT = 10 * MEGABYTE
_X_LIMIT = 5 * MEGABYTE
_X_IMAGES = dict.fromkeys((JPEG, PNG, WEBP), _X_LIMIT)

#: X takes four pictures with a post and one with a message; what it shows of our own lines is known
#: again by its words, so there are always some. Messenger takes pictures up to 8 MB, each as a
#: message of its own. With a comment nothing can be sent but from a public address.
OF_CHANNEL = {
    Channel.WEBCHAT: Limits(5, dict.fromkeys((JPEG, PNG, GIF, WEBP, PDF), _OWN_LIMIT)),
    Channel.MESSENGER: Limits(
        5, {**dict.fromkeys((JPEG, PNG, GIF), 8 * MEGABYTE), PDF: _OWN_LIMIT}
    ),
    Channel.X_DM: Limits(1, _X_IMAGES, wordless=False),
    Channel.X_PUBLIC: Limits(4, _X_IMAGES, wordless=False),
    Channel.FB_COMMENT: NOTHING,
}
LARGEST = max(size for limits in OF_CHANNEL.values() for size in limits.sizes.values())


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of one conversation. `line` is the one it was sent with, None while in a draft."""

    id: FileId
    conversation: ConversationId
    name: str
    media_type: str
    body: bytes = field(repr=False)
    agent: AgentId
    at: datetime
    line: LineId | None = None

    def as_attachment(self) -> Attachment:
        """Return how it stands in a line."""
        return Attachment(
            kind="image" if self.media_type.startswith("image/") else "file",
            file=self.id,
            name=self.name,
            media_type=self.media_type,
            size=len(self.body),
        )


class Files(Protocol):
    """Keeps files, apart for each conversation; who knows an id of another one gets nothing."""

    async def keep(self, file: StoredFile) -> None:
        """Keep a file; what lay in drafts for longer than DRAFT_KEPT before it, goes."""

    async def get(self, conversation: ConversationId, id: FileId) -> StoredFile | None:
        """Return a file of a conversation."""

    async def send(self, conversation: ConversationId, ids: Sequence[FileId], line: LineId) -> None:
        """Note with which line files are sent: they are kept as long as the conversation."""

    async def drop(self, conversation: ConversationId, id: FileId) -> None:
        """Delete a file; no-op if it is gone."""

    async def forget(self, conversation: ConversationId) -> None:
        """Delete all files of a conversation."""


class NoFiles:
    """Stands where nothing is ever sent but words: keeps nothing, knows nothing."""

    async def keep(self, file: StoredFile) -> None:
        """See Files."""

    async def get(self, conversation: ConversationId, id: FileId) -> StoredFile | None:
        """See Files."""
        return None

    async def send(self, conversation: ConversationId, ids: Sequence[FileId], line: LineId) -> None:
        """See Files."""

    async def drop(self, conversation: ConversationId, id: FileId) -> None:
        """See Files."""

    async def forget(self, conversation: ConversationId) -> None:
        """See Files."""


NO_FILES = NoFiles()


async def files_of(files: Files, conversation: ConversationId, line: Line) -> list[StoredFile]:
    """Return the files that a line is sent with. Raises UndeliverableError if one is gone."""
    found = []
    for attachment in line.attachments:
        file = await files.get(conversation, FileId(attachment.file))
        if file is None:
            raise UndeliverableError("Eine Datei dazu ist nicht mehr da.")
        found.append(file)
    return found


def media_type_of(body: bytes) -> str:
    """Return what bytes are by how they begin and end; empty for all that we do not send.

    Nothing that a browser could run is known here: markup and drawings with scripts are refused.
    """
    if body.startswith(b"\xff\xd8\xff"):
        return JPEG
    if body.startswith(b"\x89PNG\r\n\x1a\n") and body[12:16] == b"IHDR":
        return PNG
    if body.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return WEBP
    if body.startswith(b"%PDF-") and b"%%EOF" in body[-1_024:]:
        return PDF
    return ""


def shown_name(name: str, media_type: str) -> str:
    """Return a file's name as it may be shown and saved: one line, no folders, its real ending."""
    clean = _SEPARATOR.sub("_", _UNSHOWN.sub("", name)).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot or ending.lower() not in ENDINGS[media_type]:
        stem, ending = clean, ENDINGS[media_type][0]
    return f"{stem[:LONGEST_NAME].strip(' .') or 'Datei'}.{ending.lower()}"
