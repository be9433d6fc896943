"""The widget in a real browser: what a person sees, hears and can do with the keyboard."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Route, expect

from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.messages import Button, Speaker
from tests.support.files import EVIL_NAME, PDF, sent_file
from tests.support.redis_server import free_port
from tests.webchat.acting import answer, conversation_of, hand_to
from tests.webchat.browsers import PHONE, visiting
from tests.webchat.world import BRAND, allowances, running, settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCRIPT = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> javascript:hit() <b>x</b>'


async def test_the_first_line_says_that_a_machine_answers(browser, world):
    async with visiting(browser, world.url) as chat:
        assert world.live.transcripts == {}, "a visit alone begins no conversation"
        await chat.open()
        assert "Computerprogramm" in (await chat.texts())[0]
        await expect(chat.find(".speaker")).to_contain_text("kein Mensch")


async def test_a_line_is_answered_and_its_delivery_confirmed(browser, played):
    async with visiting(browser, played.url) as chat:
        await chat.open()
        await chat.say("Was kostet Glasfaser?")
        await expect(chat.find(".line.customer .tick.sent")).to_be_visible()
        await expect(chat.find(".line.assistant .text")).to_contain_text("Förde 300")
        link = chat.find(".line.assistant a")
        assert await link.get_attribute("href") == "https://www.foerdekom.example/tarife"
        assert "noopener" in (await link.get_attribute("rel") or "")


async def test_a_picture_that_an_agent_sends_is_shown_and_every_file_can_be_saved(browser, world):
    async with visiting(browser, world.url) as chat:
        await chat.open()
        await chat.say("Wo ist der Knopf?")
        conversation = await conversation_of(world, chat)
        picture = await sent_file(world.files, conversation, name=EVIL_NAME)
        paper = await sent_file(world.files, conversation, PDF, name="Anleitung.pdf")
        files = (picture.as_attachment(), paper.as_attachment())
        spoken = {"speaker": Speaker.AGENT, "author": "Mara", "attachments": files}
        await answer(world, chat, "files", "Hier.", **spoken)
        image = chat.find(".sent-file img")
        await expect(image).to_have_js_property("naturalWidth", 1)
        assert await image.get_attribute("alt") == EVIL_NAME
        async with chat.page.expect_download() as saving:
            await chat.find(".sent-file .save").last.click()
        saved = await saving.value
        assert saved.suggested_filename == "Anleitung.pdf"
        await world.files.forget(conversation)
        await chat.find(".sent-file .save").last.click()
        await expect(chat.find(".file-problem")).to_have_text(re.compile("gerade nicht laden"))
        chat.problems.clear()  # the browser reports the file that was refused


async def test_scripts_stay_text_whoever_sends_them(browser, world):
    async with visiting(browser, world.url) as chat:
        await chat.open()
        await chat.say(SCRIPT)
        buttons = (Button(title=SCRIPT, payload="/x"),)
        await answer(world, chat, "a", SCRIPT, buttons=buttons, image="javascript:window.hit=1")
        await answer(
            world, chat, "b", SCRIPT, speaker=Speaker.AGENT, author=SCRIPT, image="data:,x"
        )
        await answer(world, chat, "c", SCRIPT, speaker=Speaker.NOTICE)
        await expect(chat.find(".line")).to_have_count(5)
        assert (await chat.texts())[1:] == [SCRIPT] * 4
        assert await chat.find(".log b, .log img, .log script, .log a").count() == 0
        assert await chat.run("return window.hit") is None
        await chat.page.reload()
        await expect(chat.find(".line")).to_have_count(5)
        assert await chat.run("return window.hit") is None


async def test_the_keyboard_is_enough(browser, played):
    async with visiting(browser, played.url) as chat:
        await chat.find(".launcher").focus()
        await chat.page.keyboard.press("Enter")
        await chat.find(".line.notice").wait_for()
        await expect(chat.find("textarea")).to_be_focused()
        await chat.page.keyboard.type("Moin")
        await chat.page.keyboard.press("Shift+Enter")
        await chat.page.keyboard.type("knopf bitte")
        await chat.page.keyboard.press("Enter")
        await expect(chat.find(".choice:visible")).to_have_count(3)
        for _ in range(3):
            await chat.page.keyboard.press("Shift+Tab")
        await expect(chat.find(".choice:visible").first).to_be_focused()
        await chat.page.keyboard.press("Enter")
        await expect(chat.find(".line.customer").last).to_contain_text("Förde 300 bestellen")
        await chat.page.keyboard.press("Escape")
        await expect(chat.find(".panel")).to_be_hidden()
        await expect(chat.find(".launcher")).to_be_focused()


async def test_screen_readers_find_a_dialog_a_live_log_and_names(browser, world):
    async with visiting(browser, world.url) as chat:
        launcher = chat.page.get_by_role("button", name="Fragen? Chatten")
        await expect(launcher).to_have_attribute("aria-expanded", "false")
        await chat.open()
        await expect(chat.page.get_by_role("dialog", name="Chat mit Fördekom")).to_be_visible()
        await expect(chat.page.get_by_role("log", name="Nachrichten")).to_be_visible()
        await expect(chat.page.get_by_role("textbox", name="Nachricht")).to_be_visible()
        await expect(chat.find(".launcher")).to_have_attribute("aria-expanded", "true")
        await answer(world, chat, "a", "Moin", speaker=Speaker.AGENT, author="Mara")
        await expect(chat.find(".line.agent .only-read")).to_have_text("Mara:")
        await expect(chat.find(".log")).to_have_attribute("aria-live", "polite")


async def test_on_a_phone_the_focus_stays_inside_the_dialog(browser, world):
    async with visiting(browser, world.url, viewport=PHONE, has_touch=True) as chat:
        await chat.open()
        await expect(chat.find(".panel")).to_have_attribute("aria-modal", "true")
        for _ in range(15):
            await chat.page.keyboard.press("Tab")
            inside = await chat.run(
                "return chat.shadowRoot.activeElement?.closest('.panel') != null"
            )
            assert inside


async def test_who_is_speaking_is_always_in_sight(browser, world):
    # Far away the promise is told in the provider's time all the same, as the team words it.
    async with visiting(browser, world.url, timezone_id="America/New_York") as chat:
        await chat.open()
        deadline = datetime.now(UTC).replace(hour=13, minute=20)
        await hand_to(world, chat, Owner.QUEUE, deadline=deadline)
        local = f"{deadline.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"
        await expect(chat.find(".bar-queue")).to_contain_text("in der Warteschlange")
        await expect(chat.find(".bar-queue")).to_contain_text(f"Antwort bis {local} Uhr")
        await hand_to(world, chat, Owner.AGENT, agent=AgentId("mara"))
        await expect(chat.find(".speaker")).to_contain_text("Mara Petersen")
        await expect(chat.find(".speaker")).to_contain_text("Mensch")
        await expect(chat.find(".bar-queue")).to_be_hidden()
        await hand_to(world, chat, Owner.ASSISTANT)
        await expect(chat.find(".speaker")).to_contain_text("Lotse")
        await hand_to(world, chat, Owner.NOBODY)
        await expect(chat.find(".speaker")).to_contain_text("Gespräch beendet")


async def test_an_answer_to_a_closed_chat_is_counted_and_announced(browser, world):
    async with visiting(browser, world.url) as chat:
        await chat.open()
        await chat.page.keyboard.press("Escape")
        await answer(world, chat, "a", "Bist du noch da?")
        await expect(chat.find(".badge")).to_have_text("1")
        label = await chat.find(".launcher").get_attribute("aria-label")
        assert label == "Fragen? Chatten, 1 neue Nachricht"
        await chat.page.reload()
        await expect(chat.find(".badge")).to_have_text("1")
        await chat.find(".launcher").click()
        await expect(chat.find(".line.assistant")).to_be_visible()
        await chat.page.keyboard.press("Escape")
        await expect(chat.find(".badge")).to_be_hidden()


async def test_too_many_lines_are_declined_in_friendly_words_and_kept(browser):
    tight = settings(allowances=allowances(lines_per_minute_and_session=2))
    async with running(tight) as world, visiting(browser, world.url) as chat:
        await chat.open()
        for number in range(3):
            await chat.say(f"Zeile {number}")
        await expect(chat.find(".bar-limited")).to_contain_text("viele Nachrichten")
        await expect(chat.find(".retry")).to_be_visible()
        assert await chat.run("return chat.storage.unsent().length") == 1


async def test_a_line_that_is_too_long_does_not_leave_the_field(browser, world):
    async with visiting(browser, world.url) as chat:
        await chat.open()
        await chat.find("textarea").fill("ü" * 4_001)
        await expect(chat.find(".room")).to_contain_text("1 Zeichen zu viel")
        await chat.page.keyboard.press("Enter")
        await expect(chat.find(".send")).to_be_disabled()
        await expect(chat.find(".line.customer")).to_have_count(0)
        await chat.find("textarea").fill("😀" * 4_000)
        await chat.find(".send").click()
        await expect(chat.find(".tick.sent")).to_have_count(1)


async def test_english_pages_get_an_english_chat(browser, world):
    async with visiting(browser, world.url) as chat:
        tag = '<script src="/chat/lotse-chat.js" defer data-position="left"></script>'

        async def show(route: Route) -> None:
            body = f'<!doctype html><html lang="en"><title>x</title>{tag}'
            await route.fulfill(content_type="text/html", body=body)

        await chat.page.route(f"{world.url}/", show)
        await chat.visit(world.url + "/")
        await chat.open()
        await expect(chat.page.get_by_role("dialog", name="Chat with Fördekom")).to_be_visible()
        await expect(chat.find(".speaker")).to_contain_text("not a person")
        box = await chat.find(".panel").bounding_box()
        assert box is not None
        assert box["x"] < 100


async def test_a_site_that_is_named_may_embed_the_chat_and_no_other(browser):
    port = free_port()
    async with other_site(f"http://127.0.0.1:{port}/chat/lotse-chat.js") as (named, unnamed):
        embedding = settings(allowances=allowances(), origins=(named,))
        async with running(embedding, port=port):
            page = await browser.new_page()
            await page.goto(named)
            await page.locator("lotse-chat .launcher").click(timeout=8_000)
            await page.locator("lotse-chat .line.notice").wait_for(timeout=8_000)
            async with page.expect_event("requestfailed", timeout=8_000):
                await page.goto(unnamed)
            await asyncio.sleep(0.3)
            assert await page.locator("lotse-chat").count() == 0
            await page.close()


@asynccontextmanager
async def other_site(script: str) -> AsyncIterator[tuple[str, str]]:
    """Serve somebody else's page with the chat's script tag, under two origins."""

    async def show(_request: web.Request) -> web.Response:
        body = f'<!doctype html><html lang="de"><title>x</title><script src="{script}"></script>'
        return web.Response(text=body, content_type="text/html")

    site = web.Application()
    site.router.add_get("/", show)
    async with TestServer(site) as server:
        yield f"http://127.0.0.1:{server.port}", f"http://localhost:{server.port}"


async def test_the_brand_is_named_on_the_page_and_its_policy_is_strict(browser, world):
    async with visiting(browser, world.url) as chat:
        await expect(chat.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(chat.page).to_have_title(f"{BRAND.name} · Hilfe und Kontakt")
        answer = await chat.page.request.get(world.url)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        inline = "document.querySelectorAll('[style], style, script:not([src])').length"
        assert await chat.page.evaluate(inline) == 0


async def test_new_lines_come_into_view_unless_the_person_reads_further_up(browser, world):
    async with visiting(browser, world.url) as chat:
        await chat.open()
        for number in range(12):
            await answer(world, chat, f"{number}", f"Zeile {number}\n" * 4)
        await expect(chat.find(".line")).to_have_count(13)
        await expect(chat.find(".line").last).to_be_in_viewport()
        await chat.run("chat.connection.onStatus('lost')")
        await expect(chat.find(".line").last).to_be_in_viewport(ratio=0.9)
        await chat.find(".log").hover()
        await chat.page.mouse.wheel(0, -900)
        await expect(chat.find(".line").last).not_to_be_in_viewport()
        await answer(world, chat, "new", "Ganz neu")
        await expect(chat.find(".below")).to_be_visible()
        await expect(chat.find(".line").last).not_to_be_in_viewport()
        await chat.find(".below").click()
        await expect(chat.find(".line").last).to_be_in_viewport()
        await expect(chat.find(".below")).to_be_hidden()
