"""Calls X's second API: signed, timed, counted, and with every ending named."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from connectors.x.auth import Authorization
from connectors.x.budgets import Budgets
from connectors.x.problems import (
    NotSentError,
    Problem,
    RefusedError,
    UnansweredError,
    read_problem,
)
from connectors.x.settings import BudgetKind, XSettings
from conversation.ports import Clock

# These happen before a request has left.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
UNTOLD_PAUSE = timedelta(minutes=1)
OF_MINUTES = ("x-rate-limit",)
OF_A_DAY = ("x-user-limit-24hour", "x-app-limit-24hour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. `kind` is the budget it counts in, if any."""

    method: str
    path: str
    kind: BudgetKind | None = None
    body: Mapping[str, Any] | None = None
    query: Mapping[str, str] | None = None


def http_client(settings: XSettings) -> httpx.AsyncClient:
    """Return the client over which X is reached, from the settings' address and times."""
    return httpx.AsyncClient(
        base_url=settings.base_url,
        timeout=httpx.Timeout(
            settings.answer_timeout.total_seconds(),
            connect=settings.connect_timeout.total_seconds(),
        ),
        follow_redirects=False,
    )


class XApi:
    """X's API as seen with one authorization."""

    def __init__(
        self, http: httpx.AsyncClient, auth: Authorization, *, budgets: Budgets, clock: Clock
    ) -> None:
        self._http = http
        self._auth = auth
        self._budgets = budgets
        self._clock = clock

    async def call(self, call: Call) -> dict[str, Any]:
        """Return X's answer. Raises NotSentError, UnansweredError, RefusedError, TokenDeadError.

        A refused token is renewed and the call made once more: X has not done it.
        """
        request = self._http.build_request(
            call.method, call.path, json=call.body, params=call.query
        )
        used = await self._auth.headers(call.method, str(request.url))
        answer = await self._sent(request, used, call)
        if answer.status_code == 401 and await self._auth.renew(used):
            used = await self._auth.headers(call.method, str(request.url))
            answer = await self._sent(request, used, call)
        return await self._read(answer, call)

    async def _sent(
        self, request: httpx.Request, headers: Mapping[str, str], call: Call
    ) -> httpx.Response:
        request.headers.update(headers)
        try:
            answer = await self._http.send(request)
        except NEVER_LEFT as error:
            raise NotSentError("X could not be reached.") from error
        except httpx.HTTPError as error:
            raise UnansweredError("X did not answer.") from error
        if call.kind is not None:
            await self._learn(answer, call.kind)
        return answer

    async def _read(self, answer: httpx.Response, call: Call) -> dict[str, Any]:
        body = read_answer(answer.content)
        if answer.is_success:
            # Errors beside data concern parts of it; a success without a body tells nothing.
            if "data" in body or "meta" in body:
                return body
            if "errors" not in body:
                raise UnansweredError("X answered, but nothing that can be read.")
            raise RefusedError(read_problem(400, body), answer.status_code)
        problem = read_problem(answer.status_code, body)
        if problem is Problem.TOO_MANY and call.kind is not None:
            await self._shut(call.kind, answer)
        raise RefusedError(problem, answer.status_code)

    async def _learn(self, answer: httpx.Response, kind: BudgetKind) -> None:
        for names in (OF_MINUTES, OF_A_DAY):
            if told := _limits(answer, names):
                remaining, reset = min(told)
                await self._budgets.learn(
                    kind, remaining=remaining, reset=reset, day=names is OF_A_DAY
                )

    async def _shut(self, kind: BudgetKind, answer: httpx.Response) -> None:
        """Stop: there were too many, whatever the count of those left says."""
        told = _limits(answer, OF_MINUTES) + _limits(answer, OF_A_DAY)
        empty = [reset for remaining, reset in told if remaining <= 0]
        until = max(empty, default=max((reset for _, reset in told), default=None))
        await self._budgets.shut(kind, until=until or self._clock.now() + UNTOLD_PAUSE)


def _limits(answer: httpx.Response, names: Sequence[str]) -> list[tuple[int, datetime]]:
    return [limit for name in names if (limit := _limit(answer, name)) is not None]


def _limit(answer: httpx.Response, name: str) -> tuple[int, datetime] | None:
    try:
        remaining = int(answer.headers[f"{name}-remaining"])
        return remaining, datetime.fromtimestamp(int(answer.headers[f"{name}-reset"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def read_answer(content: bytes) -> dict[str, Any]:
    """Return the JSON object that X answered, an empty one for anything else."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
