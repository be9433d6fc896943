"""Meta's webhooks: subscribed by a challenge, signed over escaped bytes, batched, repeated."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx

from tests.world.clock import WorldClock, milliseconds_of, seconds_of
from tests.world.delivery import Courier, Line, Parcel
from tests.world.meta.errors import GraphError
from tests.world.settings import FacebookSettings
from tests.world.trouble import Trouble

SIGNATURE = "X-Hub-Signature-256"
OK = 200
FIELDS = (
    "messages",
    "messaging_postbacks",
    "message_echoes",
    "message_edits",
    "message_reactions",
    "message_deliveries",
    "message_reads",
    "messaging_handovers",
    "messaging_policy_enforcement",
    "messaging_referrals",
    "standby",
    "feed",
    "mention",
)


class Hooks:
    """The app's one webhook for pages, and what it is subscribed to."""

    def __init__(self, settings: FacebookSettings, clock: WorldClock, trouble: Trouble) -> None:
        self._settings = settings
        self._clock = clock
        self._failing_since: datetime | None = None
        self.url = ""
        self.app_fields: set[str] = set()
        self.page_fields: set[str] = set()
        line = Line(
            platform="facebook",
            pack=_pack,
            sign=self.sign,
            repeat=self._again,
            answered=self._answered,
            many=True,
        )
        self.courier = Courier(line, trouble)

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the header that Meta signs a webhook with."""
        key = self._settings.app_secret.encode()
        return {SIGNATURE: f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"}

    async def subscribe(self, url: str, *, verify_token: str, fields: Sequence[str]) -> None:
        """Point the app's webhook at an address that knows the token. Raises GraphError."""
        challenge = str(secrets.randbelow(9_000_000_000) + 1_000_000_000)
        asked = {
            "hub.mode": "subscribe",
            "hub.verify_token": verify_token,
            "hub.challenge": challenge,
        }
        async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
            try:
                answer = await client.get(url, params=asked)
                passed = answer.status_code == OK and answer.text == challenge
            except httpx.HTTPError:
                passed = False
        if not passed:
            raise GraphError(2200, "(#2200) Callback verification failed", status=400)
        self.url = url
        self.app_fields = set(fields)

    def messaging(self, field: str, event: dict[str, Any], *, channel: str = "messaging") -> None:
        """Send an event of Messenger; `channel` is `standby` for an app that does not hold it."""
        if self._wants(field) and (channel != "standby" or self._wants("standby")):
            self._send({"time": milliseconds_of(self._clock.now()), channel: [event]})

    def change(self, field: str, value: dict[str, Any]) -> None:
        """Send a change of the page's feed; its entry's time is in seconds."""
        if self._wants(field):
            changes = [{"field": field, "value": value}]
            self._send({"time": seconds_of(self._clock.now()), "changes": changes})

    def entry(self, entry: dict[str, Any]) -> None:
        """Send any entry as it is, for events that nobody foresaw."""
        self._send(entry)

    def _wants(self, field: str) -> bool:
        return bool(self.url) and field in self.app_fields & self.page_fields

    def _send(self, entry: dict[str, Any]) -> None:
        self.courier.send(self.url, {"id": self._settings.page_id, **entry})

    def _again(self, entry: dict[str, Any]) -> dict[str, Any]:
        # A second delivery differs in nothing but the entry's time.
        return {**entry, "time": entry["time"] + 1}

    def _answered(self, parcel: Parcel, status: int) -> float | None:
        now = self._clock.now()
        if status == OK:
            self._failing_since = None
            return None
        self._failing_since = self._failing_since or now
        if now - self._failing_since > self._settings.unsubscribe_after:
            # After an extended failure the app hears nothing until it subscribes again.
            self.page_fields = set()
            return None
        pauses = self._settings.retry_seconds
        return pauses[parcel.tries] if parcel.tries < len(pauses) else None


def escaped(body: dict[str, Any]) -> bytes:
    """Return the bytes that Meta sends and signs: everything beyond ASCII escaped in lower case."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _pack(entries: Sequence[dict[str, Any]]) -> bytes:
    return escaped({"object": "page", "entry": list(entries)})
