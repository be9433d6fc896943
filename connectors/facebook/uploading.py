"""Files on their way to Messenger: uploaded first, and named in a message by Facebook's id."""

from dataclasses import dataclass
from datetime import timedelta

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.facebook.dispatch import Dispatch
from connectors.facebook.fields import Fields, optional_id
from connectors.facebook.graph import Graph
from connectors.facebook.names import FacebookKeys
from connectors.facebook.settings import Page
from connectors.facebook.usage import Usage
from conversation.errors import UndeliverableError
from conversation.files import Files, StoredFile, files_of
from conversation.identity import Channel, ConversationId
from conversation.messages import Line

#: Facebook keeps what was uploaded for 90 days.
KEPT = timedelta(days=30)
NOT_TAKEN = "Facebook nimmt die Datei nicht an."


@dataclass(frozen=True, slots=True)
class Uploading:
    """Uploads the files of lines. That says nothing to anybody yet, so it may be repeated.

    Facebook's id is remembered, so that a line that is tried again is not uploaded again.
    """

    graph: Graph
    dispatch: Dispatch
    files: Files
    redis: Redis
    names: FacebookKeys

    async def messages(self, page: Page, conversation: ConversationId, line: Line) -> list[Fields]:
        """Return a message for each of a line's files.

        Raises UndeliverableError, TryLaterError.
        """
        if not line.attachments:
            return []
        found = await files_of(self.files, conversation, line)
        return [await self._message(page, conversation.channel, file) for file in found]

    async def _message(self, page: Page, channel: Channel, file: StoredFile) -> Fields:
        kind = "image" if file.media_type.startswith("image/") else "file"
        key = self.names.of_page(page.id, "upload", file.id)
        known = await awaited(self.redis.get(key))
        id = known.decode() if known else await self._upload(page, channel, file, kind)
        if not known:
            await self.redis.set(key, id, ex=KEPT)
        return {"attachment": {"type": kind, "payload": {"attachment_id": id}}}

    async def _upload(self, page: Page, channel: Channel, file: StoredFile, kind: str) -> str:
        told = {"attachment": {"type": kind, "payload": {"is_reusable": True}}}
        answered: list[Fields] = []

        async def upload() -> tuple[object, Usage]:
            answer, usage = await self.graph.upload(
                page, (page.id, "message_attachments"), {"message": told}, file
            )
            answered.append(answer)
            return answer, usage

        await self.dispatch.pacing.check(page, channel)
        await self.dispatch.standing.check(page, channel)
        await self.dispatch.call(page, channel, upload())
        id = optional_id(answered[0].get("attachment_id"))
        if not id:
            raise UndeliverableError(NOT_TAKEN)
        return id
