"""Turns what X told into what happened to our conversations, and hands it to the intake."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.incoming import (
    AccountTrouble,
    Edited,
    Erased,
    Incoming,
    Intake,
    Seen,
    Skipped,
    Typing,
    Written,
)
from connectors.x.account import ACCESS, CHANNELS
from connectors.x.choices import chosen
from connectors.x.echoes import Arrived, Echoes, Own
from connectors.x.known import Known, KnownMessages, Sort, message_id
from connectors.x.ports import Settling
from connectors.x.threads import Threads
from connectors.x.told import (
    Deleted,
    Encrypted,
    Message,
    Nothing,
    Post,
    ReadUntil,
    Replayed,
    Revoked,
    Told,
    Writing,
)
from conversation.identity import Channel, ConversationId, MessageId
from conversation.messages import Attachment, Progress
from conversation.ports import Clock

# X's rules want these heeded at once; whoever writes anything else afterwards is answered again.
STOP_WORDS = frozenset({"stop", "stopp", "abmelden"})


@dataclass(slots=True)
class _Heard:
    """What one call brings: for the intake, and lines that have arrived after all."""

    incoming: list[Incoming] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The one way in, for webhook, recovery and listening alike."""

    account: str
    known: KnownMessages
    threads: Threads
    echoes: Echoes
    intake: Intake
    settling: Settling
    clock: Clock

    async def hear(self, told: Sequence[Told], *, unasked: bool = False) -> None:
        """Take in everything told, in one step; returning means it is kept for good.

        `unasked`: found by a rule of ours, so posts that address us are left to the events that
        tell of them.
        """
        heard = _Heard()
        for one in told:
            if unasked and isinstance(one, Post) and not self._only_overheard(one):
                heard.incoming.append(Skipped("listening.addressed"))
                continue
            await self._hear(one, heard, unasked=unasked)
        await self.intake.take(heard.incoming)
        for arrived in heard.arrived:
            await self.settling.arrived(arrived.conversation, arrived.line)
            await self.echoes.attempts.settled(arrived.conversation, arrived.line)

    async def _hear(self, told: Told, heard: _Heard, *, unasked: bool) -> None:
        match told:
            case Post():
                await self._post(told, heard, unasked=unasked)
            case Message():
                await self._message(told, heard)
            case Deleted():
                heard.incoming.append(await self._deleted(told))
            case _:
                heard.incoming.append(await self._rest(told))

    async def _rest(self, told: Told) -> Incoming:
        match told:
            case Writing(sender=sender) if sender != self.account:
                return Typing(self._private(sender), at=told.at)
            case ReadUntil(reader=reader) if reader != self.account:
                return Seen(self._private(reader), progress=Progress.READ, until=told.until)
            case Encrypted(sender=sender) if sender != self.account:
                return self._encrypted(told)
            case Revoked(account=account) if account == self.account:
                return self._revoked(told)
            case Replayed(complete=complete):
                return Skipped(f"replay_job.{'complete' if complete else 'incomplete'}")
            case Nothing(name=name):
                return Skipped(name)
        return Skipped(f"{type(told).__name__.lower()}.own_or_other")

    async def _post(self, post: Post, heard: _Heard, *, unasked: bool) -> None:
        if post.repost:
            heard.incoming.append(Skipped("post.repost"))
            return
        conversation = await self._public(post)
        if post.author == self.account:
            await self._own(Own(post.id, conversation, text=post.text, at=post.at), heard)
            return
        standing = await self.known.stand(post.id, post.history, conversation)
        await self.threads.note(
            standing.conversation,
            target=post.id,
            reply_settings=post.reply_settings,
            summoned=post.summons(self.account),
        )
        heard.incoming.append(await self._written(post, standing, unasked=unasked))

    async def _own(self, own: Own, heard: _Heard) -> None:
        if own.conversation.customer == self.account:
            heard.incoming.append(Skipped("post.create.own"))
            return
        incoming, arrived = await self.echoes.hear(own)
        heard.incoming.append(incoming)
        if arrived is not None:
            heard.arrived.append(arrived)

    async def _written(self, post: Post, standing: Known, *, unasked: bool) -> Incoming:
        id = message_id(Sort.POST, post.id)
        if standing.message == id:
            return Written(
                id=id,
                conversation=standing.conversation,
                text=post.text,
                sent_at=post.at,
                name=post.name,
                attachments=post.attachments,
                answers=await self._answered(post),
                unasked=unasked,
            )
        if any(message_id(Sort.POST, earlier) == standing.message for earlier in post.history):
            return Edited(
                id=id,
                of=standing.message,
                conversation=standing.conversation,
                text=post.text,
                at=post.at,
            )
        return Skipped("post.superseded")

    async def _answered(self, post: Post) -> MessageId | None:
        if not post.replied_to:
            return None
        known = await self.known.of(Sort.POST, post.replied_to)
        return known.message if known else message_id(Sort.POST, post.replied_to)

    async def _message(self, message: Message, heard: _Heard) -> None:
        other = message.recipient if message.sender == self.account else message.sender
        conversation = self._private(other)
        if message.sender == self.account:
            await self._own(Own(message.id, conversation, text=message.text, at=message.at), heard)
            return
        stopped = message.text.strip(" .!").lower() in STOP_WORDS
        thread = await self.threads.of(conversation)
        await self.threads.note(conversation, target=message.id, stopped=stopped)
        heard.incoming.append(
            Written(
                id=message_id(Sort.MESSAGE, message.id),
                conversation=conversation,
                text=message.text,
                sent_at=message.at,
                name=message.name,
                payload=chosen(message.text, thread.offered),
                attachments=message.attachments,
            )
        )

    async def _deleted(self, deleted: Deleted) -> Incoming:
        known = await self.known.of(Sort.POST, deleted.post)
        if known is None:
            return Skipped("post.delete.unknown")
        return Erased(
            id=MessageId(f"x:delete:{deleted.post}"),
            of=known.message,
            conversation=known.conversation,
            at=deleted.at or self.clock.now(),
        )

    def _encrypted(self, encrypted: Encrypted) -> Incoming:
        """Let people see that somebody wrote what only X's own app can read."""
        return Written(
            id=MessageId(f"x:chat:{encrypted.id}"),
            conversation=self._private(encrypted.sender),
            text="",
            sent_at=encrypted.at,
            attachments=(Attachment(kind="encrypted"),),
        )

    def _revoked(self, revoked: Revoked) -> Incoming:
        return AccountTrouble(
            id=MessageId(f"x:revoke:{revoked.id}"),
            account=revoked.account,
            reason="X: Unserer App wurde der Zugriff auf das Konto entzogen.",
            usable=False,
            at=revoked.at or self.clock.now(),
            topic=ACCESS,
            stops=CHANNELS,
        )

    def _only_overheard(self, post: Post) -> bool:
        return post.author != self.account and not post.addresses(self.account)

    async def _public(self, post: Post) -> ConversationId:
        """Return the conversation: with its author, or the one whom our own post replies to."""
        ours = post.author == self.account
        customer = (post.replied_to_author or self.account) if ours else post.author
        return ConversationId(Channel.X_PUBLIC, await self._thread(post), customer)

    async def _thread(self, post: Post) -> str:
        """Return the id of the conversation's first post, if need be as what it replies to."""
        if post.thread:
            return post.thread
        known = await self.known.of(Sort.POST, post.replied_to) if post.replied_to else None
        return known.conversation.thread if known else post.replied_to or post.id

    def _private(self, other: str) -> ConversationId:
        return ConversationId(Channel.X_DM, self.account, other)
