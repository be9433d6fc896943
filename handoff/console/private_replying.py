"""Answering a public message in private: once, by whoever holds the public conversation.

It does not go through the outbox: it is no line of the conversation it answers, and the one it
leads to is not known before it has arrived. The platform allows it once, and the connector keeps it
to that.
"""

from dataclasses import dataclass

from conversation.cases import Cases
from conversation.errors import (
    DeliveryUncertainError,
    StaleHoldError,
    TryLaterError,
    UndeliverableError,
)
from conversation.holds import Owner
from conversation.identity import ConversationId, LineId
from conversation.messages import Line, Speaker
from conversation.people import person_of
from conversation.ports import Clock, ConversationState, Desk
from conversation.records import Records
from handoff.console.acting import EMPTY, LONGEST_REPLY, NOT_YOURS, TOO_LONG, gaps_in
from handoff.console.outer_words import told
from handoff.console.platforms import PrivateReplies
from handoff.console.views import Notice
from handoff.routing.claiming import Claiming
from staff.language import N_
from staff.ports import Account, Audit

SENT = Notice(N_("Privat beantwortet. Schreibt die Person zurück, geht der Fall dort weiter."))
NO_WAY = Notice(N_("Darauf lässt sich hier nicht (mehr) privat antworten."), bad=True)
LATER = Notice(
    N_("Nichts gesendet: Die Plattform nimmt gerade nichts an. Gleich noch mal."), bad=True
)
UNCLEAR = Notice(
    N_(
        "Ob die private Antwort ankam, ist unklar. Sie wird nicht wiederholt; bitte dort nachsehen."
    ),
    bad=True,
)
REFUSED = N_("Nicht gesendet: {}")


@dataclass(frozen=True, slots=True)
class PrivateReplying:
    """Carries out a private reply; it leaves its trace before it is sent."""

    desk: Desk
    records: Records
    cases: Cases
    claiming: Claiming
    replies: PrivateReplies
    audit: Audit
    clock: Clock

    async def reply(
        self, conversation: ConversationId, agent: Account, *, to: LineId, text: str, line: LineId
    ) -> Notice:
        """Answer the message `to`; the same line twice is sent once."""
        text = text.replace("\r\n", "\n").strip()
        if not text:
            return EMPTY
        if len(text) > LONGEST_REPLY:
            return TOO_LONG
        if problem := gaps_in(text):
            return problem
        state = await self.desk.state(conversation)
        if state.hold.agent != agent.id:
            return NOT_YOURS
        if to not in await self.replies.of(conversation, [to]):
            return NO_WAY
        said = Line(
            id=line, speaker=Speaker.AGENT, text=text, at=self.clock.now(), author=agent.name
        )
        await self.audit.record(agent.id, "replied_privately", conversation, to)
        return await self._send(state, agent, to=to, said=said)

    async def _send(
        self, state: ConversationState, agent: Account, *, to: LineId, said: Line
    ) -> Notice:
        try:
            private = await self.replies.reply(to, said)
        except TryLaterError:
            return LATER
        except DeliveryUncertainError:
            return UNCLEAR
        except UndeliverableError as error:
            return Notice(REFUSED.format(told(str(error))), bad=True)
        if private is not None:
            await self.cases.link_offered(state.conversation, person_of(private))
            await self._keep(private, agent, said, public=state)
        return SENT

    async def _keep(
        self, private: ConversationId, agent: Account, said: Line, *, public: ConversationState
    ) -> None:
        """Let the agent go on in private, unless a colleague talks there, and note what was said.

        The assistant must not answer whoever writes back to a person.
        """
        before = await self.desk.state(private)
        if before.hold.owner is not Owner.AGENT:
            try:
                await self.claiming.follow(private, agent.id, packet=public.packet)
            except StaleHoldError:
                # Somebody has just taken it, or is asked whether they do: it is theirs, and what
                # was said stands there for them.
                await self.audit.record(agent.id, "found_taken", private)
        await self.records.write_down(private, said)
