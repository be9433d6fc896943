"""Watches over X's deliveries to our webhook, and has missed ones delivered again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis.logs import get_logger
from connectors.x.account import DELIVERY, WEBHOOK_INVALID, Account
from connectors.x.api import Call, XApi
from connectors.x.enrolment import Enrolment
from connectors.x.marks import Marks
from connectors.x.problems import Problem, RefusedError, XError
from conversation.ports import Clock

DELIVERING = "delivering"
# A silence of ours that is worth a replay job; shorter ones are read by API.
GAP = timedelta(minutes=12)
MARGIN = timedelta(minutes=5)
# What a replay job may ask for, from X's documentation of August 2026.
OLDEST = timedelta(hours=24)
NEWEST_FROM = timedelta(minutes=31)
NEWEST_TO = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Watch:
    """Uses the app's own authorization, which these calls ask for."""

    app: XApi
    enrolment: Enrolment
    account: Account
    marks: Marks
    clock: Clock

    async def check(self) -> None:
        """Look whether X still delivers, wake it up if not, and catch up after a gap.

        Raises XError if X does not say, TryLaterError while nothing may be asked.
        """
        async with self.account.heeded():
            await self._check()

    async def _check(self) -> None:
        try:
            webhook = await self.enrolment.webhook()
        except RefusedError as error:
            if error.problem is Problem.USAGE_CAPPED:
                raise
            webhook = {}
        if not webhook or not await self._valid(webhook):
            await self.account.in_trouble(DELIVERY, WEBHOOK_INVALID)
            return
        await self.account.works(DELIVERY)
        await self.enrolment.subscribe(str(webhook.get("id")))
        last, now = await self.marks.time(DELIVERING), self.clock.now()
        if last is not None and now - last > GAP:
            await self._try_replay(str(webhook["id"]), since=last)
        await self.marks.note(DELIVERING, now)

    async def replay(self, webhook: str, *, since: datetime) -> str:
        """Have events delivered again that came `since`; return the job's id. Raises XError."""
        begin, end = replay_window(since, now=self.clock.now())
        body = {"webhook_id": webhook, "from_date": _minute(begin), "to_date": _minute(end)}
        answer = await self.app.call(Call(method="POST", path="/2/webhooks/replay", body=body))
        data = answer.get("data")
        return str(data.get("job_id", "")) if isinstance(data, dict) else ""

    async def _try_replay(self, webhook: str, *, since: datetime) -> None:
        try:
            job = await self.replay(webhook, since=since)
        except RefusedError as error:
            # Such as another job still running; mentions and messages are read by API anyway.
            get_logger().warning("x_replay_refused", problem=error.problem.value)
        else:
            get_logger().info("x_replay_begun", job=job)

    async def _valid(self, webhook: Mapping[str, Any]) -> bool:
        """Whether X believes in the webhook, after it has been asked to try again if need be."""
        if webhook.get("valid") is True:
            return True
        call = Call(method="PUT", path=f"/2/webhooks/{webhook.get('id')}")
        try:
            answer = await self.app.call(call)
        except XError:
            return False
        data = answer.get("data")
        return isinstance(data, dict) and data.get("valid") is True


def replay_window(since: datetime, *, now: datetime) -> tuple[datetime, datetime]:
    """Return what a replay job may ask for that begins at `since` or, with a margin, before."""
    begin = min(max(since - MARGIN, now - OLDEST + timedelta(minutes=1)), now - NEWEST_FROM)
    return begin, now - NEWEST_TO


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y%m%d%H%M")
