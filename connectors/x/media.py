"""Pictures on their way to X: uploaded first, and named in the post or message by X's id."""

import base64
from dataclasses import dataclass
from datetime import timedelta

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.x.account import ACCESS, NOT_CONNECTED, Account
from connectors.x.api import Call, XApi
from connectors.x.auth import TokenDeadError
from connectors.x.fields import identifier_or_none, part
from connectors.x.keys import XKeys
from connectors.x.outcomes import NeedsPersonError
from connectors.x.problems import NotSentError, Problem, RefusedError, UnansweredError
from connectors.x.refusals import needs_person
from conversation.errors import TryLaterError, UndeliverableError
from conversation.files import Files, StoredFile, files_of
from conversation.identity import Channel, ConversationId
from conversation.messages import Line
from conversation.ports import Clock

UPLOAD = "/2/media/upload"
CATEGORIES = {Channel.X_PUBLIC: "tweet_image", Channel.X_DM: "dm_image"}
#: X keeps what was uploaded and not used for a day.
KEPT = timedelta(hours=20)
PAUSE = timedelta(seconds=30)
NOT_TAKEN = "X nimmt das Bild nicht an."


@dataclass(frozen=True, slots=True)
class Media:
    """Uploads the pictures of lines. That says nothing to anybody yet, so it may be repeated.

    X's id of a picture is remembered, so that a line which waits for room is not uploaded again.
    """

    api: XApi
    files: Files
    redis: Redis
    keys: XKeys
    account: Account
    clock: Clock
    patience: timedelta

    async def of(self, conversation: ConversationId, line: Line) -> list[str]:
        """Return X's ids of a line's pictures.

        Raises UndeliverableError, NeedsPersonError, TryLaterError.
        """
        found = await files_of(self.files, conversation, line)
        return [await self._id(file, line) for file in found]

    async def _id(self, file: StoredFile, line: Line) -> str:
        key = self.keys.of_account("media", file.id)
        if known := await awaited(self.redis.get(key)):
            return str(known.decode())
        id = await self._upload(file, line)
        await self.redis.set(key, id, ex=KEPT)
        return id

    async def _upload(self, file: StoredFile, line: Line) -> str:
        body = {
            "media": base64.b64encode(file.body).decode(),
            "media_category": CATEGORIES[file.conversation.channel],
        }
        try:
            answer = await self.api.call(Call(method="POST", path=UPLOAD, body=body))
        except TokenDeadError as error:
            raise await self._cut_off() from error
        except (NotSentError, UnansweredError) as error:
            raise self._again(line) from error
        except RefusedError as error:
            raise await self._refused(error, line) from error
        id = identifier_or_none(part(answer, "data").get("id"))
        if not id:
            raise self._again(line)
        return id

    async def _refused(self, error: RefusedError, line: Line) -> Exception:
        match error.problem:
            case Problem.TOO_MANY | Problem.SERVER:
                return self._again(line)
            case Problem.UNAUTHORIZED:
                return await self._cut_off()
            case Problem.USAGE_CAPPED:
                await self.account.capped()
                return needs_person(error.problem)
            case _:
                return UndeliverableError(NOT_TAKEN)

    async def _cut_off(self) -> NeedsPersonError:
        await self.account.in_trouble(ACCESS, NOT_CONNECTED)
        return needs_person(Problem.UNAUTHORIZED)

    def _again(self, line: Line) -> TryLaterError | NeedsPersonError:
        if self.clock.now() - line.at > self.patience:
            return needs_person(Problem.SERVER)
        return TryLaterError("X ist gerade nicht zu erreichen.", after=PAUSE)
