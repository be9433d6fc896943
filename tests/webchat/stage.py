"""A development server: the web chat over memory twins, with an actor in the assistant's place.

Run `python -m tests.webchat.stage [port]` and open the link. What you write decides what happens:
`mensch` queues for a person, who comes after a few seconds and gives back later; `knopf` offers
buttons; `lang` says much; anything else is answered in a sentence.
"""

import asyncio
import sys
from datetime import timedelta
from itertools import count

from conversation.context import Context
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.messages import Button, Line, Speaker
from conversation.ports import Batch, Move, Saying
from gateway.clock import SystemClock
from tests.webchat.world import World, allowances, running, settings

_numbers = count(1)
_clock = SystemClock()

PRICES = (
    "Glasfaser gibt es bei Fördekom in drei Stufen:\n"
    "• Förde 150: 34,90 € im Monat\n"
    "• Förde 300: 39,90 € im Monat\n"
    "• Förde 1000: 59,90 € im Monat\n\n"
    "Alle Einzelheiten stehen auf https://www.foerdekom.example/tarife."
)


def line(speaker: Speaker, text: str, **more) -> Line:
    return Line(
        id=LineId(f"stage-{next(_numbers)}"), speaker=speaker, text=text, at=_clock.now(), **more
    )


async def play(world: World, *, pace: float) -> None:
    """Answer every batch, as the worker, the assistant and an agent would."""
    while True:
        batch = await world.inbox.take()
        if batch is None:
            await world.inbox.wait(timedelta(seconds=0.2))
            continue
        await asyncio.sleep(pace)
        await answer(world, batch, pace=pace)


async def answer(world: World, batch: Batch, *, pace: float) -> None:
    conversation = batch.lease.conversation
    hold = (await world.desk.state(conversation)).hold
    ids = tuple(message.id for message in batch.messages)
    text = batch.messages[-1].text.lower()
    if hold.by_human:
        await world.inbox.settle(batch.lease, ids)
        if hold.owner is Owner.AGENT:
            await say(world, conversation, hold, line(Speaker.AGENT, "Alles klar.", author="Mara"))
        await world.inbox.release(batch.lease)
        return
    if hold.owner is Owner.NOBODY:
        await move(world, conversation, Owner.ASSISTANT)
        hold = (await world.desk.state(conversation)).hold
    spoken = line(Speaker.ASSISTANT, **reply(text))
    saying = Saying(
        conversation,
        hold=hold,
        lines=(spoken,),
        answers=ids,
        lease=batch.lease,
        context=Context(offered=spoken.buttons),
    )
    await world.outbox.say(saying)
    await world.inbox.release(batch.lease)
    if "mensch" in text:
        asyncio.get_running_loop().create_task(bring_a_person(world, conversation, pace=pace))


def reply(text: str) -> dict:
    if "mensch" in text:
        return {"text": "Gern, ich hole dir jemanden aus unserem Team dazu."}
    if "knopf" in text:
        buttons = (
            Button(title="Förde 300 bestellen", payload="/order"),
            Button(title="Erst vergleichen", payload="/compare"),
            Button(title="Nein, danke", payload="/deny"),
        )
        return {"text": "Soll ich dir einen Tarif zeigen?", "buttons": buttons}
    if "lang" in text:
        return {"text": "Das ist eine lange Antwort. " * 30}
    if "kostet" in text or "tarife" in text:
        return {"text": PRICES}
    return {"text": "Danke, das habe ich verstanden: Ich schaue nach."}


async def bring_a_person(world: World, conversation: ConversationId, *, pace: float) -> None:
    deadline = _clock.now() + timedelta(minutes=10)
    await move(world, conversation, Owner.QUEUE, deadline=deadline)
    await asyncio.sleep(pace * 8)
    notice = line(Speaker.NOTICE, "Ab jetzt schreibt Mara Petersen aus unserem Team mit dir.")
    await move(world, conversation, Owner.AGENT, agent=AgentId("mara"), lines=(notice,))
    await asyncio.sleep(pace * 2)
    hold = (await world.desk.state(conversation)).hold
    words = "Moin, hier ist Mara. Ich habe deine Nachrichten gelesen. Was kann ich für dich tun?"
    await say(world, conversation, hold, line(Speaker.AGENT, words, author="Mara Petersen"))


async def say(world: World, conversation: ConversationId, hold: Hold, spoken: Line) -> None:
    await world.outbox.say(Saying(conversation, hold=hold, lines=(spoken,)))


async def move(
    world: World, conversation: ConversationId, to: Owner, *, lines: tuple[Line, ...] = (), **more
) -> None:
    hold = (await world.desk.state(conversation)).hold
    await world.desk.move(Move(saying=Saying(conversation, hold=hold, lines=lines), to=to, **more))


async def serve(port: int, *, pace: float = 1.0) -> None:
    async with running(settings(allowances=allowances()), port=port) as world:
        print(f"Open {world.url}, end with Ctrl-C.", flush=True)
        await play(world, pace=pace)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
