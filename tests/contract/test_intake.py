"""What the intake makes of all that platforms tell, over every live store. Repeated, nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from connectors.incoming import (
    AccountTrouble,
    Control,
    Edited,
    Erased,
    Incoming,
    SaidElsewhere,
    Seen,
    Skipped,
    Typing,
    Written,
)
from conversation.context import Context
from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import AgentId, Channel, ConversationId, MessageId
from conversation.messages import ERASED, Attachment, Button, Progress, Speaker
from conversation.moves import ELSEWHERE
from conversation.ports import FeedKind, Saying
from conversation.service import Outcome
from gateway.elsewhere import Elsewhere
from gateway.intake import ChannelIntake
from gateway.measures import IntakeMeasures
from tests.contract.conftest import Live
from tests.contract.samples import START, line, taken
from tests.contract.wiring import CLOCK, MOVES, SlowEngine, answering

ANNA = ConversationId(Channel.MESSENGER, thread="104857", customer="anna")
POST = ConversationId(Channel.X_PUBLIC, thread="900", customer="222")
SHORTLY = timedelta(milliseconds=50)


class Pencil:
    """A shield that replaces one number."""

    async def protect(self, conversation: ConversationId, text: str) -> str:
        return text.replace("FK-1048", "[KUNDENNUMMER_1]")


@pytest.fixture
def intake(live: Live) -> ChannelIntake:
    return ChannelIntake(
        inbox=live.inbox,
        desk=live.desk,
        moves=MOVES,
        shield=Pencil(),
        records=live.records,
        accounts=live.accounts,
        cases=live.cases,
        measures=IntakeMeasures.on(CollectorRegistry()),
    )


def at(second: int) -> datetime:
    return START + timedelta(seconds=second)


def written(id: str = "1", text: str = "Moin", *, second: int = 0, **more: Any) -> Written:
    of = more.pop("of", ANNA)
    return Written(
        id=MessageId(id), conversation=of, text=text, sent_at=at(second), name="Anna", **more
    )


def edited(text: str, *, id: str = "1:edit:1", of: str = "1", second: int = 5) -> Edited:
    return Edited(MessageId(id), of=MessageId(of), conversation=ANNA, text=text, at=at(second))


def erased(of: str = "1", *, second: int = 9) -> Erased:
    return Erased(MessageId(f"{of}:gone"), of=MessageId(of), conversation=ANNA, at=at(second))


def elsewhere(id: str = "e1", text: str = "Ich kümmere mich.", of: ConversationId = ANNA) -> Any:
    return SaidElsewhere(MessageId(id), conversation=of, text=text, at=at(20))


async def told(live: Live) -> list[str]:
    events = await live.feed.read("archive", longest=SHORTLY)
    return [event.kind.value for event in events]


async def texts(live: Live, of: ConversationId = ANNA) -> list[str]:
    return [one.text for one in await live.transcripts.lines(of)]


async def test_a_message_is_kept_without_personal_data_with_its_name_and_files(
    live: Live, intake: ChannelIntake
) -> None:
    photo = Attachment("image", "https://x.example/1.jpg")
    await intake.take([written(text="Ich bin FK-1048", attachments=(photo,))])
    (said,) = await live.transcripts.lines(ANNA)
    assert (said.text, said.author) == ("Ich bin [KUNDENNUMMER_1]", "Anna")
    assert said.attachments == (photo,)
    (message,) = (await taken(live.inbox)).messages
    assert message.text == "Ich bin [KUNDENNUMMER_1]"


BATCH: Sequence[Incoming] = (
    written("1", "Moin"),
    written("2", "Internet tot", second=1),
    edited("Moin!", second=3),
    erased("2"),
    written("3", "Hallo?", second=10),
    Seen(ANNA, Progress.READ, at(11)),
    elsewhere(),
    written("p", "Bei denen geht nichts", of=POST, unasked=True),
)


async def test_a_batch_told_again_changes_nothing(live: Live, intake: ChannelIntake) -> None:
    await intake.take(BATCH)
    first = await told(live)
    state, lines = await live.desk.state(ANNA), await live.transcripts.lines(ANNA)
    other = await live.desk.state(POST)
    for _ in range(2):
        await intake.take(BATCH)
    assert await live.transcripts.lines(ANNA) == lines
    assert (await live.desk.state(ANNA)).hold == state.hold
    assert (await live.desk.state(POST)).hold == other.hold
    assert await told(live) == first


class CutOffError(Exception):
    """The process has died here."""


class Dying:
    """Passes calls on, and dies at the n-th, before or after it had its effect."""

    def __init__(self, parts: dict[str, Any], *, at_call: int, after: bool) -> None:
        self._calls = 0
        self._fatal = at_call
        self._after = after
        self.parts = {name: _Part(part, self) for name, part in parts.items()}

    async def call(self, method: Any, *given: Any, **more: Any) -> Any:
        self._calls += 1
        fatal = self._calls == self._fatal
        if fatal and not self._after:
            raise CutOffError
        answer = await method(*given, **more)
        if fatal:
            raise CutOffError
        return answer


class _Part:
    def __init__(self, part: Any, dying: Dying) -> None:
        self._part = part
        self._dying = dying

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._part, name)

        async def call(*given: Any, **more: Any) -> Any:
            return await self._dying.call(method, *given, **more)

        return call


def _parts(intake: ChannelIntake) -> dict[str, Any]:
    names = ("inbox", "desk", "records", "accounts", "cases", "shield")
    return {name: getattr(intake, name) for name in names}


@pytest.mark.parametrize("after", [False, True])
async def test_killed_at_any_call_and_told_again_the_batch_has_its_whole_effect_once(
    live: Live, intake: ChannelIntake, after: bool
) -> None:
    call, died = 0, True
    while died:
        call += 1
        batch = _renamed(BATCH, f"c{call}")
        of, post = batch[0].conversation, batch[-1].conversation  # type: ignore[union-attr]
        dying = Dying(_parts(intake), at_call=call, after=after)
        mortal = ChannelIntake(moves=MOVES, measures=intake.measures, **dying.parts)
        died = False
        try:
            await mortal.take(batch)
        except CutOffError:
            died = True
        await intake.take(batch)
        assert await texts(live, of) == ["Moin!", ERASED, "Hallo?", "Ich kümmere mich."]
        assert (await live.desk.state(of)).hold.agent == ELSEWHERE
        assert (await live.desk.state(of)).hold.epoch == 1
        assert (await live.desk.state(post)).hold.owner is Owner.QUEUE
        assert await texts(live, post) == ["Bei denen geht nichts"]
    assert call > 20


def _renamed(batch: Sequence[Incoming], name: str) -> list[Any]:
    return [
        replace(one, conversation=replace(one.conversation, customer=name))  # type: ignore
        for one in batch
    ]


async def test_an_edit_replaces_the_line_and_the_waiting_message_and_says_so(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(text="in 24943"), edited("in 24944, FK-1048")])
    (said,) = await live.transcripts.lines(ANNA)
    assert (said.text, said.edited_at) == ("in 24944, [KUNDENNUMMER_1]", at(5))
    assert [one.text for one in (await taken(live.inbox)).messages] == [said.text]
    events = await live.feed.read("archive", longest=SHORTLY)
    assert [event.kind for event in events] == [FeedKind.SAID, FeedKind.EDITED]
    assert events[1].body["text"] == said.text


async def test_what_was_answered_is_put_right_in_the_transcript_and_not_answered_again(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written()])
    batch = await taken(live.inbox)
    await live.inbox.settle(batch.lease, [batch.messages[0].id])
    await live.inbox.release(batch.lease)
    await intake.take([edited("Moin, moin")])
    assert await texts(live) == ["Moin, moin"]
    await asyncio.sleep(0.1)
    assert await live.inbox.take() is None


async def test_the_older_of_two_edits_does_not_undo_the_newer(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(), edited("neu", id="b", second=8), edited("alt", id="a", second=4)])
    assert await texts(live) == ["neu"]


async def test_a_change_that_comes_before_its_message_waits_for_it(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([edited("richtig"), written(text="falsch")])
    assert await texts(live) == ["richtig"]
    assert [one.text for one in (await taken(live.inbox)).messages] == ["richtig"]
    await intake.take([erased("2"), written("2", "geheim")])
    assert await texts(live) == ["richtig", ERASED]


async def test_what_was_erased_is_nowhere_and_nobody_answers_it(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(text="Mein Passwort ist Möwe"), erased(), edited("Möwe", second=20)])
    (said,) = await live.transcripts.lines(ANNA)
    assert (said.text, said.author, said.erased_at) == (ERASED, "", at(9))
    await asyncio.sleep(0.1)
    assert await live.inbox.take() is None
    assert await told(live) == ["said", "erased"]


async def test_an_erased_message_leaves_dead_letters_and_the_handoffs_packet_too(
    live: Live, intake: ChannelIntake
) -> None:
    post = written("p", "Möwe77 ist mein Passwort", of=POST, unasked=True)
    await intake.take([post])
    batch = await taken(live.inbox)
    await live.inbox.bury(batch.lease, "Beyond us.")
    await live.inbox.release(batch.lease)
    gone = Erased(MessageId("gone"), of=MessageId("p"), conversation=POST, at=at(9))
    await intake.take([gone])
    assert await live.inbox.dead() == []
    packet = (await live.desk.state(POST)).packet
    assert packet is not None
    assert packet.wish == ERASED
    assert await live.inbox.replay(POST) == 0


async def test_after_an_answer_from_elsewhere_the_assistant_is_silent(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written(), elsewhere(text="Ich bin's, Ole. FK-1048?")])
    state = await live.desk.state(ANNA)
    assert (state.hold.owner, state.hold.agent) == (Owner.AGENT, ELSEWHERE)
    assert state.packet is not None
    assert "außerhalb" in state.packet.summary
    said = (await live.transcripts.lines(ANNA))[-1]
    assert (said.speaker, said.author) == (Speaker.AGENT, ELSEWHERE)
    assert said.text == "Ich bin's, Ole. [KUNDENNUMMER_1]?"
    assert await live.outbox.take() is None
    batch = await taken(live.inbox)
    outcome = await answering(live, SlowEngine(1, longest=2)).answer(batch)
    assert outcome is Outcome.LEFT_TO_PEOPLE


async def test_a_reply_thought_of_while_somebody_answered_elsewhere_is_never_sent(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written()])
    batch = await taken(live.inbox)

    class Meanwhile(SlowEngine):
        async def turn(self, request: Any) -> Any:
            await intake.take([elsewhere()])
            return await super().turn(request)

    outcome = await answering(live, Meanwhile(1, longest=2)).answer(batch)
    assert outcome is Outcome.OVERTAKEN
    assert await live.outbox.take() is None


async def test_an_agent_of_this_desk_keeps_what_is_also_answered_elsewhere(
    live: Live, intake: ChannelIntake
) -> None:
    state = await live.desk.state(ANNA)
    await live.desk.move(MOVES.claim(state, Context(), agent=AgentId("mara"), name="Mara"))
    await intake.take([elsewhere()])
    assert (await live.desk.state(ANNA)).hold.agent == "mara"
    assert (await texts(live))[-1] == "Ich kümmere mich."


async def test_a_late_repetition_does_not_silence_the_assistant_again(
    live: Live, intake: ChannelIntake
) -> None:
    control = Control(MessageId("k1"), ANNA, ours=False, at=at(1))
    await intake.take([elsewhere(), control])
    await intake.take([Control(MessageId("k2"), ANNA, ours=True, at=at(2))])
    assert (await live.desk.state(ANNA)).hold.owner is Owner.ASSISTANT
    await intake.take([elsewhere(), control])
    assert (await live.desk.state(ANNA)).hold.owner is Owner.ASSISTANT


async def test_another_application_takes_the_conversation_and_gives_it_back(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([Control(MessageId("k1"), ANNA, ours=False, at=at(1))])
    assert (await live.desk.state(ANNA)).hold.agent == ELSEWHERE
    await intake.take([Control(MessageId("k2"), ANNA, ours=True, at=at(2))])
    assert (await live.desk.state(ANNA)).hold.owner is Owner.ASSISTANT
    assert (await live.desk.context(ANNA)).disclosed_at is None


@pytest.fixture
async def later() -> AsyncIterator[None]:
    yield
    CLOCK.set(START)


@pytest.mark.usefixtures("later")
async def test_there_is_a_way_back_from_elsewhere(live: Live, intake: ChannelIntake) -> None:
    way_back = Elsewhere(
        desk=live.desk,
        transcripts=live.transcripts,
        moves=MOVES,
        clock=CLOCK,
        patience=timedelta(minutes=30),
        quiet=timedelta(hours=24),
    )
    await intake.take([elsewhere(), elsewhere("e2", of=POST)])
    await intake.take([written("9", "Und nun?", second=60)])
    CLOCK.set(START + timedelta(minutes=29))
    await way_back.check()
    assert (await live.desk.state(ANNA)).hold.agent == ELSEWHERE
    CLOCK.set(START + timedelta(minutes=40))
    await way_back.check()
    (waiting,) = await live.desk.waiting()
    assert (waiting.conversation, waiting.hold.deadline is not None) == (ANNA, True)
    assert (await live.desk.state(POST)).hold.agent == ELSEWHERE
    CLOCK.set(START + timedelta(hours=25))
    await way_back.check()
    assert (await live.desk.state(POST)).hold.owner is Owner.ASSISTANT


async def test_what_nobody_asked_us_is_for_people_and_the_assistant_says_nothing(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([written("p", "Internet tot in Kiel", of=POST, unasked=True)])
    (waiting,) = await live.desk.waiting()
    assert waiting.packet is not None
    assert (waiting.packet.wish, waiting.packet.wish_line) == ("Internet tot in Kiel", "p")
    batch = await taken(live.inbox)
    outcome = await answering(live, SlowEngine(1, longest=2)).answer(batch)
    assert outcome is Outcome.LEFT_TO_PEOPLE
    state, context = await live.desk.recall(POST)
    await live.desk.move(MOVES.extend(state, context))
    assert await live.outbox.take() is None


async def test_marks_never_move_back(live: Live, intake: ChannelIntake) -> None:
    marks = [(Progress.DELIVERED, 5), (Progress.READ, 3), (Progress.DELIVERED, 2)]
    await intake.take([Seen(ANNA, progress, at(second)) for progress, second in marks])
    await intake.take([Seen(ANNA, Progress.READ, at(3))])
    assert await live.records.seen(ANNA) == {Progress.DELIVERED: at(5), Progress.READ: at(3)}
    events = await live.feed.read("archive", longest=SHORTLY)
    assert [(event.body["progress"], event.body["until"]) for event in events] == [
        ("delivered", at(5).isoformat()),
        ("read", at(3).isoformat()),
    ]


async def test_typing_is_told_and_not_kept(live: Live, intake: ChannelIntake) -> None:
    await intake.take([Typing(ANNA, at(1))])
    assert await told(live) == ["typing"]
    assert await live.transcripts.lines(ANNA) == []


def trouble(topic: str = "access", *, usable: bool, second: int) -> AccountTrouble:
    return AccountTrouble(
        id=MessageId(f"{topic}-{second}"),
        account="104857",
        reason="Das Token gilt nicht mehr.",
        usable=usable,
        at=at(second),
        topic=topic,
        stops=(Channel.MESSENGER,),
    )


async def test_troubles_of_an_account_are_known_to_all_until_each_is_over(
    live: Live, intake: ChannelIntake
) -> None:
    await intake.take([trouble(usable=False, second=1), trouble("policy", usable=False, second=2)])
    await intake.take([trouble(usable=True, second=5), trouble(usable=False, second=4)])
    (left,) = await live.accounts.troubles()
    assert (left.account, left.topic, left.stops) == ("104857", "policy", (Channel.MESSENGER,))
    assert left.at == at(2)
    answers = [await live.accounts.may_try("104857", every=timedelta(minutes=5)) for _ in range(3)]
    assert answers == [True, False, False]


async def test_only_a_button_that_was_offered_can_be_pressed(
    live: Live, intake: ChannelIntake
) -> None:
    offered = Context(offered=(Button("Ja", "/affirm"),))
    await live.outbox.say(Saying(ANNA, hold=FIRST_HOLD, lines=(line("0"),), context=offered))
    pressed = [written("1", "Ja", payload="/affirm"), written("2", "Hm", payload="/hacked")]
    await intake.take(pressed)
    assert [one.payload for one in (await taken(live.inbox)).messages] == ["/affirm", None]


async def test_what_needs_nothing_is_counted_by_name(live: Live, intake: ChannelIntake) -> None:
    await intake.take([Skipped("reaction"), Skipped("reaction")])
    assert intake.measures.skipped.labels("reaction")._value.get() == 2
    assert await told(live) == []
