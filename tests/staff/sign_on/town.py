"""A house with single sign-on, its provider, and what people do between them."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from staff.sign_on.admission import Admission
from staff.sign_on.attach import SignOnParts
from staff.sign_on.memory import MemoryIdentities, MemoryPendingSignOns
from staff.sign_on.settings import SignOnSettings
from tests.staff.house import TLS, Hands, House, open_house
from tests.staff.sign_on.provider import CLIENT_ID, CLIENT_SECRET, FakeProvider, open_provider

UNTRUE = "Die Anmeldung war nicht zu prüfen"
EXPIRED = "Diese Anmeldung ist abgelaufen oder wurde schon benutzt"
NOT_ADMITTED = "Dieses Firmenkonto ist hier nicht freigeschaltet"
AWAY = "Die Anmeldung über das Firmenkonto antwortet gerade nicht"
# The house's port is known only once it runs; the desk's address may be any that is safe.
DESK = "https://desk.foerdekom.example"


@dataclass
class Town:
    """A house, its provider, and what people do between them."""

    house: House
    provider: FakeProvider
    identities: MemoryIdentities

    async def at_provider(
        self, browser: httpx.AsyncClient, target: str = "/editors"
    ) -> httpx.Response:
        """Press the button, and let the provider answer; the answer is not followed."""
        there = await browser.get("/login/sign-on", params={"next": target})
        assert there.status_code == 303, there.text
        return await browser.get(there.headers["location"])

    async def comes_back(
        self, browser: httpx.AsyncClient, answer: httpx.Response
    ) -> httpx.Response:
        """Go where the provider sends the browser."""
        assert answer.status_code == 302, answer.text
        way = answer.headers["location"]
        assert way.startswith(f"{DESK}/login/sign-on/done?")
        return await browser.get(way.removeprefix(DESK))

    async def sign_on(
        self, browser: httpx.AsyncClient | None = None, target: str = "/editors"
    ) -> httpx.Response:
        browser = browser or self.house.browser()
        return await self.comes_back(browser, await self.at_provider(browser, target))


@asynccontextmanager
async def open_town(
    *, settings: Callable[[dict[str, Any]], None] = lambda _: None, **admission: Any
) -> AsyncIterator[Town]:
    clock = Hands()
    async with open_provider(clock.now) as provider, httpx.AsyncClient(verify=TLS) as http:
        provider.redirect_uris = {f"{DESK}/login/sign-on/done"}
        provider.logout_uris = {f"{DESK}/login"}
        told = {
            "issuer": provider.issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "desk_url": DESK,
            "admission": Admission(**admission),
        }
        settings(told)
        identities = MemoryIdentities()
        parts = SignOnParts(
            settings=SignOnSettings(**told),
            pending=MemoryPendingSignOns(clock),
            identities=identities,
            http=http,
            clock=clock,
        )
        async with open_house(clock, sign_on=parts) as house:
            yield Town(house=house, provider=provider, identities=identities)


def nobody_came_in(response: httpx.Response, words: str) -> None:
    assert response.status_code in (400, 403, 503), response.text
    assert words in response.text
    cookies = response.headers.get_list("set-cookie")
    assert not [cookie for cookie in cookies if re.match(r"(__Host-)?staff=[^;]", cookie)]
