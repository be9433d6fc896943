"""The way out below a page's posts: one public comment, one private reply, and hiding."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.logs import get_logger
from connectors.facebook.comment_book import CommentBook, Place
from connectors.facebook.composing import TEXT, comment_of, length, private_opening
from connectors.facebook.dispatch import Dispatch, Shipment
from connectors.facebook.fields import Fields, fields_of, items_of, optional_id
from connectors.facebook.graph import Graph
from connectors.facebook.ids import (
    CommentThread,
    comment_id,
    messenger_conversation,
    platform_comment,
)
from connectors.facebook.journal import Part, State, private_metadata, private_part
from connectors.facebook.messenger_sender import NOT_CONNECTED, says
from connectors.facebook.ports import PrivateWays
from connectors.facebook.settings import FacebookSettings, Page
from connectors.facebook.usage import Usage
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import Channel, ConversationId, LineId, MessageId
from conversation.messages import Line, Speaker
from conversation.ports import Clock
from conversation.publicly import invites_into_private

PRIVATE_REPLY = timedelta(days=7)
LOOKED_AT = "50"
#: How old a public line may be that its private reply still holds up those behind it.
PATIENCE = timedelta(minutes=10)

TOO_LONG = "This is too long for one comment; say it shorter, or in private."
EMPTY = "There is nothing in this line that a comment could show."
UNKNOWN_COMMENT = "This comment is not known (any more)."
TOO_OLD = "A comment can be answered in private for seven days only."
SPENT = "This comment was answered in private already; the person has to write now."


@dataclass(slots=True)
class CommentSender:
    """Answers comments (POST /{comment}/comments). A line is one comment and is never split.

    A line that leads into Messenger is followed by the comment's private reply, because only its
    answer proves who a comment's author is there: Facebook names them otherwise. `repeatable` as
    with MessengerSender.
    """

    settings: FacebookSettings
    graph: Graph
    dispatch: Dispatch
    book: CommentBook
    ways: PrivateWays
    clock: Clock
    repeatable: bool = True

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender; also raises TryLaterError."""
        thread = CommentThread.of(conversation)
        page = await self._page_of(thread)
        settings, body = self.settings, self._body(line)
        text = body["message"]
        if not text:
            raise UndeliverableError(EMPTY)
        if length(text) > settings.public_characters:
            raise UndeliverableError(TOO_LONG)
        part = Part(conversation, line.id)
        await self.book.saying(part, text)
        await self.dispatch(self._shipment(page, thread, part, body))
        if self.leads(line):
            await self._open_private_way(conversation, line)

    def leads(self, line: Line) -> bool:
        """Say whether whoever reads a line as a comment is asked to go on in Messenger."""
        return invites_into_private(self._body(line)["message"])

    async def private_reply(self, comment: MessageId, line: Line) -> ConversationId | None:
        """Answer a comment in private: once, within seven days; return where it goes on.

        None if Facebook did not say whom it reached; the echo tells, see `private_conversation`.
        It does not open the 24 hours, only the person's answer does. Raises as `send`, and
        ValueError for what is no comment.
        """
        id, text = platform_comment(comment), line.text.strip()
        place, page = await self._known(id)
        if self.clock.now() > place.created_at + PRIVATE_REPLY:
            raise UndeliverableError(TOO_OLD)
        if not text:
            raise UndeliverableError(EMPTY)
        if length(text) > TEXT:
            raise UndeliverableError(TOO_LONG)
        if not await self.book.claim_private_reply(id, line.id):
            raise UndeliverableError(SPENT)
        await self._reply_privately(page, id, line.id, text)
        private = await self.private_conversation(comment)
        if private is not None:
            await self.ways.led(place.conversation, private, line)
        return private

    async def private_conversation(self, comment: MessageId) -> ConversationId | None:
        """Return the Messenger conversation that a private reply to a comment has led to, if any.

        This is what makes the author of a comment and a person in Messenger one. Raises ValueError
        for what is no comment.
        """
        id = platform_comment(comment)
        place, person = await self.book.place(id), await self.book.person(id)
        return messenger_conversation(place.page, person) if place and person else None

    async def hide(self, comment: MessageId, *, hidden: bool = True) -> None:
        """Hide a comment from everybody but its author and their friends, or show it again.

        Raises as `send`, and ValueError for what is no comment.
        """
        id = platform_comment(comment)
        _, page = await self._known(id)
        await self.dispatch.pacing.check(page, Channel.FB_COMMENT)
        await self.dispatch.standing.check(page, Channel.FB_COMMENT)
        work = self.graph.post(page, (id,), {"is_hidden": hidden})
        await self.dispatch.call(page, Channel.FB_COMMENT, work)

    def _body(self, line: Line) -> Fields:
        settings = self.settings
        return comment_of(line, assistant=settings.assistant, most=settings.public_characters)

    async def _open_private_way(self, conversation: ConversationId, line: Line) -> None:
        """Answer the customer's newest comment in private, too, if Facebook lets us."""
        comment = await self.book.latest(conversation)
        if not comment:
            return
        settings = self.settings
        said = Line(
            id=LineId(f"{line.id}.private"),
            speaker=Speaker.NOTICE,
            text=private_opening(line, brand=settings.brand, assistant=settings.assistant),
            at=self.clock.now(),
        )
        try:
            await self.private_reply(comment_id(comment), said)
        except (UndeliverableError, DeliveryUncertainError, TryLaterError) as error:
            if isinstance(error, TryLaterError) and self.clock.now() - line.at < PATIENCE:
                raise
            # The public line was said and tells the way in words; a doubt ends with the echo.
            get_logger().warning("private_reply_not_sent", exc_info=error)

    async def _reply_privately(self, page: Page, comment: str, line: LineId, text: str) -> None:
        part = private_part(page.id, comment, line)

        async def send() -> tuple[str, Usage]:
            message = {"text": text, "metadata": private_metadata(comment, line)}
            body = {"recipient": {"comment_id": comment}, "message": message}
            answer, usage = await self.graph.post(page, (page.id, "messages"), body)
            await self.book.reached(comment, optional_id(answer.get("recipient_id")))
            return optional_id(answer.get("message_id")), usage

        try:
            await self.dispatch(Shipment(part=part, page=page, send=send))
        except (UndeliverableError, TryLaterError):
            before = await self.dispatch.journal.look(part, self.clock.now())
            if before.state is State.NEW:
                await self.book.free_private_reply(comment)
            raise

    def _shipment(self, page: Page, thread: CommentThread, part: Part, body: Fields) -> Shipment:
        async def send() -> tuple[str, Usage]:
            answer, usage = await self.graph.post(page, (thread.root, "comments"), body)
            return optional_id(answer.get("id")), usage

        async def find(since: datetime) -> str | None:
            answer = await self.graph.get(
                page,
                (thread.root, "comments"),
                fields="id,message,from,created_time",
                order="reverse_chronological",
                limit=LOOKED_AT,
            )
            for comment in map(fields_of, items_of(answer.get("data"))):
                id = optional_id(comment.get("id"))
                ours = says(comment, page, body["message"], since)
                if ours and not await self.dispatch.journal.sent(part.conversation, id):
                    return id
            return None

        return Shipment(part=part, page=page, send=send, find=find)

    async def _known(self, comment: str) -> tuple[Place, Page]:
        place = await self.book.place(comment)
        if place is None:
            raise UndeliverableError(UNKNOWN_COMMENT)
        page = self.settings.page(place.page)
        if page is None:
            raise UndeliverableError(NOT_CONNECTED)
        return place, page

    async def _page_of(self, thread: CommentThread) -> Page:
        place = await self.book.place(thread.root)
        page = self.settings.page(place.page) if place else None
        page = page or self.settings.page_of_post(thread.post)
        if page is None:
            raise UndeliverableError(NOT_CONNECTED)
        return page
