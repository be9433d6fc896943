"""A full desk as the live store holds it: thousands who wait, and what 160 agents have in hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.database import open_database
from archive.migrate import migrate
from conversation.context import Context
from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId, LineId
from conversation.messages import Line, Speaker
from conversation.packets import Fact, HandoffPacket, Understood
from conversation.routing.capacity import Limits, seat
from conversation.routing.lifecycle import Cause, Offer
from conversation.routing.teams import Presence
from conversation.signals import Reason
from gateway.bootstrap import Live
from gateway.clock import SystemClock
from gateway.settings import Settings
from handoff.codec import CONTEXT, LINE, PACKET, to_millis
from handoff.routing.places import RedisPlaces
from handoff.routing.roster import RedisRoster
from staff.accounts import SqlAccounts
from staff.passwords import seal_of
from staff.ports import Account
from staff.roles import Role
from staff.sessions import RedisSessions

AT_ONCE = 500
UNDERSTOOD = tuple(Understood(LineId(str(n)), "report_outage", 0.9, anger=n % 3) for n in range(4))
SLOTS = {"postal_code": "24937", "service": "internet"}
WORDS = "Mein Internet ist seit heute früh weg, bitte meldet euch!"
PASSWORD_HASH = "nobody logs in with this"


@dataclass(frozen=True)
class Crowd:
    """So many of each; every agent holds `each` and is offered one."""

    waiting: int
    agents: int
    each: int

    def agent(self, number: int) -> AgentId:
        """Return an agent's id."""
        return AgentId(f"agent{number % self.agents:03d}")


def waiting(number: int) -> ConversationId:
    """Return one who waits."""
    return ConversationId(Channel.WEBCHAT, f"t{number}", f"c{number}")


def held(number: int) -> ConversationId:
    """Return one whom an agent has."""
    return ConversationId(Channel.WEBCHAT, f"h{number}", f"k{number}")


async def fill(live: Live, crowd: Crowd) -> None:
    """Let them wait, be held and be offered."""
    now = datetime.now(UTC)
    ids = [(waiting(n), None) for n in range(crowd.waiting)]
    held_by = [(held(n), crowd.agent(n)) for n in range(crowd.agents * crowd.each)]
    everybody: list[tuple[ConversationId, AgentId | None]] = [*ids, *held_by]
    for first in range(0, len(everybody), AT_ONCE):
        pipe = live.redis.pipeline(transaction=False)
        for number, (conversation, agent) in enumerate(everybody[first : first + AT_ONCE], first):
            at = now - timedelta(seconds=number % 3600)
            _stand(pipe, live, conversation, agent, at=at)
        await pipe.execute()
    places, roster = RedisPlaces(live.redis, live.keys), RedisRoster(live.redis, live.keys)
    for number in range(crowd.agents):
        agent = crowd.agent(number)
        await roster.choose(agent, Presence.AVAILABLE, now=now)
        its = [held(n) for n in range(crowd.agents * crowd.each) if crowd.agent(n) == agent]
        for one in its:
            await roster.reserve(agent, seat(one, 0), limits=Limits(units=99), now=now)
        asked = (await places.standing(waiting(number))).state
        offer = Offer(agent, number=1, until=now + timedelta(hours=2))
        await places.offer(
            asked.conversation, hold=asked.hold, offer=offer, why=Cause.BEST, now=now
        )
        kept = seat(asked.conversation, 1)
        await roster.reserve(agent, kept, limits=Limits(units=99), now=now)


def _stand(
    pipe: Any, live: Live, conversation: ConversationId, agent: AgentId | None, *, at: datetime
) -> None:
    c, keys = str(conversation), live.keys
    partition = keys.partition_of(c)
    deadline = to_millis(at + timedelta(minutes=70))
    packet = HandoffPacket(
        reason=Reason.REQUESTED,
        summary="Möchte mit einem Menschen sprechen, das Internet ist seit heute früh weg.",
        wish=WORDS,
        wish_line=LineId("1"),
        understood=UNDERSTOOD,
        facts=tuple(Fact(name, value) for name, value in SLOTS.items()),
        handed_off_at=at,
    )
    owner = Owner.AGENT if agent else Owner.QUEUE
    hold: dict[str, str | int] = {"owner": owner.value, "epoch": 1, "agent": agent or ""}
    hold |= {"deadline": deadline, "since": to_millis(at), "packet": PACKET.dump(packet)}
    pipe.hset(keys.of("hold", c), mapping=hold)
    context = Context(slots=SLOTS, understood=UNDERSTOOD)
    pipe.set(keys.of("context", c), CONTEXT.dump(context))
    pipe.hset(keys.of("place", c), mapping={"queued_at": to_millis(at)})
    speakers = (Speaker.CUSTOMER, Speaker.ASSISTANT, Speaker.CUSTOMER, Speaker.NOTICE)
    for place, speaker in enumerate(speakers):
        line = Line(LineId(str(place)), speaker, WORDS, at - timedelta(minutes=4 - place))
        pipe.rpush(keys.of("transcript", c), LINE.dump(line))
    pipe.zadd(keys.shared("recent", partition), {c: to_millis(at)})
    if agent:
        pipe.hset(keys.shared("held", partition), c, agent)
    else:
        pipe.zadd(keys.shared("waiting", partition), {c: deadline})
    told = {"kind": "held", "c": c, "at": at.isoformat(), "owner": owner.value, "epoch": "1"}
    told |= {"agent": agent or "", "deadline": at.isoformat(), "reason": "requested", "packet": ""}
    pipe.xadd(keys.shared("feed", partition), told)


async def employ(settings: Settings, live: Live, crowd: Crowd) -> list[str]:
    """Give every agent an account and a session; the first is a supervisor. Return the secrets."""
    database = open_database(settings.archive_url)
    await migrate(database)
    accounts, clock = SqlAccounts(database), SystemClock()
    sessions = RedisSessions(live.redis, prefix=f"{live.keys.prefix}:staff", clock=clock)
    secrets = []
    for number in range(crowd.agents):
        account = Account(
            id=crowd.agent(number),
            login=f"agent{number:03d}",
            name=f"Kollegin {number}",
            role=Role.AGENT if number else Role.SUPERVISOR,
            password_hash=PASSWORD_HASH,
            created_at=clock.now(),
        )
        await accounts.add(account)
        secrets.append(await sessions.begin(account.id, seal=seal_of(PASSWORD_HASH)))
    await database.dispose()
    return secrets
