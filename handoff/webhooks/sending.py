"""One try to deliver: a signed POST, a short patience, no redirects, and nothing read back."""

import asyncio
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore

from conversation.ports import Clock
from conversation.webhooks import Attempt, Delivery, Webhook
from handoff.webhooks.places import GuardedBackend, PrivateAddressError, problem_of
from handoff.webhooks.signing import headers_of

PATIENCE = 10.0
MOST_CONNECTIONS = 20
AGENT = b"Lotse-Webhooks/1"
LONGEST_ASKED = timedelta(hours=24)
Opened = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try went. `later`: the receiver asked for so much patience. `gone`: for no more."""

    attempt: Attempt
    arrived: bool
    later: timedelta | None = None
    gone: bool = False


class Sending:
    """Delivers; `opened` unseals a webhook's secret, `private` allows our own network."""

    def __init__(
        self,
        *,
        opened: Opened,
        clock: Clock,
        private: bool,
        tls: ssl.SSLContext | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._opened = opened
        self._clock = clock
        self._private = private
        self._patience = patience
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or ssl.create_default_context(),
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=0,
            network_backend=GuardedBackend(private=private),
        )

    async def deliver(self, webhook: Webhook, delivery: Delivery) -> Tried:
        """Try once. Whatever the receiver does, the answer says how it went."""
        began, at = time.monotonic(), self._clock.now()
        status, problem, later = await self._tried(webhook, delivery, at)
        spent = int((time.monotonic() - began) * 1000)
        attempt = Attempt(at=at, status=status, milliseconds=spent, problem=problem)
        return Tried(attempt, arrived=not problem, later=later, gone=status == 410)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._pool.aclose()

    async def _tried(
        self, webhook: Webhook, delivery: Delivery, at: datetime
    ) -> tuple[int | None, str, timedelta | None]:
        newest, *former = (self._opened(one) for one in webhook.sealed_at(at))
        if newest is None:
            return None, "secret_lost", None
        known = (newest, *(one for one in former if one is not None))
        if problem_of(webhook.address, private=self._private):
            return None, "private_address", None
        body = delivery.body.encode()
        headers = {
            "content-type": "application/json",
            **headers_of(*known, id=delivery.id, at=at, body=body),
        }
        named = [(name.encode(), value.encode()) for name, value in headers.items()]
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._patience)
        host = httpcore.URL(webhook.address).host
        length = str(len(body)).encode()
        request = httpcore.Request(
            "POST",
            webhook.address,
            headers=[
                (b"host", _host_header(webhook.address) or host),
                (b"user-agent", AGENT),
                (b"content-length", length),
                *named,
            ],
            content=body,
            extensions={"timeout": timeouts},
        )
        try:
            # Also for those who answer, but a letter at a time.
            async with asyncio.timeout(2 * self._patience):
                response = await self._pool.handle_async_request(request)
                await response.aclose()
        except PrivateAddressError:
            return None, "private_address", None
        except (httpcore.TimeoutException, TimeoutError):
            return None, "timeout", None
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError):
            return None, "unreachable", None
        if 200 <= response.status < 300:
            return response.status, "", None
        return response.status, "refused", _asked(dict(response.headers), at)


def _host_header(address: str) -> bytes:
    return address.split("/")[2].encode()


def _asked(headers: dict[bytes, bytes], now: datetime) -> timedelta | None:
    """Return for how much patience the receiver asks (Retry-After), within reason."""
    lower = {name.lower(): value.decode("latin-1") for name, value in headers.items()}
    given = lower.get(b"retry-after", "")
    if given.isascii() and given.isdigit() and len(given) < 9:
        return min(timedelta(seconds=int(given)), LONGEST_ASKED)
    try:
        wait = parsedate_to_datetime(given) - now
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta(0)), LONGEST_ASKED)
