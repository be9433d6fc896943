"""Credits as the provider's back office decides on them: TMF621 tickets of a type of their own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from chassis.logs import get_logger
from conversation.repairs import CreditRefusedError, CreditStand, CreditsUnavailableError

TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
TYPE = "creditRequest"
SECONDS = 8.0
#: Between two looks at what the provider has decided meanwhile.
ROUND_SECONDS = 60.0
#: The request itself is refused; any other failure says nothing about it.
REFUSING = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
DECIDED = {"resolved": True, "closed": True, "rejected": False, "cancelled": False}


class BackOfficeCredits:
    """See conversation.repairs.Credits."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def ask(self, *, key: str, customer: str, cents: int, words: str) -> CreditStand:
        """See Credits. The key is the ticket's `externalId`."""
        amount = {"unit": "EUR", "value": cents / 100}
        body = {
            "externalId": key,
            "ticketType": TYPE,
            "severity": "minor",
            "description": words,
            "relatedParty": [{"id": customer, "role": "customer", "@referredType": "Customer"}],
            "troubleTicketCharacteristic": [
                {"name": "amount", "valueType": "Money", "value": amount}
            ],
        }
        return _stand(await self._sent("POST", TICKETS, json=body))

    async def stand(self, reference: str) -> CreditStand:
        """See Credits."""
        answer = await self._sent("GET", f"{TICKETS}/{quote(reference, safe='')}")
        return _stand(answer)

    async def _sent(self, method: str, path: str, **content: Any) -> Mapping[str, Any]:
        try:
            answer = await self._client.request(method, path, **content)
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise CreditsUnavailableError(type(error).__name__) from error
        if not isinstance(found, dict):
            raise CreditsUnavailableError("The answer is no document.")
        if answer.status_code in REFUSING:
            raise CreditRefusedError(str(found.get("message") or found.get("reason") or ""))
        if not answer.is_success:
            raise CreditsUnavailableError(f"The answer is {answer.status_code}.")
        return found


def credits_client(*, url: str, token: str) -> httpx.AsyncClient:
    """Return a client for the back office; only a refused connection is tried twice."""
    return httpx.AsyncClient(
        base_url=url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=SECONDS,
        transport=httpx.AsyncHTTPTransport(retries=1),
    )


async def follow_credits(follow: Callable[[], Awaitable[int]]) -> None:
    """Look again and again at what was asked for, until cancelled; trouble is waited out."""
    while True:
        try:
            await follow()
        except Exception as error:  # noqa: BLE001 - the next round is the remedy
            get_logger().warning("credits_not_followed", exc_info=error)
        await asyncio.sleep(ROUND_SECONDS)


def _stand(ticket: Mapping[str, Any]) -> CreditStand:
    try:
        return CreditStand(
            reference=str(ticket["id"]),
            granted=DECIDED.get(ticket["status"]),
            words=str(ticket.get("statusChangeReason") or ""),
        )
    except (KeyError, TypeError) as error:
        raise CreditsUnavailableError("The answer is no ticket.") from error
