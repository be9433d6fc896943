"""The widget in a real browser: reloads, lost connections, other tabs. Nothing lost or doubled."""

import pytest
from playwright.async_api import expect

from connectors.webchat.log import MemoryWebchatLog
from conversation.identity import ConversationId
from conversation.ports import Inbox
from handoff.memory import MemoryLive
from tests.support.redis_server import free_port
from tests.webchat.acting import answer, conversation_of
from tests.webchat.browsers import Chat, visiting
from tests.webchat.world import running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_reload_brings_everything_back_once(browser, played):
    async with visiting(browser, played.url) as chat:
        await chat.open()
        await chat.say("Moin, Kundennummer 12345678")
        await expect(chat.find(".line.assistant")).to_have_count(1)
        before = await chat.texts()
        await chat.page.reload()
        await expect(chat.find(".line.assistant")).to_have_count(1)
        after = await chat.texts()
        assert len(after) == len(before) == 3
        assert after[1].split() == ["Moin,", "Kundennummer", "Kundennummer"], "stored without it"
        assert "12345678" not in await chat.page.evaluate("JSON.stringify(localStorage)")


async def test_a_restarting_gateway_loses_and_repeats_nothing(browser):
    live, log, port = MemoryLive(), MemoryWebchatLog(), free_port()
    async with running(live=live, log=log, port=port) as world:
        opened = visiting(browser, world.url)
        chat = await opened.__aenter__()
        await chat.open()
        await chat.say("Vorher")
        await expect(chat.find(".tick.sent")).to_have_count(1)
    await expect(chat.find(".bar-lost")).to_be_visible()
    await chat.say("Währenddessen eins")
    await chat.say("Währenddessen zwei")
    await expect(chat.find(".tick.sending")).to_have_count(2)
    async with running(live=live, log=log, port=port) as world:
        await answer(world, chat, "x", "Von uns inzwischen")
        await expect(chat.find(".tick.sending")).to_have_count(0, timeout=15_000)
        await expect(chat.find(".line.assistant")).to_have_count(1)
        texts = (await chat.texts())[1:]
        assert sorted(texts) == sorted(
            ["Vorher", "Währenddessen eins", "Währenddessen zwei", "Von uns inzwischen"]
        )
        assert texts.index("Währenddessen eins") < texts.index("Währenddessen zwei")
        await opened.__aexit__(None, None, None)
    sent = [line.text for line in live.transcripts[await _only(live)]]
    assert sent.count("Währenddessen eins") == sent.count("Währenddessen zwei") == 1


async def _only(live: MemoryLive) -> ConversationId:
    (conversation,) = live.transcripts
    return conversation


async def test_an_unsent_line_survives_a_reload_and_arrives_once(browser):
    live, log, port = MemoryLive(), MemoryWebchatLog(), free_port()
    async with running(live=live, log=log, port=port) as world:
        opened = visiting(browser, world.url)
        chat = await opened.__aenter__()
        await chat.open()
        await chat.run("chat.connection.socket.disconnect(); chat.connection.open = () => {};")
        await chat.say("Noch nicht fort")
        await expect(chat.find(".tick.sending")).to_have_count(1)
        await chat.page.reload()
        await expect(chat.find(".tick.sent")).to_have_count(1)
        assert (await chat.texts())[1:] == ["Noch nicht fort"]
        assert await chat.run("return chat.storage.unsent().length") == 0
        await opened.__aexit__(None, None, None)


class ForgetfulInbox:
    """Keeps a line and then fails to say so, once: as when a process dies at the wrong moment."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self.failures = 1

    async def add(self, messages):
        added = await self._inbox.add(messages)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("gone before the answer")
        return added


async def test_a_line_whose_confirmation_was_lost_can_be_sent_again_without_doubling(browser):
    async with running(inbox=ForgetfulInbox) as world, visiting(browser, world.url) as chat:
        await chat.open()
        await chat.say("Einmal nur")
        await expect(chat.find(".bar-limited")).to_contain_text("nicht geklappt")
        await chat.find(".retry").click()
        await expect(chat.find(".tick.sent")).to_have_count(1)
        assert (await chat.texts())[1:] == ["Einmal nur"]
        said = [line.text for line in world.live.transcripts[await conversation_of(world, chat)]]
        assert said.count("Einmal nur") == 1


async def test_beginning_anew_forgets_this_device_and_opens_another_conversation(browser, played):
    async with visiting(browser, played.url) as chat:
        await chat.open()
        await chat.say("Geheim")
        await expect(chat.find(".line.assistant")).to_have_count(1)
        before = await chat.run("return chat.storage.session()")
        await chat.page.get_by_role("button", name="Weitere Möglichkeiten").click()
        await chat.page.get_by_role("button", name="Neu beginnen").click()
        await expect(chat.find(".line")).to_have_count(1)
        assert await chat.run("return chat.storage.session()") != before
        assert (await chat.texts())[0].startswith("Moin!")


async def test_two_tabs_of_one_person_show_the_same(browser, played):
    async with visiting(browser, played.url) as chat:
        await chat.open()
        second = Chat(await chat.page.context.new_page())
        await second.visit(played.url)
        await second.find(".line.notice").wait_for()
        await chat.say("Von der ersten Seite")
        await expect(second.find(".line.assistant")).to_have_count(1)
        await expect(chat.find(".line.assistant")).to_have_count(1)
        assert await second.texts() == await chat.texts()
