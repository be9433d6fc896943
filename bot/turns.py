"""One turn of a stay: each request of a message is taken up, one after the other."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import (
    USER_INTENT_BACK,
    USER_INTENT_RESTART,
    USER_INTENT_SESSION_START,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers import (
    FALLBACK_INTENT,
    INNER_SLOTS,
    LATER,
    CollectedReplies,
    described,
    understanding,
)
from bot.honesty import TurnFailedError, honest_processor
from bot.questions import INTENT_PREFIX, Question
from bot.requests import ANSWERS, Asked, Parsed, Request, requests_in

PRESSED = re.compile(r"/(?P<intent>[^{]*)")
OWN_COMMANDS = {USER_INTENT_BACK, USER_INTENT_RESTART, USER_INTENT_SESSION_START}
# No question of the assistant is open (actions/offers.py).
NOTHING_OFFERED = (None, "nothing")
POSTPONED = "utter_the_other_later"

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class Turn:
    """Takes up what one message asks for; what has to wait is remembered in the slot `later`."""

    def __init__(
        self, agent: Agent, question: Question, *, channel: str, on_new_message: OnMessage
    ) -> None:
        self._processor = honest_processor(agent)
        self._question = question
        self._channel = channel
        self._on_new_message = on_new_message
        self._output = CollectedReplies(str(question.metadata.get("channel") or channel))
        self._said = 0

    async def answer(self) -> dict[str, Any]:
        """Return replies and understanding as JSON.

        Raises TurnFailedError, and then nothing of the turn is left, so that asking again is safe.
        """
        before = await self._set_slots()
        try:
            return await self._answer(_asked(before))
        except BaseException:
            # Rasa saves after each message, and this may not have been the first.
            await self._processor.save_tracker(before)
            raise

    async def _answer(self, asked: Asked) -> dict[str, Any]:
        said = _readable(self._question.said, self._processor.domain)
        if said.startswith(INTENT_PREFIX):
            await self._say(Request(said, {}))
            understood, count = None, 1
        else:
            heard = await requests_in(said, self._parse, asked=asked)
            await self._say_all(heard.requests)
            understood, count = heard.understood, len(heard.requests)
        tracker = await self._take_up_what_waited()
        message = _heard(tracker, self._question.turn)
        return described(
            tracker, understood or message.parse_data, self._output.replies, requests=count
        )

    async def _say_all(self, requests: Sequence[Request]) -> None:
        """Take up one request after the other; from an open question on they have to wait."""
        for place, request in enumerate(requests):
            if self._output.calls_a_person:
                return
            # An answer to an open question never waits for what else was said with it.
            if place and requests[place - 1].intent not in ANSWERS and await self._is_asking():
                await self._postpone(requests[place:])
                return
            await self._say(request)

    async def _take_up_what_waited(self) -> DialogueStateTracker:
        """Go on with what was asked for besides, once nothing is open; a person sees it anyway."""
        tracker = await self._tracker()
        while waiting := _waiting(tracker):
            if self._output.calls_a_person:
                await self._remember([])
            elif not await self._is_asking():
                await self._remember(waiting[1:])
                await self._say(Request(waiting[0], await self._parse(waiting[0])))
            else:
                break
            tracker = await self._tracker()
        return tracker

    async def _say(self, request: Request) -> None:
        """Let the engine take up one request."""
        turn = self._question.turn
        await self._on_new_message(
            UserMessage(
                request.text,
                self._output,
                self._question.sender,
                parse_data=request.parsed or None,
                input_channel=self._channel,
                message_id=f"{turn}#{self._said}" if self._said else turn,
                metadata=self._question.metadata,
            )
        )
        self._said += 1

    async def _postpone(self, requests: Sequence[Request]) -> None:
        """Remember requests, and say so before what is asked now."""
        tracker = await self._tracker()
        await self._remember([*_waiting(tracker), *(each.text for each in requests)])
        said = await self._processor.nlg.generate(POSTPONED, tracker, self._output.name())
        if said:
            self._output.say_before_the_last(said)

    async def _remember(self, texts: Sequence[str]) -> None:
        written = json.dumps(list(texts), ensure_ascii=False) if texts else None
        await self._fill(await self._tracker(), {LATER: written})

    async def _set_slots(self) -> DialogueStateTracker:
        """Set what the gateway knows; slots the model does not have are passed over.

        Returns the tracker as it was kept: whoever asks for it again gets one of their own.

        The gateway seeds a new stay with an older model's slots, so an unknown one is no mistake.
        """
        question = self._question
        tracker = await self._processor.fetch_tracker_and_update_session(
            question.sender, self._output, question.metadata
        )
        given = {name: value for name, value in question.slots.items() if name not in INNER_SLOTS}
        await self._fill(tracker, given)
        return tracker

    async def _fill(self, tracker: DialogueStateTracker, slots: Mapping[str, Any]) -> None:
        """Set slots, where they differ, and keep the tracker, the start of a stay included."""
        news = [
            SlotSet(name, value)
            for name, value in slots.items()
            if name in tracker.slots and tracker.get_slot(name) != value
        ]
        tracker.update_with_events(news, self._processor.domain)
        await self._processor.save_tracker(tracker)

    async def _is_asking(self) -> bool:
        return _asked(await self._tracker()).open

    async def _parse(self, text: str) -> Parsed:
        message = UserMessage(text, sender_id=self._question.sender)
        parsed: Parsed = await self._processor.parse_message(message)
        return parsed

    async def _tracker(self) -> DialogueStateTracker:
        return await self._processor.get_tracker(self._question.sender)


async def understood(agent: Agent, text: str) -> dict[str, Any]:
    """Say how a text would be understood; no stay is begun or changed by it."""
    processor = honest_processor(agent)

    async def parse(part: str) -> Parsed:
        parsed: Parsed = await processor.parse_message(UserMessage(part))
        return parsed

    heard = await requests_in(text, parse)
    return understanding(heard.understood, requests=len(heard.requests))


def _asked(tracker: DialogueStateTracker) -> Asked:
    """Return whether a question is open, and what it is about."""
    offered = tracker.get_slot("offer") not in NOTHING_OFFERED
    topic = tracker.get_slot("last_topic")
    return Asked(open=offered or tracker.active_loop is not None, topic=topic)


def _waiting(tracker: DialogueStateTracker) -> list[str]:
    written = tracker.get_slot(LATER)
    return list(json.loads(written)) if written else []


def _readable(said: str, domain: Domain) -> str:
    """Return what Rasa may read: a button of an older model is a misunderstanding.

    Rasa would take the intent's name for the customer's words, or obey it if it is a command of its
    own, such as `restart`.
    """
    pressed = PRESSED.match(said)
    if pressed is None or pressed["intent"] in set(domain.intents) - OWN_COMMANDS:
        return said
    return f"{INTENT_PREFIX}{FALLBACK_INTENT}"


def _heard(tracker: DialogueStateTracker, turn: str) -> UserUttered:
    """Return the turn's message; not `latest_message`, which skips answers to a form's question."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and event.message_id == turn:
            return event
    raise TurnFailedError("The turn left no trace.")
