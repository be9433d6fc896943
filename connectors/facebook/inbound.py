"""From what events say to what the house is told, with what we remember: ours, whose, how far."""

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.facebook.comment_book import CommentBook
from connectors.facebook.ids import CommentThread, comment_id, messenger_id
from connectors.facebook.journal import Journal, Part, commented_by
from connectors.facebook.marks import Mark, Marks
from connectors.facebook.ports import PrivateWays, Settlement
from connectors.facebook.settings import FacebookSettings
from connectors.facebook.told import Acted, Comment, Echo, Hid, Told, Verb, Watermark
from connectors.incoming import Edited, Erased, Incoming, SaidElsewhere, Seen, Skipped, Written
from conversation.identity import Channel, ConversationId
from conversation.messages import Line, Speaker

OWN_ECHO = Skipped("own_echo")
OWN_COMMENT = Skipped("own_comment")
OLD_WATERMARK = Skipped("old_watermark")


@dataclass(frozen=True, slots=True)
class Inbound:
    """Looks events up. All of it may be done again: Meta repeats what was not acknowledged."""

    settings: FacebookSettings
    marks: Marks
    journal: Journal
    book: CommentBook
    settlement: Settlement
    ways: PrivateWays

    async def resolve(self, told: Iterable[Told]) -> list[Incoming]:
        """Return what the house is told, in order; what a batch says twice is told once."""
        seen: set[str] = set()
        resolved: list[Incoming] = []
        for one in told:
            incoming = await self._resolve(one)
            id = getattr(incoming, "id", None)
            if id is not None and id in seen:
                incoming = Skipped("repeated_in_batch")
            elif id is not None:
                seen.add(id)
            resolved.append(incoming)
        return resolved

    async def _resolve(self, told: Told) -> Incoming:
        match told:
            case Echo():
                return await self._echo(told)
            case Watermark():
                return await self._watermark(told)
            case Comment():
                return await self._comment(told)
            case Hid():
                await self.book.mark_hidden(told.id, hidden=told.hidden)
                return told.skipped
            case Acted():
                await self.marks.advance(told.conversation, Mark.ACTED, told.at)
                return told.skipped
            case Written():
                if told.conversation.channel is Channel.MESSENGER:
                    await self.marks.advance(told.conversation, Mark.ACTED, told.sent_at)
                return told
            case _:
                return told

    async def _echo(self, echo: Echo) -> Incoming:
        """Tell our own words, which may settle a doubt, from those of a person elsewhere."""
        part = Part.told_by(echo.conversation, echo.metadata)
        if comment := commented_by(echo.metadata):
            await self._reached(comment, echo, part)
        if echo.metadata and await self._confirmed(part, echo.mid, echo.conversation):
            return OWN_ECHO
        ours = echo.app_id == self.settings.app_id
        if ours or await self.journal.sent(echo.conversation, echo.mid):
            return OWN_ECHO
        return SaidElsewhere(
            id=messenger_id(echo.mid),
            conversation=echo.conversation,
            text=echo.text,
            at=echo.at,
        )

    async def _reached(self, comment: str, echo: Echo, part: Part) -> None:
        """Learn from a private reply's echo who the author of a comment is in Messenger."""
        await self.book.reached(comment, echo.conversation.customer)
        place = await self.book.place(comment)
        if place is not None:
            said = Line(id=part.line, speaker=Speaker.NOTICE, text=echo.text, at=echo.at)
            await self.ways.led(place.conversation, echo.conversation, said)

    async def _confirmed(self, part: Part, mid: str, conversation: ConversationId) -> bool:
        confirmed = await self.journal.confirm(part, mid)
        if confirmed.settles:
            await self.settlement.arrived(conversation, part.line)
        return confirmed.known

    async def _watermark(self, watermark: Watermark) -> Incoming:
        mark = Mark(watermark.progress.value)
        if not await self.marks.advance(watermark.conversation, mark, watermark.until):
            return OLD_WATERMARK
        return Seen(
            conversation=watermark.conversation,
            progress=watermark.progress,
            until=watermark.until,
        )

    async def _comment(self, comment: Comment) -> Incoming:
        if comment.author == comment.page:
            return await self._own_comment(comment)
        place = await self.book.settle(comment)
        return _told_of(comment, place.conversation)

    async def _own_comment(self, comment: Comment) -> Incoming:
        """Settle what we said; what we did not say is a person's who answered a customer elsewhere.

        A removal may be that of a customer's comment by our moderators.
        """
        known = await self.book.place(comment.id)
        if known is not None and comment.verb is Verb.REMOVE:
            return _told_of(comment, known.conversation)
        if comment.verb is not Verb.ADD:
            return OWN_COMMENT
        answered = await self.book.place(comment.place.root)
        root = CommentThread.of(answered.conversation).root if answered else comment.place.root
        if part := await self.book.said(root, comment.text):
            await self._confirmed(part, comment.id, part.conversation)
            return OWN_COMMENT
        if answered is None or await self.journal.sent(answered.conversation, comment.id):
            return OWN_COMMENT
        return SaidElsewhere(
            id=comment_id(comment.id),
            conversation=answered.conversation,
            text=comment.text,
            at=comment.at,
        )


def _told_of(comment: Comment, conversation: ConversationId) -> Incoming:
    of = comment_id(comment.id)
    when = round(comment.at.timestamp())
    match comment.verb:
        case Verb.ADD:
            return Written(
                id=of,
                conversation=conversation,
                text=comment.text,
                sent_at=comment.at,
                name=comment.name,
                attachments=comment.attachments,
                answers=None if comment.is_top_level else comment_id(comment.place.root),
            )
        case Verb.EDITED:
            id = comment_id(comment.id, f":edited:{when}")
            return Edited(id=id, of=of, conversation=conversation, text=comment.text, at=comment.at)
        case Verb.REMOVE:
            id = comment_id(comment.id, f":remove:{when}")
            return Erased(id=id, of=of, conversation=conversation, at=comment.at)
