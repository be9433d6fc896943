"""The only place that knows the back office's URLs: TM Forum documents in, plain values out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

import httpx

OFFERINGS = "/tmf-api/productCatalogManagement/v4/productOffering"
PROBLEMS = "/tmf-api/serviceProblemManagement/v4/serviceProblem"
RUNNING = "submitted,acknowledged,inProgress,held,pending"
EXPECTED_END = "expectedResolutionDate"
MOST = 500
FIBRE = re.compile(r"glasfaser|ftth|fib(?:er|re)", re.IGNORECASE)

Value = str | int | float | bool
Item = TypeVar("Item")


class BackOfficeUnavailableError(Exception):
    """The back office did not answer, or not in a way that can be used."""


@dataclass(frozen=True, slots=True)
class Offering:
    """A tariff that can be ordered. Prices in euros with VAT; None where there is none.

    `traits` are the characteristics by TMF620's names in the catalogue, for instance
    `downloadMbit`, each with its values.
    """

    name: str
    description: str
    category: str
    monthly: Decimal
    once: Decimal | None = None
    traits: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    def figure(self, trait: str) -> float | None:
        """Return a characteristic that is one number."""
        for value in self.traits.get(trait, ()):
            if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
        return None

    def words(self, trait: str) -> tuple[str, ...]:
        """Return a characteristic that is words."""
        return tuple(value for value in self.traits.get(trait, ()) if isinstance(value, str))

    def flag(self, trait: str) -> bool | None:
        """Return a characteristic that is yes or no."""
        for value in self.traits.get(trait, ()):
            if isinstance(value, bool):
                return value
        return None

    @property
    def fibre(self) -> bool:
        """Whether it needs a line of fibre."""
        return bool(FIBRE.search(" ".join((self.name, self.category, *self.words("technology")))))

    @property
    def service(self) -> str:
        """What it is for, in the words of the entity `service`."""
        if "dataVolumeGb" in self.traits:
            return "mobile"
        return "tv" if "channels" in self.traits else "internet"


@dataclass(frozen=True, slots=True)
class Problem:
    """A running fault. Times are aware; `expected_end` is None while nobody knows."""

    description: str
    services: tuple[str, ...]
    since: datetime
    expected_end: datetime | None = None


class Catalogue(Protocol):
    """Where tariffs are to be found."""

    async def offerings(self) -> tuple[Offering, ...]:
        """Return what can be ordered now. Raises BackOfficeUnavailableError."""


class Faults(Protocol):
    """Where running faults are to be found."""

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        """Return the faults at a postcode. Raises BackOfficeUnavailableError."""


class BackOffice:
    """The back office over HTTP; serves as `Catalogue` and as `Faults`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def offerings(self) -> tuple[Offering, ...]:
        """Return what can be ordered now (TMF620)."""
        query = {"lifecycleStatus": "Active", "limit": str(MOST)}
        return await self._items(OFFERINGS, query, _offering)

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        """Return the faults at a postcode that are not over (TMF656)."""
        query = {"affectedLocation.postcode": postal_code, "status": RUNNING, "limit": str(MOST)}
        return await self._items(PROBLEMS, query, _problem)

    async def _items(
        self, path: str, query: Mapping[str, str], read: Callable[[Any], Item]
    ) -> tuple[Item, ...]:
        try:
            response = await self._client.get(path, params=dict(query))
            response.raise_for_status()
            return tuple(read(document) for document in response.json())
        except httpx.HTTPError as error:
            raise BackOfficeUnavailableError(type(error).__name__) from error
        except (ValueError, KeyError, TypeError, ArithmeticError) as error:
            raise BackOfficeUnavailableError("The answer cannot be read.") from error


def backoffice_client(*, url: str, token: str, seconds: float) -> httpx.AsyncClient:
    """Return a client for the back office; only a refused connection is tried twice."""
    return httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=seconds,
        transport=httpx.AsyncHTTPTransport(retries=1),
    )


def _offering(document: Mapping[str, Any]) -> Offering:
    prices = {each["priceType"]: each for each in document["productOfferingPrice"]}
    once = prices.get("oneTime")
    return Offering(
        name=document["name"],
        description=document.get("description", ""),
        category=document["category"][0]["name"],
        monthly=_euros(prices["recurring"]),
        once=_euros(once) if once else None,
        traits={
            each["name"]: tuple(one["value"] for one in each["productSpecCharacteristicValue"])
            for each in document.get("prodSpecCharValueUse", [])
        },
    )


def _euros(price: Mapping[str, Any]) -> Decimal:
    amount = price["price"]["taxIncludedAmount"]
    if amount["unit"] != "EUR":
        raise ValueError("A price is not in euros.")
    return Decimal(str(amount["value"]))


def _problem(document: Mapping[str, Any]) -> Problem:
    extensions = {each["name"]: each["value"] for each in document.get("extensionInfo", [])}
    expected = extensions.get(EXPECTED_END)
    return Problem(
        description=document["description"],
        services=tuple(each["id"] for each in document.get("affectedService", [])),
        since=_moment(document["timeRaised"]),
        expected_end=_moment(expected) if expected else None,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A time has no zone.")
    return moment
