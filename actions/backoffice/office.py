"""All of the back office that the actions use, over one client."""

import httpx

from actions.backoffice.appointments import CalendarOverHttp
from actions.backoffice.availability import CoverageOverHttp
from actions.backoffice.bills import BillsOverHttp
from actions.backoffice.calls import Calls
from actions.backoffice.catalogue import CatalogueOverHttp
from actions.backoffice.customers import CustomersOverHttp
from actions.backoffice.faults import FaultsOverHttp
from actions.backoffice.tickets import TicketsOverHttp


class BackOffice(
    CatalogueOverHttp,
    FaultsOverHttp,
    CustomersOverHttp,
    TicketsOverHttp,
    CalendarOverHttp,
    BillsOverHttp,
    CoverageOverHttp,
):
    """The back office over HTTP: one object that serves as each of the ports of this package."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._calls = Calls(client)
