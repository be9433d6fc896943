"""The catalogue's words as TMF620 documents."""

from backoffice.catalogue.model import (
    Category,
    Characteristic,
    LifecycleStatus,
    Offering,
    Price,
    PriceKind,
)
from backoffice.tmf.documents import Document, moment, money, without_nothing

BASE = "/tmf-api/productCatalogManagement/v4"

OFFERING_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "name",
        "description",
        "isBundle",
        "isSellable",
        "lifecycleStatus",
        "lastUpdate",
        "category",
        "productOfferingPrice",
        "prodSpecCharValueUse",
        "@type",
    }
)
CATEGORY_ATTRIBUTES = frozenset(
    {"id", "href", "name", "description", "isRoot", "lifecycleStatus", "lastUpdate", "@type"}
)
PRICE_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "name",
        "isBundle",
        "lifecycleStatus",
        "lastUpdate",
        "priceType",
        "recurringChargePeriodType",
        "recurringChargePeriodLength",
        "price",
        "tax",
        "@type",
    }
)


def offering_document(offering: Offering) -> Document:
    """Return an offering as TMF620 `ProductOffering`, prices and characteristics by value."""
    return {
        "id": offering.id,
        "href": f"{BASE}/productOffering/{offering.id}",
        "name": offering.name,
        "description": offering.description,
        "isBundle": False,
        "isSellable": offering.lifecycle_status is LifecycleStatus.ACTIVE,
        "lifecycleStatus": offering.lifecycle_status.value,
        "lastUpdate": moment(offering.last_update),
        "category": [
            {
                "id": offering.category.id,
                "name": offering.category.name,
                "@referredType": "Category",
            }
        ],
        "productOfferingPrice": [_price_by_value(price) for price in offering.prices],
        "prodSpecCharValueUse": [_characteristic_use(each) for each in offering.characteristics],
        "@type": "ProductOffering",
    }


def category_document(category: Category) -> Document:
    """Return a category as TMF620 `Category`."""
    return {
        "id": category.id,
        "href": f"{BASE}/category/{category.id}",
        "name": category.name,
        "description": category.description,
        "isRoot": True,
        "lifecycleStatus": LifecycleStatus.ACTIVE.value,
        "lastUpdate": moment(category.last_update),
        "@type": "Category",
    }


def price_document(price: Price) -> Document:
    """Return a price as TMF620 `ProductOfferingPrice`: VAT included, the tax apart."""
    monthly = price.kind is PriceKind.RECURRING
    tax = price.cents - price.duty_free_cents
    return without_nothing(
        {
            "id": price.id,
            "href": f"{BASE}/productOfferingPrice/{price.id}",
            "name": price.name,
            "isBundle": False,
            "lifecycleStatus": LifecycleStatus.ACTIVE.value,
            "lastUpdate": moment(price.last_update),
            "priceType": price.kind.value,
            "recurringChargePeriodType": "month" if monthly else None,
            "recurringChargePeriodLength": 1 if monthly else 0,
            "price": money(price.cents),
            "tax": [{"taxCategory": "USt", "taxRate": price.vat_percent, "taxAmount": money(tax)}],
            "@type": "ProductOfferingPrice",
        }
    )


def _price_by_value(price: Price) -> Document:
    # TMF620 names these attributes differently inside an offering than on their own.
    monthly = price.kind is PriceKind.RECURRING
    return without_nothing(
        {
            "id": price.id,
            "name": price.name,
            "priceType": price.kind.value,
            "recurringChargePeriod": "month" if monthly else None,
            "recurringChargePeriodLength": 1 if monthly else 0,
            "price": {
                "taxIncludedAmount": money(price.cents),
                "dutyFreeAmount": money(price.duty_free_cents),
                "taxRate": price.vat_percent,
            },
            "@type": "ProductOfferingPrice",
        }
    )


def _characteristic_use(characteristic: Characteristic) -> Document:
    return {
        "name": characteristic.name,
        "description": characteristic.description,
        "valueType": characteristic.value_type,
        "productSpecCharacteristicValue": [
            without_nothing(
                {
                    "value": value,
                    "valueType": characteristic.value_type,
                    "unitOfMeasure": characteristic.unit,
                }
            )
            for value in characteristic.values
        ],
    }
