"""TMF620: the tariffs that can be ordered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from actions.backoffice.calls import Calls, Document, euros

OFFERINGS = "/tmf-api/productCatalogManagement/v4/productOffering"

FIBRE = re.compile(r"glasfaser|ftth|fib(?:er|re)", re.IGNORECASE)

Value = str | int | float | bool


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


class Catalogue(Protocol):
    """Where tariffs are to be found."""

    async def offerings(self) -> tuple[Offering, ...]:
        """Return what can be ordered now. Raises BackOfficeUnavailableError."""


class CatalogueOverHttp:
    """The catalogue of the back office."""

    _calls: Calls

    async def offerings(self) -> tuple[Offering, ...]:
        """Return what can be ordered now."""
        return await self._calls.listed(OFFERINGS, {"lifecycleStatus": "Active"}, _offering)


def _offering(document: Document) -> Offering:
    prices = {each["priceType"]: each for each in document["productOfferingPrice"]}
    once = prices.get("oneTime")
    return Offering(
        name=document["name"],
        description=document.get("description", ""),
        category=document["category"][0]["name"],
        monthly=_price(prices["recurring"]),
        once=_price(once) if once else None,
        traits={
            each["name"]: tuple(one["value"] for one in each["productSpecCharacteristicValue"])
            for each in document.get("prodSpecCharValueUse", [])
        },
    )


def _price(document: Document) -> Decimal:
    return euros(document["price"]["taxIncludedAmount"])
