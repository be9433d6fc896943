"""A staff side with reports over a database of its own, and weeks of history in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.judgements import SqlJudgements
from archive.reports.attach import ReportParts, attach_reports
from conversation.identity import AgentId
from conversation.judgements import Judgement, Verdict
from conversation.routing.ports import Directories
from conversation.signals import Reason
from tests.archive.events import START, conversation
from tests.archive.reports.history import BERLIN, History, counted, people
from tests.staff.house import Hands, House, open_house

DAYS = 21
TEAMS = people(("first", 3), ("solo", 1))
AGENTS = ("first-0", "first-1", "first-2", "solo-0")
NOW = START + timedelta(days=DAYS + 1)


@asynccontextmanager
async def open_reports(
    engine: AsyncEngine, *, agents_from: int = 3, teams: Directories = TEAMS
) -> AsyncIterator[House]:
    """Run it until the test is done with it."""
    clock = Hands(NOW)
    parts = ReportParts(
        database=engine,
        directories=teams,
        channels={"webchat": "Web-Chat", "x_public": "X öffentlich"},
        reasons={"anger": "Verärgert", "requested": "Will einen Menschen"},
        intent_words=str.upper,
        place_of=lambda place: (f"Fall {place.customer}", f"/escalation/{place.customer}"),
        agents_from=agents_from,
        clock=clock,
        zone=BERLIN,
    )

    def attach(app: Any, staff: Any) -> None:
        attach_reports(app, staff, parts)

    async with open_house(clock, attach=attach) as house:
        yield house


async def weeks(engine: AsyncEngine) -> None:
    """Let people write for three weeks, always the same."""
    history, chance = History(engine), Random(24103)
    for day in range(DAYS):
        for number in range(chance.randint(3, 9)):
            _concern(history, f"{day}-{number}", day * 24 * 60 + chance.randint(0, 500), chance)
    await counted(history, TEAMS)


async def judged(engine: AsyncEngine) -> None:
    """Let an agent say of some handoffs what they think."""
    kept = SqlJudgements(engine)
    for number, verdict in enumerate([*[Verdict.RIGHT] * 5, Verdict.NEEDLESS, Verdict.LATE]):
        one = Judgement(
            conversation=conversation(f"{number}-0"),
            subject="handoff",
            verdict=verdict,
            by=AgentId("first-0"),
            at=NOW,
            happened_at=START + timedelta(days=number),
            reason=Reason.ANGER,
        )
        await kept.judge(one)


def _concern(history: History, name: str, minute: float, chance: Random) -> None:
    history.says(name, minute)
    if chance.random() < 0.95:
        history.says(name, minute + 0.1, "assistant")
    if chance.random() < 0.35:
        reason = chance.choice(["anger", "requested"])
        intent = chance.choice(["report_outage", "ask_bill"])
        history.goes_to(name, "queue", reason=reason, intent=intent)
        agent = chance.choice(AGENTS)
        history.goes_to(name, "agent", agent=agent)
        answered = minute + chance.randint(2, 40)
        history.says(name, answered, "agent")
        history.says(name, answered + chance.randint(5, 60), "agent")
        history.goes_to(name, "nobody")
        history.asks(name, agent=agent, score=chance.choice([None, 3, 4, 5]))
