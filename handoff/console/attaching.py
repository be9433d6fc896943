"""Files in the making: what an agent puts into a reply is kept at once, and sent with its line."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from conversation.files import (
    ENDINGS,
    MEGABYTE,
    OF_CHANNEL,
    FileId,
    Files,
    Limits,
    StoredFile,
    media_type_of,
    shown_name,
)
from conversation.identity import Channel, ConversationId, LineId
from conversation.messages import Attachment
from conversation.pictures import UnreadablePictureError, without_metadata
from conversation.ports import Clock, Desk, Transcripts
from handoff.console.views import AttachView, Notice
from staff.language import N_, _, _n, decimal_words
from staff.ports import Account

ID_BYTES = 32

NOT_HELD = Notice(N_("Nicht angehängt: Diese Unterhaltung ist erst zu übernehmen."), bad=True)
UNKNOWN_KIND = Notice(
    N_("Nicht angehängt: Was in der Datei steht, ist keine der Arten hier."), bad=True
)
UNREADABLE = Notice(N_("Nicht angehängt: Das Bild ist beschädigt."), bad=True)
NOTHING_IN_IT = Notice(N_("Nicht angehängt: Die Datei ist leer."), bad=True)
TOO_LARGE = N_("Nicht angehängt: Größer als {} nimmt der Kanal nicht an.")
TOO_MANY = N_("Nichts wurde gesendet: Hier gehen höchstens {} mit einer Antwort.")
WORDLESS = Notice(N_("Nichts wurde gesendet: Auf X gehört zu einem Bild ein Satz."), bad=True)
GONE = Notice(
    N_("Nichts wurde gesendet: Eine Datei ist nicht mehr da. Bitte neu anhängen."), bad=True
)
SENT_ALREADY = Notice(
    N_("Nichts wurde gesendet: Eine Datei darin wurde schon gesendet. Bitte entfernen."), bad=True
)

WORDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "application/pdf": "PDF",
}


@dataclass(frozen=True, slots=True)
class Attaching:
    """Takes files from whoever holds a conversation, within what its channel takes."""

    files: Files
    desk: Desk
    transcripts: Transcripts
    clock: Clock

    async def keep(
        self, conversation: ConversationId, agent: Account, *, name: str, body: bytes
    ) -> StoredFile | Notice:
        """Keep a file for a reply in the making; what it is, its bytes say.

        A picture is kept without what it tells of place, device and time.
        """
        if (await self.desk.state(conversation)).hold.agent != agent.id:
            return NOT_HELD
        if problem := problem_of(body, OF_CHANNEL[conversation.channel]):
            return problem
        kind = media_type_of(body)
        try:
            body = without_metadata(body, kind)
        except UnreadablePictureError:
            return UNREADABLE
        file = StoredFile(
            id=FileId(secrets.token_urlsafe(ID_BYTES)),
            conversation=conversation,
            name=shown_name(name, kind),
            media_type=kind,
            body=body,
            agent=agent.id,
            at=self.clock.now(),
        )
        await self.files.keep(file)
        return file

    async def shown(
        self, conversation: ConversationId, agent: Account, id: FileId
    ) -> StoredFile | None:
        """Return a file of a conversation; one in a draft only to whoever put it there."""
        file = await self.files.get(conversation, id)
        if file is None or (file.line is None and file.agent != agent.id):
            return None
        return file

    async def remove(self, conversation: ConversationId, agent: Account, id: FileId) -> None:
        """Delete a file from a draft; one that was sent stays."""
        file = await self.files.get(conversation, id)
        if file is None or file.agent != agent.id or await self._was_said(file):
            return
        await self.files.drop(conversation, id)

    async def take(
        self,
        conversation: ConversationId,
        agent: Account,
        ids: Sequence[FileId],
        *,
        line: LineId,
        text: str,
    ) -> tuple[Attachment, ...] | Notice:
        """Return files as they go with a line, and note that they do, or say why not.

        A file goes with one line only: sending that again says nothing new, and another one with
        the same file would be the same thing twice.
        """
        limits = OF_CHANNEL[conversation.channel]
        if ids and not (text or limits.wordless):
            return WORDLESS
        ids = [*dict.fromkeys(ids)]
        if len(ids) > limits.most:
            return Notice(TOO_MANY.format(count_words(limits)), bad=True)
        found = []
        for id in ids:
            file = await self.files.get(conversation, id)
            if file is None or file.agent != agent.id:
                return GONE
            if file.line != line and await self._was_said(file):
                return SENT_ALREADY
            found.append(file)
        await self.files.send(conversation, ids, line)
        return tuple(file.as_attachment() for file in found)

    async def _was_said(self, file: StoredFile) -> bool:
        if file.line is None:
            return False
        return file.line in await self.transcripts.deliveries(file.conversation)


def problem_of(body: bytes, limits: Limits) -> Notice | None:
    """Return why a channel does not take these bytes; None if it does."""
    if not body:
        return NOTHING_IN_IT
    most = limits.sizes.get(media_type_of(body))
    if most is None:
        return UNKNOWN_KIND
    if len(body) > most:
        return Notice(TOO_LARGE.format(megabytes(most)), bad=True)
    return None


def attach_view(channel: Channel) -> AttachView:
    """Return what the reply box says of files before anything is chosen."""
    limits = OF_CHANNEL[channel]
    endings = [f".{ending}" for kind in limits.sizes for ending in ENDINGS[kind]]
    return AttachView(
        most=limits.most,
        accept=",".join(endings),
        largest=max(limits.sizes.values(), default=0),
        words=limit_words(channel),
    )


def limit_words(channel: Channel) -> str:
    """Say what a channel takes: so many, of which kinds, how large."""
    limits = OF_CHANNEL[channel]
    if not limits.most:
        return _("Dateien gehen hier nicht: Facebook nimmt sie in Kommentaren von uns nicht an.")
    of_size: dict[int, list[str]] = {}
    for kind, size in limits.sizes.items():
        of_size.setdefault(size, []).append(WORDS[kind])
    kinds = "; ".join(
        _("%(kinds)s bis %(size)s", kinds=", ".join(map(str, names)), size=megabytes(size))
        for size, names in of_size.items()
    )
    everybody = " " + _("Öffentlich: Alle sehen das Bild.") if channel.public else ""
    count = count_words(limits)
    return (
        _("%(count)s je Antwort: %(kinds)s.", count=count[0].upper() + count[1:], kinds=kinds)
        + everybody
    )


def count_words(limits: Limits) -> str:
    """Return how many files go with one line."""
    return _n("eine Datei", "%(number)s Dateien", limits.most)


def megabytes(size: int) -> str:
    """Return a size in megabytes or less, as people read it."""
    if size >= MEGABYTE:
        whole = size % MEGABYTE < MEGABYTE / 20 or size % MEGABYTE >= MEGABYTE * 0.95
        return f"{decimal_words(size / MEGABYTE, digits=0 if whole else 1)} MB"
    return f"{max(1, round(size / 1000))} KB"
