"""What happens behind the customer's back in the browser tests: answers, and changes of hands."""

from datetime import UTC, datetime
from typing import Any

from conversation.context import Context
from conversation.holds import Owner
from conversation.identity import ConversationId, LineId
from conversation.messages import Line, Speaker
from conversation.ports import Move, Saying
from tests.webchat.browsers import Chat
from tests.webchat.world import World


async def conversation_of(world: World, chat: Chat) -> ConversationId:
    return world.conversation(await chat.run("return chat.storage.session()"))


async def answer(world: World, chat: Chat, id: str, text: str, **more: Any) -> None:
    spoken = Line(
        id=LineId(id),
        speaker=more.pop("speaker", Speaker.ASSISTANT),
        text=text,
        at=datetime.now(UTC),
        **more,
    )
    conversation = await conversation_of(world, chat)
    hold = (await world.desk.state(conversation)).hold
    context = Context(offered=spoken.buttons)
    await world.outbox.say(Saying(conversation, hold=hold, lines=(spoken,), context=context))


async def hand_to(world: World, chat: Chat, owner: Owner, **more: Any) -> None:
    conversation = await conversation_of(world, chat)
    hold = (await world.desk.state(conversation)).hold
    await world.desk.move(Move(saying=Saying(conversation, hold=hold), to=owner, **more))
