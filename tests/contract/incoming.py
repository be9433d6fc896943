"""What platforms tell, as samples."""

from datetime import datetime, timedelta
from typing import Any

from connectors.incoming import Edited, Erased, SaidElsewhere, Written
from conversation.identity import Channel, ConversationId, MessageId
from tests.contract.live import Live
from tests.contract.samples import START

ANNA = ConversationId(Channel.MESSENGER, thread="104857", customer="anna")
POST = ConversationId(Channel.X_PUBLIC, thread="900", customer="222")
SHORTLY = timedelta(milliseconds=50)


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
