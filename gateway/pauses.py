"""Keeps lines back while an account of ours can send nothing, and finds out when it can again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from conversation.errors import TryLaterError
from conversation.identity import ConversationId
from conversation.messages import Line
from conversation.ports import Clock
from conversation.records import Accounts, Trouble

LOOK_AGAIN = timedelta(seconds=30)
#: How often one line is let through to see whether the account works again.
TRY_EVERY = timedelta(minutes=10)
#: A line older than this fails instead of waiting, so that people see it.
PATIENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Pauses:
    """`account_of` says which account of ours a conversation is held with; empty: none."""

    accounts: Accounts
    account_of: Callable[[ConversationId], str]
    clock: Clock

    async def check(self, conversation: ConversationId, line: Line) -> None:
        """Raise TryLaterError while a line has to wait."""
        if not await self._stopping(conversation):
            return
        account = self.account_of(conversation)
        if self.clock.now() - line.at > PATIENCE:
            return
        if not await self.accounts.may_try(account, every=TRY_EVERY):
            raise TryLaterError("The account is in trouble.", after=LOOK_AGAIN)

    async def went_out(self, conversation: ConversationId) -> None:
        """Take back what stopped the account: something has just been sent."""
        for trouble in await self._stopping(conversation):
            await self.accounts.ends(trouble.account, trouble.topic, self.clock.now())

    async def _stopping(self, conversation: ConversationId) -> list[Trouble]:
        account = self.account_of(conversation)
        if not account:
            return []
        return [
            trouble
            for trouble in await self.accounts.troubles()
            if trouble.account == account and conversation.channel in trouble.stops
        ]
