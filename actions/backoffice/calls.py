"""How the back office is called: one client, one way to fail, one way to read times and money."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

import httpx

MOST = 500

Document = Mapping[str, Any]
Item = TypeVar("Item")


class BackOfficeUnavailableError(Exception):
    """The back office did not answer, or not in a way that can be used."""


class Calls:
    """The back office's HTTP interface; all that goes wrong is a BackOfficeUnavailableError."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def listed(
        self, path: str, query: Mapping[str, str], read: Callable[[Document], Item]
    ) -> tuple[Item, ...]:
        """Return what a collection answers to a query."""
        response = await self._sent("GET", path, params={"limit": str(MOST), **query})
        return tuple(self.read(response, _each(read)))

    async def one(self, path: str, read: Callable[[Document], Item]) -> Item | None:
        """Return one document, None if there is none."""
        response = await self._sent("GET", path, expected=(200, 404))
        return self.read(response, read) if response.status_code == httpx.codes.OK else None

    async def written(
        self, method: str, path: str, body: Document, *, also: tuple[int, ...] = ()
    ) -> httpx.Response:
        """Create or change something; `also` are statuses that the caller understands."""
        return await self._sent(method, path, expected=(200, 201, *also), json=dict(body))

    @staticmethod
    def read(response: httpx.Response, read: Callable[[Any], Item]) -> Item:
        """Read an answer's JSON."""
        try:
            return read(response.json())
        except (ValueError, KeyError, TypeError, ArithmeticError, IndexError) as error:
            raise BackOfficeUnavailableError("The answer cannot be read.") from error

    async def _sent(
        self, method: str, path: str, *, expected: tuple[int, ...] = (200, 206), **content: Any
    ) -> httpx.Response:
        try:
            response = await self._client.request(method, path, **content)
        except httpx.HTTPError as error:
            raise BackOfficeUnavailableError(type(error).__name__) from error
        if response.status_code not in expected:
            raise BackOfficeUnavailableError(f"The answer is {response.status_code}.")
        return response


def backoffice_client(*, url: str, token: str, seconds: float) -> httpx.AsyncClient:
    """Return a client for the back office; only a refused connection is tried twice."""
    return httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=seconds,
        transport=httpx.AsyncHTTPTransport(retries=1),
    )


def moment(text: str) -> datetime:
    """Read a time. Raises ValueError if it has no zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("A time has no zone.")
    return found


def said(when: datetime) -> str:
    """Write a time."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def euros(amount: Mapping[str, Any]) -> Decimal:
    """Read an amount of money. Raises ValueError for another currency."""
    if amount["unit"] != "EUR":
        raise ValueError("An amount is not in euros.")
    return Decimal(str(amount["value"]))


def _each(read: Callable[[Document], Item]) -> Callable[[Any], list[Item]]:
    return lambda documents: [read(document) for document in documents]
