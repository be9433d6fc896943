"""X's webhooks: registered only if they pass the CRC, signed, and repeated only by a replay job."""

import base64
import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.world.clock import WorldClock, iso_of
from tests.world.delivery import Courier, Line, Parcel
from tests.world.numbers import Numbers
from tests.world.trouble import Trouble
from tests.world.x.activity import Subscription
from tests.world.x.problems import invalid, webhook_problem

CRC_SECONDS = 3.0
KEPT = timedelta(hours=24)
FROM_AT_LEAST = timedelta(minutes=31)
TO_AT_LEAST = timedelta(minutes=10)
MOST = 5
SIGNATURE = "x-twitter-webhooks-signature"


@dataclass(slots=True)
class Webhook:
    """A registered address; `reached_at` is where the world finds it."""

    id: str
    url: str
    reached_at: str
    created_at: datetime
    valid: bool = True
    events: deque[tuple[datetime, dict[str, Any]]] = field(default_factory=deque)

    def shown(self) -> dict[str, Any]:
        created_at = iso_of(self.created_at)
        return {"id": self.id, "url": self.url, "valid": self.valid, "created_at": created_at}


class Webhooks:
    """The app's webhooks, and the courier that serves them."""

    def __init__(
        self,
        *,
        secret: str,
        hosts: Mapping[str, str],
        clock: WorldClock,
        numbers: Numbers,
        trouble: Trouble,
    ) -> None:
        self._secret = secret.encode()
        self._hosts = hosts
        self._clock = clock
        self._numbers = numbers
        self._all: dict[str, Webhook] = {}
        self.courier = Courier(
            Line(platform="x", pack=_pack, sign=self.sign, repeat=dict, answered=_never_again),
            trouble,
        )

    def all(self) -> list[Webhook]:
        return list(self._all.values())

    def get(self, id: str) -> Webhook | None:
        return self._all.get(id)

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the header that X signs a webhook with."""
        return {SIGNATURE: self._digest(body)}

    async def register(self, url: str) -> Webhook:
        """Register an address that answers the CRC. Raises XProblemError."""
        reached_at = self._reached_at(url)
        if any(webhook.url == url for webhook in self.all()):
            raise webhook_problem("DuplicateUrlFailed", "The url is registered already.")
        if len(self._all) >= MOST:
            raise webhook_problem("WebhookLimitExceeded", f"There are {MOST} webhooks already.")
        if not await self._passes(reached_at):
            raise webhook_problem("CrcValidationFailed", "The url did not answer the CRC rightly.")
        return self._keep(url, reached_at)

    async def connect(self, url: str) -> Webhook | None:
        """Register the address from the settings, whatever it looks like, if it passes the CRC."""
        return self._keep(url, url) if await self._passes(url) else None

    async def check(self, webhook: Webhook) -> bool:
        """Do the CRC again; one that fails it gets no more events."""
        webhook.valid = await self._passes(webhook.reached_at)
        return webhook.valid

    def remove(self, id: str) -> bool:
        return self._all.pop(id, None) is not None

    def tell(self, subscription: Subscription, event: dict[str, Any]) -> None:
        """Send an event to its subscription's webhook, if that is valid."""
        webhook = self._all.get(subscription.webhook_id or "")
        if webhook is None:
            return
        now = self._clock.now()
        webhook.events.append((now, event))
        while webhook.events[0][0] < now - KEPT:
            webhook.events.popleft()
        if webhook.valid:
            self.courier.send(webhook.reached_at, event)

    def replay(self, webhook_id: str, from_date: str, to_date: str) -> dict[str, str]:
        """Send again what happened between two minutes. Raises XProblemError."""
        webhook = self._all.get(webhook_id)
        if webhook is None:
            raise webhook_problem("WebhookIdInvalid", "There is no such webhook.")
        start, end = _minute(from_date), _minute(to_date)
        now = self._clock.now()
        if not now - KEPT <= start <= now - FROM_AT_LEAST or not start < end <= now - TO_AT_LEAST:
            raise webhook_problem("QueryParamInvalid", "The dates lie outside the window.")
        job_id = self._numbers.snowflake()
        for at, event in list(webhook.events):
            if start <= at < end:
                self.courier.send(webhook.reached_at, event)
        status = {
            "webhook_id": webhook_id,
            "job_state": "Complete",
            "job_state_description": "Job completed successfully",
            "job_id": job_id,
        }
        self.courier.send(webhook.reached_at, {"replay_job_status": status})
        return {"job_id": job_id, "created_at": iso_of(now)}

    def _keep(self, url: str, reached_at: str) -> Webhook:
        webhook = Webhook(self._numbers.snowflake(), url, reached_at, self._clock.now())
        self._all[webhook.id] = webhook
        return webhook

    def _reached_at(self, url: str) -> str:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme != "https" or parts.port is not None or origin not in self._hosts:
            raise webhook_problem(
                "UrlValidationFailed", "The url is not public https, or has a port."
            )
        return self._hosts[origin].rstrip("/") + parts.path

    async def _passes(self, url: str) -> bool:
        token = secrets.token_urlsafe(32)
        async with httpx.AsyncClient(timeout=CRC_SECONDS, trust_env=False) as client:
            try:
                answer = await client.get(url, params={"crc_token": token})
                given = answer.json()["response_token"] if answer.status_code == 200 else ""
            except (httpx.HTTPError, ValueError, KeyError, TypeError):
                return False
        return hmac.compare_digest(str(given).encode(), self._digest(token.encode()).encode())

    def _digest(self, message: bytes) -> str:
        digest = hmac.new(self._secret, message, hashlib.sha256).digest()
        return f"sha256={base64.b64encode(digest).decode()}"


def _pack(events: Sequence[dict[str, Any]]) -> bytes:
    (event,) = events
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _never_again(_parcel: Parcel, _status: int) -> None:
    """No retry of X is documented: what was not taken comes back by replay or by reading only."""


def _minute(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        raise invalid(f"{text} is no yyyymmddhhmm") from None
