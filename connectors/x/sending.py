"""Sends one line to X once, and says how it ended: the part that posts and messages share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from connectors.x.account import ACCESS, NOT_CONNECTED, Account
from connectors.x.api import Call, XApi
from connectors.x.attempts import Attempt, Attempts, fingerprint
from connectors.x.auth import TokenDeadError
from connectors.x.budgets import Budgets, Taken
from connectors.x.echoes import Echoes
from connectors.x.fields import identifier_or_none, part
from connectors.x.looking import Looking
from connectors.x.outcomes import NeedsPersonError
from connectors.x.problems import NotSentError, Problem, RefusedError, UnansweredError
from connectors.x.refusals import needs_person
from connectors.x.settings import BudgetKind
from conversation.errors import DeliveryUncertainError, TryLaterError
from conversation.identity import ConversationId
from conversation.messages import Line, Speaker
from conversation.ports import Clock

# How long after an attempt its absence from a list proves that it did not arrive.
SETTLING = timedelta(minutes=1)
# Pause before asking an X that is out of order, or cannot be reached, once more.
PAUSE = timedelta(seconds=30)

# X refuses so what is there already: an attempt before may have arrived after it was looked for.
OF_ANOTHER = (Problem.DUPLICATE, Problem.NEEDS_APPROVAL)

UNCERTAIN = "X hat nicht geantwortet; ob die Nachricht ankam, wird noch geprüft."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One line, ready to be sent. `id_name` is what X's answer calls the new thing's id."""

    conversation: ConversationId
    line: Line
    text: str
    path: str
    body: Mapping[str, Any]
    kind: BudgetKind
    id_name: str

    @property
    def by_person(self) -> bool:
        """Whether a person wrote it: the reserve in the budget is theirs."""
        return self.line.speaker is Speaker.AGENT


@dataclass(frozen=True, slots=True)
class Sending:
    """Everything a line meets on its way; `patience` is how long X may be out of order."""

    api: XApi
    budgets: Budgets
    attempts: Attempts
    echoes: Echoes
    looking: Looking
    account: Account
    clock: Clock
    patience: timedelta

    async def was_sent(self, conversation: ConversationId, line: Line) -> bool:
        """Whether a line has arrived before, as far as we know or can see now.

        Raises TryLaterError while an earlier attempt is too young for its absence to be believed,
        DeliveryUncertainError where it could not be looked for in all the time a line waits.
        """
        earlier = await self.attempts.of(conversation, line.id)
        if earlier is None:
            return False
        if earlier.posted:
            return True
        age = self.clock.now() - earlier.at
        found = await self.looking.arrived(conversation, earlier)
        if found:
            return True
        if age < SETTLING:
            raise TryLaterError("Ein früherer Versuch wird noch geprüft.", after=SETTLING - age)
        if found is None:
            raise self._unseen(line)
        return False

    async def send(self, parcel: Parcel) -> None:
        """Send a line that was not sent before.

        Raises NeedsPersonError, DeliveryUncertainError, TryLaterError.
        """
        if await self.account.is_capped():
            raise needs_person(Problem.USAGE_CAPPED)
        taken = await self.budgets.take(parcel.kind, person=parcel.by_person)
        if isinstance(taken, timedelta):
            raise TryLaterError("Das Kontingent bei X ist gerade ausgeschöpft.", after=taken)
        earlier = await self.attempts.of(parcel.conversation, parcel.line.id)
        attempt = Attempt(
            line=parcel.line.id,
            fingerprint=fingerprint(parcel.text),
            at=self.clock.now(),
            said=parcel.line.at,
        )
        if self._stands(earlier) or not await self.attempts.begin(
            parcel.conversation, attempt, instead=earlier
        ):
            await self.budgets.give_back(taken)
            raise TryLaterError("Ein anderer Versuch läuft noch.", after=SETTLING)
        try:
            answer = await self.api.call(
                Call(method="POST", path=parcel.path, kind=parcel.kind, body=parcel.body)
            )
        except (NotSentError, TokenDeadError) as error:
            await self._not_sent(parcel, taken, error)
        except UnansweredError as error:
            await self._unanswered(parcel, attempt, error)
        except RefusedError as error:
            await self._refused(parcel, attempt, error)
        else:
            await self._answered(parcel, attempt, answer)

    def _stands(self, earlier: Attempt | None) -> bool:
        """Whether an earlier attempt has arrived since it was looked for, or still may."""
        if earlier is None:
            return False
        return bool(earlier.posted) or self.clock.now() - earlier.at < SETTLING

    async def _answered(self, parcel: Parcel, attempt: Attempt, answer: Mapping[str, Any]) -> None:
        id = identifier_or_none(part(answer, "data").get(parcel.id_name))
        if not id:
            await self._unanswered(parcel, attempt, None)
            return
        await self.echoes.note(parcel.conversation, parcel.line.id, id)
        await self.account.works(ACCESS)

    async def _not_sent(self, parcel: Parcel, taken: Taken, error: Exception) -> None:
        await self.attempts.drop(parcel.conversation, parcel.line.id)
        await self.budgets.give_back(taken)
        if isinstance(error, TokenDeadError):
            await self.account.in_trouble(ACCESS, NOT_CONNECTED)
            raise needs_person(Problem.UNAUTHORIZED) from error
        raise self._again(parcel, after=PAUSE) from error

    async def _unanswered(self, parcel: Parcel, attempt: Attempt, error: Exception | None) -> None:
        """Look once at once; else leave it in doubt for an echo or a later look to settle."""
        if await self.looking.arrived(parcel.conversation, attempt):
            return
        await self.attempts.doubt(parcel.conversation, attempt)
        now = await self.attempts.of(parcel.conversation, parcel.line.id)
        if now is None or not now.posted:
            raise DeliveryUncertainError(UNCERTAIN) from error
        # Its echo came while we were looking.
        await self.attempts.settled(parcel.conversation, parcel.line.id)

    async def _refused(self, parcel: Parcel, attempt: Attempt, error: RefusedError) -> None:
        if error.problem is Problem.SERVER:
            # It may have happened all the same: the attempt stays, and the next one looks first.
            raise self._again(parcel, after=SETTLING) from error
        if error.problem in OF_ANOTHER:
            arrived = await self.looking.arrived(parcel.conversation, attempt)
            if arrived:
                return
            if arrived is None:
                raise self._unseen(parcel.line) from error
        await self.attempts.drop(parcel.conversation, parcel.line.id)
        if error.problem is Problem.TOO_MANY:
            wait = await self.budgets.wait(parcel.kind, person=parcel.by_person)
            raise TryLaterError("X nimmt gerade nichts an.", after=max(wait, PAUSE)) from error
        if error.problem is Problem.USAGE_CAPPED:
            await self.account.capped()
        if error.problem is Problem.UNAUTHORIZED:
            await self.account.in_trouble(ACCESS, NOT_CONNECTED)
        raise needs_person(error.problem) from error

    def _unseen(self, line: Line) -> TryLaterError | DeliveryUncertainError:
        """Say that it cannot be seen whether a line has arrived."""
        if self.clock.now() - line.at > self.patience:
            return DeliveryUncertainError(UNCERTAIN)
        return TryLaterError("Ein früherer Versuch lässt sich noch nicht prüfen.", after=PAUSE)

    def _again(self, parcel: Parcel, *, after: timedelta) -> TryLaterError | NeedsPersonError:
        """Say that a line is to be tried again, unless that has gone on for too long."""
        if self.clock.now() - parcel.line.at > self.patience:
            return needs_person(Problem.SERVER)
        return TryLaterError("X ist gerade nicht zu erreichen.", after=after)
