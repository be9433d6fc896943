"""Saying and moving in Redis: one script checks the hold, queues the words and changes hands."""

import json
from datetime import UTC, datetime
from pathlib import Path

from redis.asyncio import Redis

from conversation.errors import (
    AlreadyClaimedError,
    LeaseLostError,
    NotOfferedError,
    StaleHoldError,
)
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.keys import CLAIMS_KEPT, CONVERSATION_SECONDS, RECENT_KEPT, Box, Keys
from conversation.ports import Move, Saying
from conversation.routing.lifecycle import Stage
from handoff.codec import CONTEXT, LINE, PACKET, SURVEY, to_millis

SCRIPT = (Path(__file__).parent / "lua" / "commit.lua").read_text()

OWN = ("hold", "context", "transcript", "delivery", "out:items", "out:bodies")
SHARED = ("waiting", "held", "recent", "feed")
STAGES = {
    Owner.ASSISTANT: Stage.ASSISTANT,
    Owner.QUEUE: Stage.WAITING,
    Owner.AGENT: Stage.CLAIMED,
    Owner.NOBODY: Stage.CLOSED,
}


class Commit:
    """Runs the one script through which anything reaches a customer or changes hands."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._keys = keys
        self._script = redis.register_script(SCRIPT)

    async def __call__(self, saying: Saying, move: Move | None = None) -> int:
        """Carry out `saying`, and `move` if given; return the epoch that holds now.

        Raises StaleHoldError (AlreadyClaimedError if an agent has it, NotOfferedError if the offer
        named is not the current one), LeaseLostError.
        """
        c = str(saying.conversation)
        answer = await self._script(
            keys=self._names(c),
            args=[
                _order(c, saying, move),
                *(self._keys.wake(box) for box in (Box.OUTBOX, Box.INBOX)),
            ],
        )
        return _epoch(answer)

    def _names(self, c: str) -> list[str]:
        partition = self._keys.partition_of(c)
        shared = [self._keys.shared(kind, partition) for kind in SHARED]
        return [
            *(self._keys.of(kind, c) for kind in OWN),
            self._keys.shared("out:ready", partition),
            self._keys.shared("out:leases", partition),
            self._keys.of("in:items", c),
            self._keys.of("in:bodies", c),
            self._keys.shared("in:leases", partition),
            *shared,
            self._keys.of("place", c),
            self._keys.of("passed", c),
            self._keys.shared("offers", partition),
            self._keys.shared("wrapping", partition),
            self._keys.shared("claims", partition),
            self._keys.shared("in:ready", partition),
            self._keys.shared("in:attempts", partition),
            self._keys.shared("laid", partition),
        ]


def _order(c: str, saying: Saying, move: Move | None) -> str:
    now = datetime.now(UTC)
    order = {
        "c": c,
        "epoch": saying.hold.epoch,
        "token": saying.lease.token if saying.lease else "",
        "lifetime": CONVERSATION_SECONDS,
        "recent": RECENT_KEPT,
        "claims": CLAIMS_KEPT,
        "at": now.isoformat(),
        "at_ms": to_millis(now),
        "lines": [{"id": line.id, "body": LINE.dump(line)} for line in saying.lines],
        "answers": list(saying.answers),
    }
    if saying.context is not None:
        order["context"] = CONTEXT.dump(saying.context)
    if saying.survey is not None:
        order["survey"] = SURVEY.dump(saying.survey)
    if move is not None:
        order["move"] = {
            **({"offer": move.offer} if move.offer is not None else {}),
            **({"why": move.why.value, "stage": STAGES[move.to].value} if move.why else {}),
            "at_ms": to_millis(move.at or now),
            "owner": move.to.value,
            "agent": move.agent or "",
            "deadline": str(to_millis(move.deadline)) if move.deadline else "",
            "deadline_iso": move.deadline.isoformat() if move.deadline else "",
            "packet": PACKET.dump(move.packet) if move.packet else "",
            "reason": move.packet.reason.value if move.packet else "",
        }
    return json.dumps(order)


def _epoch(answer: list[bytes | int]) -> int:
    verdict, *rest = [one.decode() if isinstance(one, bytes) else one for one in answer]
    if verdict == "lost":
        raise LeaseLostError("Another worker has this conversation now.")
    if verdict == "unoffered":
        raise NotOfferedError("This offer is over.")
    if verdict == "stale":
        owner, agent = rest
        if owner == Owner.AGENT:
            raise AlreadyClaimedError(AgentId(str(agent)))
        raise StaleHoldError("The hold has moved on.")
    return int(rest[0])
