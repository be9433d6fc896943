"""TMF620 over HTTP: offerings, categories and prices, to read."""

from backoffice.catalogue.documents import (
    BASE,
    CATEGORY_ATTRIBUTES,
    OFFERING_ATTRIBUTES,
    PRICE_ATTRIBUTES,
    category_document,
    offering_document,
    price_document,
)
from backoffice.catalogue.filters import CATEGORY_FILTERS, OFFERING_FILTERS, PRICE_FILTERS
from backoffice.catalogue.model import Category, Offering, Price
from backoffice.catalogue.rows import load_categories, load_offerings, load_prices
from backoffice.catalogue.tables import category, offering, price
from backoffice.database import Database
from backoffice.tmf.collection import TmfCollection, add_collection
from backoffice.tmf.stored import StoredCollection
from chassis.app import App


def add_catalogue(app: App, database: Database) -> None:
    """Serve the catalogue below TMF620's base path, each collection in the provider's order."""
    add_collection(app, _offerings(database))
    add_collection(app, _categories(database))
    add_collection(app, _prices(database))


def _offerings(database: Database) -> TmfCollection[Offering]:
    stored = StoredCollection(
        database=database,
        id_column=offering.c.id,
        filters=OFFERING_FILTERS,
        order_by=(offering.c.position, offering.c.id),
        load=load_offerings,
    )
    return TmfCollection(
        name="productOffering",
        base=BASE,
        attributes=OFFERING_ATTRIBUTES,
        stored=stored,
        document=offering_document,
    )


def _categories(database: Database) -> TmfCollection[Category]:
    stored = StoredCollection(
        database=database,
        id_column=category.c.id,
        filters=CATEGORY_FILTERS,
        order_by=(category.c.position, category.c.id),
        load=load_categories,
    )
    return TmfCollection(
        name="category",
        base=BASE,
        attributes=CATEGORY_ATTRIBUTES,
        stored=stored,
        document=category_document,
    )


def _prices(database: Database) -> TmfCollection[Price]:
    stored = StoredCollection(
        database=database,
        id_column=price.c.id,
        filters=PRICE_FILTERS,
        order_by=(price.c.offering_id, price.c.position, price.c.id),
        load=load_prices,
    )
    return TmfCollection(
        name="productOfferingPrice",
        base=BASE,
        attributes=PRICE_ATTRIBUTES,
        stored=stored,
        document=price_document,
    )
