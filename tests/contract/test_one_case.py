"""A public question goes on in private as one case, with all that is known; over every store."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from connectors.incoming import Written
from conversation.context import Context
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.holds import FIRST_HOLD
from conversation.identity import Channel, ConversationId, MessageId
from conversation.inviting import InvitingSender
from conversation.messages import Line, Speaker
from conversation.people import person_of
from conversation.ports import FeedKind, Saying
from conversation.publicly import invites_into_private
from gateway.intake import ChannelIntake
from gateway.private_ways import PrivateWays
from tests.contract.live import Live
from tests.contract.samples import CLOCK, START, line, taken
from tests.contract.test_answering import ScriptedEngine, _says
from tests.contract.wiring import answering

POST = ConversationId(Channel.X_PUBLIC, thread="900", customer="222")
DIRECT = ConversationId(Channel.X_DM, thread="1", customer="222")
COMMENT = ConversationId(Channel.FB_COMMENT, thread="1_2/3_4", customer="77")
MESSENGER = ConversationId(Channel.MESSENGER, thread="1", customer="8801")
INVITATION = line("1.1", "Schreib uns bitte eine Direktnachricht.")
SHORTLY = timedelta(milliseconds=50)


@dataclass
class Way:
    """A way out that ends as it is told."""

    error: Exception | None = None
    repeatable: bool = True
    sent: list[str] = field(default_factory=list)

    async def send(self, conversation: ConversationId, line: Line) -> None:
        if self.error is not None:
            raise self.error
        self.sent.append(line.text)


@pytest.fixture
async def intake(intake: ChannelIntake) -> AsyncIterator[ChannelIntake]:
    yield intake
    CLOCK.set(START)


def inviting(live: Live, error: Exception | None = None) -> InvitingSender:
    return InvitingSender.around(
        Way(error), live.cases, leads=lambda line: invites_into_private(line.text)
    )


def written(of: ConversationId, id: str = "w1") -> Written:
    return Written(MessageId(id), of, text="Hier bin ich", sent_at=CLOCK.now(), name="Anna")


async def ask(live: Live) -> ScriptedEngine:
    engine, batch = _says("Gern."), await taken(live.inbox)
    await answering(live, engine).answer(batch)
    await live.inbox.release(batch.lease)
    return engine


async def test_what_is_written_in_private_after_the_invitation_is_the_same_case_and_is_known(
    live: Live, intake: ChannelIntake
) -> None:
    known = Context(
        slots={"postal_code": "24118", "customer_number": "[KUNDENNUMMER_1]"}, address_form="sie"
    )
    await live.outbox.say(Saying(POST, hold=FIRST_HOLD, lines=(INVITATION,), context=known))
    await inviting(live).send(POST, INVITATION)
    await intake.take([written(DIRECT)])
    case = await live.cases.of(DIRECT)
    assert case.conversations == (POST, DIRECT)
    (asked,) = (await ask(live)).asked
    assert asked.slots["postal_code"] == "24118"
    assert asked.slots["address_form"] == "sie"
    assert "customer_number" not in asked.slots


async def test_the_intake_joins_before_anybody_can_answer(
    live: Live, intake: ChannelIntake
) -> None:
    await live.cases.link_offered(POST)
    await intake.take([written(DIRECT)])
    kinds = [event.kind for event in await live.feed.read("archive", longest=SHORTLY)]
    assert set(kinds) == {FeedKind.JOINED, FeedKind.SAID}
    for _ in range(2):
        await intake.take([written(DIRECT)])
    assert (await live.cases.of(POST)).conversations == (POST, DIRECT)


async def test_a_public_message_joins_nothing(live: Live, intake: ChannelIntake) -> None:
    await live.cases.link_offered(POST)
    await intake.take([written(POST)])
    assert (await live.cases.of(POST)).conversations == (POST,)


@pytest.mark.parametrize(
    ("error", "offered"),
    [
        (None, True),
        (DeliveryUncertainError("no answer"), True),
        (UndeliverableError("refused"), False),
        (TryLaterError("budget", after=timedelta(seconds=1)), False),
    ],
)
async def test_only_an_invitation_that_may_have_been_read_counts(
    live: Live, intake: ChannelIntake, error: Exception | None, offered: bool
) -> None:
    sender = inviting(live, error)
    if error is None:
        await sender.send(POST, INVITATION)
    else:
        with pytest.raises(type(error)):
            await sender.send(POST, INVITATION)
    await intake.take([written(DIRECT)])
    assert ((await live.cases.of(DIRECT)).first == POST) is offered


async def test_an_answer_that_invites_nowhere_is_no_offer(
    live: Live, intake: ChannelIntake
) -> None:
    await inviting(live).send(POST, line("1.1", "In Kiel ist eine Störung bekannt."))
    await intake.take([written(DIRECT)])
    assert (await live.cases.of(DIRECT)).first == DIRECT


async def test_a_private_reply_leads_into_the_case_and_stands_in_the_transcript_once(
    live: Live, intake: ChannelIntake
) -> None:
    ways = PrivateWays(cases=live.cases, records=live.records)
    said = line("1.1.private", "Hier lesen nur wir mit.", speaker=Speaker.NOTICE)
    for _ in range(2):  # the answer to the call, and the echo
        await ways.led(COMMENT, MESSENGER, said)
    assert await live.transcripts.lines(MESSENGER) == [said]
    assert await live.outbox.take() is None
    await intake.take([written(MESSENGER)])
    case = await live.cases.of(COMMENT)
    assert case.conversations == (COMMENT, MESSENGER)
    assert person_of(MESSENGER) != person_of(COMMENT)
