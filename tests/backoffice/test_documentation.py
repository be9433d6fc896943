"""The README against the service: an address, a filter or an example cannot go stale."""

import json
import re

from sanic import Sanic

from backoffice.appointments.filters import APPOINTMENT_FILTERS
from backoffice.appointments.model import Category
from backoffice.appointments.model import Status as AppointmentStatus
from backoffice.bills.filters import BILL_FILTERS, ITEM_FILTERS
from backoffice.bills.model import BillState, ItemKind
from backoffice.catalogue.filters import CATEGORY_FILTERS, OFFERING_FILTERS, PRICE_FILTERS
from backoffice.customers.filters import CUSTOMER_FILTERS
from backoffice.problems.filters import PROBLEM_FILTERS
from backoffice.settings import Settings
from backoffice.tickets.filters import TICKET_FILTERS
from backoffice.tickets.model import Severity, Status, TicketType
from tests.backoffice.office import (
    APPOINTMENTS,
    BILL_ITEMS,
    BILLS,
    CATEGORIES,
    CUSTOMERS,
    OFFERINGS,
    PRICES,
    PROBLEMS,
    REPOSITORY,
    TICKETS,
    Office,
)

README = (REPOSITORY / "backoffice" / "README.md").read_text()
EXAMPLE = re.compile(r"<!-- (GET|POST) (\S+) -->\n```json\n(.*?)\n```", re.DOTALL)


async def test_every_example_is_what_the_service_answers(foerdekom: Office) -> None:
    examples = EXAMPLE.findall(README)
    assert {method for method, _, _ in examples} == {"GET", "POST"}
    assert len(examples) == len(re.findall("```json", README)) == 13
    for method, path, body in examples:
        if method == "GET":
            assert (await foerdekom.client.get(path)).json() == json.loads(body)
        else:
            answer = await foerdekom.client.post(path, content=body.encode())
            assert answer.status_code == 201


def test_every_filter_is_documented() -> None:
    known = {
        OFFERINGS: OFFERING_FILTERS,
        CATEGORIES: CATEGORY_FILTERS,
        PRICES: PRICE_FILTERS,
        PROBLEMS: PROBLEM_FILTERS,
        CUSTOMERS: CUSTOMER_FILTERS,
        TICKETS: TICKET_FILTERS,
        APPOINTMENTS: APPOINTMENT_FILTERS,
        BILLS: BILL_FILTERS,
        BILL_ITEMS: ITEM_FILTERS,
    }
    for path, filters in known.items():
        [row] = [line for line in README.splitlines() if line.startswith(f"| `{path}` |")]
        assert set(re.findall(r"`([^`]+)`", row)) - {path} == set(filters)


async def test_every_address_is_documented(office: Office) -> None:
    app = Sanic.get_app("backoffice")
    for route in app.router.routes:
        path = "/" + re.sub(r"/?<.*", "", route.path)
        assert path in README, path


def test_the_words_of_tickets_and_bills_are_documented() -> None:
    for words in (TicketType, Severity, Status, ItemKind, BillState, Category, AppointmentStatus):
        for word in words:
            assert f"`{word.value}`" in README or word is AppointmentStatus.CONFIRMED, word


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE))
    assert documented == Settings.model_fields.keys()
