"""The use case over a live store of the tests, with an engine that takes its time."""

import asyncio
import random
from datetime import timedelta
from zoneinfo import ZoneInfo

from conversation.known import Continuing
from conversation.messages import Button
from conversation.moves import Moves
from conversation.notices import Notices
from conversation.ports import Engine
from conversation.promises import OpeningHours, Promises
from conversation.service import Answering
from conversation.turns import EngineRequest, Reply, Turn, Understanding
from tests.contract.live import Live
from tests.contract.samples import CLOCK

BERLIN = ZoneInfo("Europe/Berlin")
MOVES = Moves(
    notices=Notices(brand="Fördekom", assistant="Lotse", zone=BERLIN),
    promises=Promises(OpeningHours(zone=BERLIN), within=timedelta(minutes=10)),
    clock=CLOCK,
)


def understood(intent: str = "ask_tariff_details") -> Understanding:
    return Understanding(intent=intent, confidence=0.9)


class SlowEngine:
    """Answers with several lines, a picture and a button after a random number of steps."""

    def __init__(self, seed: int, *, longest: int) -> None:
        self._random = random.Random(seed)
        self._longest = longest

    async def turn(self, request: EngineRequest) -> Turn:
        for _ in range(self._random.randrange(self._longest)):
            await asyncio.sleep(0)
        return Turn(
            replies=(
                Reply(f"Antwort auf {request.text}", buttons=(Button("Ja", "/affirm"),)),
                Reply("", image="https://www.foerdekom.example/router.png"),
            ),
            understanding=understood(),
        )


def answering(live: Live, engine: Engine) -> Answering:
    return Answering(
        inbox=live.inbox,
        outbox=live.outbox,
        desk=live.desk,
        engine=engine,
        moves=MOVES,
        clock=CLOCK,
        continuing=Continuing(live.cases, live.desk),
        is_personal=lambda text: "FK-" in text,
    )
