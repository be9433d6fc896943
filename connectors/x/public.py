"""The way out of public threads: one reply to the customer's last post."""

from typing import Any

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.x.keys import XKeys
from connectors.x.media import Media
from connectors.x.outcomes import NeedsPersonError, RuledOutError
from connectors.x.problems import Problem
from connectors.x.refusals import needs_person
from connectors.x.sending import Parcel, Sending
from connectors.x.settings import BudgetKind, XSettings
from connectors.x.threads import Thread, Threads
from connectors.x.wording import PublicPost, public_post
from conversation.errors import UndeliverableError
from conversation.identity import ConversationId
from conversation.keys import CONVERSATION_SECONDS
from conversation.messages import Line, Speaker
from conversation.publicly import is_disclosure


class XPublicSender:
    """Posts replies. Repeatable: every attempt is written down, and looked for before another."""

    repeatable = True

    def __init__(
        self,
        redis: Redis,
        keys: XKeys,
        *,
        sending: Sending,
        media: Media,
        threads: Threads,
        settings: XSettings,
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._sending = sending
        self._media = media
        self._threads = threads
        self._settings = settings

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender. Raises NeedsPersonError, RuledOutError and TryLaterError beside."""
        if await self._sending.was_sent(conversation, line):
            return
        thread = await self._threads.of(conversation)
        if not thread.target:
            raise UndeliverableError("Hier gibt es keinen Beitrag, auf den zu antworten wäre.")
        post = public_post(line, self._settings)
        if line.speaker is Speaker.AGENT:
            await self._post(conversation, line, thread, post)
            return
        await self._check_automation(line, thread)
        try:
            await self._post_anyhow(conversation, line, thread, post)
        except UndeliverableError:
            await self._redis.delete(self._answered(thread))
            raise

    async def _check_automation(self, line: Line, thread: Thread) -> None:
        """Keep X's rules for automated replies. Raises RuledOutError, NeedsPersonError."""
        if is_disclosure(line):
            words = "Öffentlich sagt jede automatische Antwort selbst, dass sie von keinem Menschen"
            raise RuledOutError("disclosed", f"{words} kommt.")
        if not self._settings.enterprise and not (thread.summoned and thread.open_to_us):
            raise needs_person(Problem.NOT_SUMMONED)
        # Claimed before it is sent, so that two lines never both see room for the one reply.
        key = self._answered(thread)
        await self._redis.set(key, line.id, nx=True, ex=CONVERSATION_SECONDS)
        claimed = await awaited(self._redis.get(key))
        if claimed is not None and claimed.decode() != line.id:
            words = "X erlaubt nur eine automatische öffentliche Antwort auf einen Beitrag."
            raise RuledOutError("one_reply", words)

    async def _post_anyhow(
        self, conversation: ConversationId, line: Line, thread: Thread, post: PublicPost
    ) -> None:
        """Post; what stands there already is said once more in other words, then people see to it.

        X takes no text twice, but who asks the same again is to get an answer again.
        """
        try:
            await self._post(conversation, line, thread, post)
        except NeedsPersonError as error:
            if error.code != Problem.DUPLICATE.value:
                raise
            again = public_post(line, self._settings, again=True)
            await self._post(conversation, line, thread, again)

    async def _post(
        self, conversation: ConversationId, line: Line, thread: Thread, post: PublicPost
    ) -> None:
        body: dict[str, Any] = {
            "text": post.text,
            "reply": {"in_reply_to_tweet_id": thread.target},
        }
        if media := await self._media.of(conversation, line):
            body["media"] = {"media_ids": media}
        if post.button:
            body["direct_message_deep_link"] = self._settings.private_link
        await self._sending.send(
            Parcel(
                conversation=conversation,
                line=line,
                text=post.text,
                path="/2/tweets",
                body=body,
                kind=BudgetKind.POST,
                id_name="id",
            )
        )

    def _answered(self, thread: Thread) -> str:
        return self._keys.of_account("answered", thread.target)
