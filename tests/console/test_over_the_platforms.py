"""What agents see and do of X and Facebook, with the real connectors and strict platforms."""

import html
import io
import logging
import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
import structlog

from chassis.logs import configure_logging
from tests.console.town import Agent, Town, in_direct_messages, in_messenger, in_public, town

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

TOKEN = "0123456789abcdef"


@pytest.fixture(scope="module")
def _quiet() -> Iterator[None]:
    """Log as a process does; without that, each refusal is printed with everything around it."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logging("desk", stream=io.StringIO())
    yield
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def around(
    redis_server: int, tmp_path_factory: pytest.TempPathFactory, _quiet: None
) -> AsyncIterator[Town]:
    """One town for all tests; each is another person's."""
    url = f"redis://127.0.0.1:{redis_server}/5"
    async with town(url, tmp_path_factory.mktemp("town")) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def mara(around: Town) -> AsyncIterator[Agent]:
    async with around.agent() as agent:
        yield agent


async def test_messenger_s_window_counts_down_from_the_customer_s_last_message(
    around: Town, mara: Agent
) -> None:
    person = await around.person("anna")
    await around.does("/facebook/messages", person="anna", text="Moin")
    page = await mara.sees(in_messenger(person), "Messenger-Fenster")
    assert re.search(r"data-window[^>]*>noch 2[34]:\d\d h|noch 1 Tag", page)


async def test_one_click_hides_a_comment_for_everybody(around: Town, mara: Agent) -> None:
    await around.person("bo")
    id, conversation = await around.comments("bo", "Meine IBAN: DE02 1203 0000 0000 2020 51")
    page = await mara.sees(conversation, "Persönliche Angaben, öffentlich lesbar")
    assert "DE02" not in page
    done = await mara.acts(conversation, "hide", line=f"fb:cmt:{id}")
    assert done.status_code == 303, html.unescape(done.text)
    assert (await _comment(around, id))["hidden"]
    page = await mara.page(conversation)
    assert "ausgeblendet" in page
    assert "öffentlich lesbar" not in page
    await mara.acts(conversation, "hide", line=f"fb:cmt:{id}", hidden="no")
    assert not (await _comment(around, id))["hidden"]
    assert "ausgeblendet" not in await mara.page(conversation)


async def test_a_comment_that_a_colleague_hides_elsewhere_is_shown_as_hidden(
    around: Town, mara: Agent
) -> None:
    await around.person("ida")
    id, conversation = await around.comments("ida", "Internet tot")
    await mara.sees(conversation, "Internet tot")
    await around.does(f"/facebook/comments/{id}/hide", hidden=True)
    await mara.sees(conversation, "ausgeblendet")


async def test_a_comment_is_answered_in_private_once_and_the_reply_stands_in_messenger(
    around: Town, mara: Agent
) -> None:
    person = await around.person("cem")
    id, conversation = await around.comments("cem", "Wo bleibt mein Techniker?")
    await mara.sees(conversation, "Privat beantwortbar")
    await mara.acts(conversation, "claim")
    assert "noch 6 Tage" in await mara.page(conversation)
    reply = {"to": f"fb:cmt:{id}", "line": TOKEN, "text": "Moin Cem, wir schauen nach."}
    for _ in range(2):
        assert (await mara.acts(conversation, "private", **reply)).status_code == 303
    assert (await _comment(around, id))["answered_privately"]
    assert await _told(around, person["psid"]) == ["Moin Cem, wir schauen nach."]
    assert "Privat beantwortet" in await mara.page(conversation)
    private = await mara.page(in_messenger(person))
    assert "Moin Cem, wir schauen nach." in private
    assert "Bei mir" in private
    again = await mara.acts(conversation, "private", **{**reply, "line": TOKEN[::-1]})
    assert again.status_code == 409
    assert "schon privat beantwortet" in html.unescape(again.text)


async def test_an_edited_and_a_deleted_comment_say_so(around: Town, mara: Agent) -> None:
    await around.person("doro")
    id, conversation = await around.comments("doro", "Internet tod")
    await mara.sees(conversation, "Internet tod")
    await around.does(f"/facebook/comments/{id}/edit", text="Internet tot")
    assert "Internet tot" in await mara.sees(conversation, "bearbeitet")
    await around.does(f"/facebook/comments/{id}/delete")
    assert "Internet tot" not in await mara.sees(conversation, "vom Verfasser gelöscht")


async def test_x_s_budgets_and_prices_stand_beside_the_reply(around: Town, mara: Agent) -> None:
    person = await around.person("eva")
    post = await around.does("/x/posts", person="eva", text="@foerdekom Internet tot")
    await around.does("/x/messages", person="eva", text="Hallo?")
    page = await mara.sees(in_public(post, person), "100 von 100 frei")
    assert "0,01 $" in page
    page = await mara.sees(in_direct_messages(person), "15 von 15 frei")
    assert "0,015 $" in page


async def test_a_draft_for_x_is_counted_as_x_counts_it_and_warned_of_links(
    around: Town, mara: Agent
) -> None:
    person = await around.person("finn")
    post = await around.does("/x/posts", person="finn", text="@foerdekom Internet tot")
    conversation = in_public(post, person)
    await mara.sees(conversation, "Internet tot")
    await mara.acts(conversation, "claim")
    counted = await _draft(mara, conversation, "Danke 👩‍👩‍👧‍👦 Es geht")
    assert "16 von 280" in counted
    assert "0,01 $" in counted
    assert "„Danke.Es“ würde ein Link" in await _draft(mara, conversation, "Danke.Es geht wieder")
    linked = await _draft(mara, conversation, "Siehe https://www.kiel.de/netz")
    assert "öffentlich abgeschaltet" in linked
    assert "0,20 $" in linked


async def test_a_message_that_is_encrypted_is_shown_as_that(around: Town, mara: Agent) -> None:
    person = await around.person("gerd")
    await around.does("/x/encrypted", person="gerd")
    await mara.sees(in_direct_messages(person), "Verschlüsselte Nachricht")


async def test_a_dead_token_stands_above_every_list_in_german(around: Town, mara: Agent) -> None:
    await around.person("hanne")
    id, conversation = await around.comments("hanne", "Internet tot")
    await mara.sees(conversation, "Internet tot")
    await around.does("/trouble", dead_tokens=["facebook"])
    refused = await mara.acts(conversation, "hide", line=f"fb:cmt:{id}")
    assert refused.status_code == 409
    listed = html.unescape((await mara.browser.get("/console/queue")).text)
    assert "Facebook nimmt unser Zugriffstoken nicht mehr an" in listed
    assert "Nichts geht hinaus: Messenger, Facebook-Kommentar" in listed


async def _draft(agent: Agent, conversation, text: str) -> str:
    return html.unescape((await agent.acts(conversation, "draft", text=text)).text)


async def _comment(town: Town, id: str) -> dict:
    comments = (await town.look())["facebook"]["posts"][0]["comments"]
    return next(one for one in comments if one["id"] == id)


async def _told(town: Town, psid: str) -> list[str]:
    threads = (await town.look())["facebook"]["threads"]
    return [
        note["text"]
        for thread in threads
        if thread["psid"] == psid
        for note in thread["messages"]
        if note["by_page"]
    ]
