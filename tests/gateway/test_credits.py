"""Credits over the real back office: asked for once, decided there, refused with its words."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from backoffice.database import open_database
from backoffice.migrate import migrate
from backoffice.sample.loading import load_sample
from conversation.repairs import CreditRefusedError, CreditStand, CreditsUnavailableError
from gateway.credits import BackOfficeCredits, credits_client
from tests.backoffice.office import JANA, NOON, TICKETS, TOKEN, Office, office_over

ASKED = {"key": "repair-1", "customer": JANA, "cents": 1250, "words": "Drei Tage ohne Internet."}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path}/office.db")
    await migrate(database)
    await load_sample(database, now=NOON)
    async with office_over(database) as opened:
        yield opened
    await database.close()


@pytest.fixture
async def credits(office: Office) -> AsyncIterator[BackOfficeCredits]:
    async with credits_client(url=str(office.client.base_url), token=TOKEN) as client:
        yield BackOfficeCredits(client)


async def test_a_credit_is_asked_for_once_and_decided(
    office: Office, credits: BackOfficeCredits
) -> None:
    first, again = [await credits.ask(**ASKED) for _ in range(2)]
    assert first == again == CreditStand(first.reference)
    assert len(await office.ids(TICKETS, externalId="repair-1")) == 1
    path = f"{TICKETS}/{first.reference}"
    decisions = (("inProgress", "", None), ("rejected", "Schon im Oktober gutgeschrieben.", False))
    for status, words, granted in decisions:
        change = {"status": status, **({"statusChangeReason": words} if words else {})}
        assert (await office.client.patch(path, json=change)).status_code == 200
        assert await credits.stand(first.reference) == CreditStand(first.reference, granted, words)


async def test_a_granted_credit_is_known_as_such(
    office: Office, credits: BackOfficeCredits
) -> None:
    asked = await credits.ask(**ASKED)
    await office.client.patch(f"{TICKETS}/{asked.reference}", json={"status": "resolved"})
    assert (await credits.stand(asked.reference)).granted is True


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"customer": "99999999"}, "no customer"), ({"cents": 90_000}, "höher als die letzte")],
)
async def test_what_the_provider_refuses_is_said_in_its_words(
    credits: BackOfficeCredits, wrong: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CreditRefusedError, match=sentence):
        await credits.ask(**{**ASKED, **wrong})


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503, json={"reason": "Busy"}),
        httpx.Response(401, json={"error": "token"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"status": "resolved"}),
    ],
)
async def test_any_other_answer_says_nothing_about_the_request(answer: httpx.Response) -> None:
    transport = httpx.MockTransport(lambda _request: answer)
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        with pytest.raises(CreditsUnavailableError):
            await BackOfficeCredits(client).ask(**ASKED)
