"""Whether Facebook still lets us speak for a page; what is wrong is told once, and when it ends."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from redis.asyncio import Redis

from connectors.facebook.fields import milliseconds
from connectors.facebook.names import FacebookKeys
from connectors.facebook.problems import REASONS, Outcome, Problem
from connectors.facebook.settings import Page
from connectors.incoming import AccountTrouble, Intake
from conversation.errors import UndeliverableError
from conversation.identity import Channel, MessageId
from conversation.keys import CONVERSATION_SECONDS
from conversation.ports import Clock

TOKEN_REST = timedelta(minutes=15)
RESTRICTION_REST = timedelta(hours=1)
CHANNELS = (Channel.MESSENGER, Channel.FB_COMMENT)

_PAGE = "page"
_PERMISSION = "permission-"


@dataclass(frozen=True, slots=True)
class Standing:
    """Keeps troubles in Redis. A dead token stops the whole page, a restriction one channel of it.

    While it is stopped nothing is sent; then one line is tried, and if it goes through, the trouble
    is taken back. A missing permission stops nothing, it may concern one kind of call only; it is
    taken back when the connection was checked.
    """

    redis: Redis
    names: FacebookKeys
    intake: Intake
    clock: Clock

    async def check(self, page: Page, channel: Channel) -> bool:
        """Return whether there is a trouble that a success would take back.

        Raises UndeliverableError while the page or the channel is stopped.
        """
        dead, restricted, *troubles = await self.redis.mget(
            self._shut(page, _PAGE),
            self._shut(page, channel.value),
            self._trouble(page, _PAGE),
            self._trouble(page, channel.value),
        )
        if dead:
            raise UndeliverableError(REASONS[Outcome.TOKEN])
        if restricted:
            raise UndeliverableError(REASONS[Outcome.RESTRICTED])
        return any(troubles)

    async def token_died(self, page: Page, problem: Problem) -> None:
        """Stop the page for a while, and tell of it the first time."""
        await self.redis.set(self._shut(page, _PAGE), "1", px=TOKEN_REST)
        await self._tell(page, _PAGE, Outcome.TOKEN, problem)

    async def restricted(self, page: Page, channel: Channel, problem: Problem) -> None:
        """Stop the channel for a while, and tell of it the first time."""
        await self.redis.set(self._shut(page, channel.value), "1", px=RESTRICTION_REST)
        await self._tell(page, channel.value, Outcome.RESTRICTED, problem)

    async def not_permitted(self, page: Page, channel: Channel, problem: Problem) -> None:
        """Tell of a missing permission the first time."""
        await self._tell(page, f"{_PERMISSION}{channel.value}", Outcome.PERMISSION, problem)

    async def works(self, page: Page, channel: Channel) -> None:
        """Take troubles back: Facebook has just accepted something on this channel."""
        await self._over(page, _PAGE)
        await self._over(page, channel.value)

    async def checked(self, page: Page) -> None:
        """Take all troubles back: the connection was checked and lacks nothing."""
        for channel in CHANNELS:
            await self.works(page, channel)
            await self._over(page, f"{_PERMISSION}{channel.value}")

    async def _tell(self, page: Page, scope: str, outcome: Outcome, problem: Problem) -> None:
        now, key = self.clock.now(), self._trouble(page, scope)
        since = milliseconds(now)
        if not await self.redis.set(key, since, nx=True, ex=CONVERSATION_SECONDS):
            return
        told = AccountTrouble(
            id=_id(page, scope, since),
            account=page.id,
            reason=f"{REASONS[outcome]} ({problem})",
            usable=False,
            at=now,
            topic=scope,
            stops=_stopped(scope),
        )
        try:
            await self.intake.take([told])
        except BaseException:
            await self.redis.delete(key)  # nobody has heard of it: the next failure tells it
            raise

    async def _over(self, page: Page, scope: str) -> None:
        key = self._trouble(page, scope)
        since = await self.redis.get(key)
        if since is None:
            return
        told = AccountTrouble(
            id=MessageId(f"{_id(page, scope, int(since))}:over"),
            account=page.id,
            reason="Facebook nimmt unsere Nachrichten wieder an.",
            usable=True,
            at=self.clock.now(),
            topic=scope,
        )
        await self.intake.take([told])
        await self.redis.delete(key, self._shut(page, scope))

    def _shut(self, page: Page, scope: str) -> str:
        """Name the stop; that of a dead token is of this very token, a new one is tried at once."""
        if scope == _PAGE:
            scope = f"{_PAGE}-{sha256(page.token.encode()).hexdigest()[:12]}"
        return self.names.of_page(page.id, "shut", scope)

    def _trouble(self, page: Page, scope: str) -> str:
        return self.names.of_page(page.id, "trouble", scope)


def _stopped(scope: str) -> tuple[Channel, ...]:
    """Return the channels on which a trouble lets nothing out."""
    if scope.startswith(_PERMISSION):
        return ()
    return CHANNELS if scope == _PAGE else (Channel(scope),)


def _id(page: Page, scope: str, since: int) -> MessageId:
    return MessageId(f"fb:trouble:{page.id}:{scope}:{since}")
