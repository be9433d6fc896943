"""What the intake makes of all that platforms tell, over every live store. Repeated, nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.incoming import AccountTrouble, Incoming, Seen, Skipped, Typing
from conversation.context import Context
from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import Channel, MessageId
from conversation.messages import ERASED, Attachment, Button, Progress
from conversation.moves import ELSEWHERE
from conversation.ports import Saying
from conversation.service import Outcome
from gateway.intake import ChannelIntake
from tests.contract.incoming import (
    ANNA,
    POST,
    SHORTLY,
    at,
    edited,
    elsewhere,
    erased,
    texts,
    told,
    written,
)
from tests.contract.live import Live
from tests.contract.samples import line, taken
from tests.contract.wiring import MOVES, SlowEngine, answering


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
