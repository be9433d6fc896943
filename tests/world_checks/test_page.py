"""The page lets a person be a customer on both platforms, by keyboard, live."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.support.browser import open_browser, watched_page
from tests.world_checks.stage import Stage, playing

LINK = "https://x.com/messages/compose?recipient_id=2244994945&text=Meine%20Frage"


@asynccontextmanager
async def seen(complaints: list[str]) -> AsyncIterator[tuple[Stage, Page]]:
    """Open a world's page for Jana; what the browser complains of is added to `complaints`."""
    async with playing() as stage, open_browser() as browser:
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        page = await watched_page(context, complaints)
        await page.goto(stage.url)
        await expect(page.get_by_label("Du bist")).to_have_value("jana_k")
        yield stage, page
        await context.close()


@pytest_asyncio.fixture
async def shown() -> AsyncIterator[tuple[Stage, Page]]:
    """A world seen by Jana; a script's error fails the test."""
    complaints: list[str] = []
    async with seen(complaints) as both:
        yield both
    assert complaints == []


async def test_a_public_post_is_answered_and_leads_into_private_messages(shown):
    stage, page = shown
    await page.get_by_label("Neuer Beitrag").fill("@foerdekom meine Rechnung stimmt nicht")
    await page.keyboard.press("Enter")
    posts = page.get_by_role("log", name="Beiträge auf X")
    await expect(posts).to_contain_text("meine Rechnung stimmt nicht")
    mention = (await stage.look("/view"))["x"]["posts"][0]["id"]
    await stage.reply(mention, f"Moin! Schreib uns privat: {LINK}")
    await posts.get_by_role("button", name="Private Nachricht senden").click()
    words = page.get_by_label("Direktnachricht", exact=True)
    await expect(words).to_have_value("Meine Frage")
    await expect(words).to_be_focused()
    await page.keyboard.press("Enter")
    chat = page.get_by_role("log", name="Direktnachrichten auf X")
    await expect(chat).to_contain_text("Meine Frage")
    await stage.message((await stage.person())["x_id"], "Moin Jana, wir schauen nach.")
    await expect(chat).to_contain_text("wir schauen nach")


async def test_a_post_is_replied_to_quoted_edited_and_deleted(shown):
    stage, page = shown
    await stage.x("POST", "/2/tweets", json={"text": "Neue Tarife!"})
    posts = page.get_by_role("log", name="Beiträge auf X")
    await posts.get_by_role("button", name="Antworten auf Beitrag von Fördekom").click()
    await page.get_by_label("Deine Antwort").fill("Was kosten sie?")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(posts).to_contain_text("Was kosten sie?")
    await posts.get_by_role("button", name="Beitrag von Fördekom zitieren").click()
    await page.get_by_label("Deine Worte dazu").fill("Schaut mal")
    await posts.get_by_role("button", name="Senden").click()
    await expect(posts).to_contain_text("Schaut mal")
    await posts.get_by_role("button", name="Eigenen Beitrag bearbeiten").first.click()
    await page.get_by_label("Neuer Text").fill("Schaut euch das an")
    await posts.get_by_role("button", name="Senden").click()
    await expect(posts).to_contain_text("bearbeitet")
    await posts.get_by_role("button", name="Eigenen Beitrag löschen").first.click()
    await expect(posts).not_to_contain_text("Schaut euch das an")


async def test_a_comment_is_written_answered_and_deleted(shown):
    stage, page = shown
    wall = page.get_by_role("log", name="Beiträge und Kommentare auf Facebook")
    await wall.get_by_role("button", name="Beitrag von Fördekom kommentieren").click()
    await page.get_by_label("Dein Kommentar").fill("Bei mir geht nichts")
    await wall.get_by_role("button", name="Senden").click()
    await expect(wall).to_contain_text("Bei mir geht nichts")
    comment = (await stage.look("/view"))["facebook"]["posts"][0]["comments"][0]["id"]
    await stage.graph("POST", f"{comment}/comments", json={"message": "Moin, wir prüfen das."})
    await expect(wall).to_contain_text("wir prüfen das")
    await stage.graph("POST", comment, json={"is_hidden": True})
    await expect(wall).to_contain_text("ausgeblendet")
    await wall.get_by_role("button", name="Eigenen Kommentar löschen").click()
    await expect(wall).not_to_contain_text("Bei mir geht nichts")


async def test_quick_replies_and_buttons_are_pressed_in_messenger(shown):
    stage, page = shown
    await page.get_by_label("Nachricht", exact=True).fill("Moin")
    await page.keyboard.press("Enter")
    psid = (await stage.person())["psid"]
    chat = page.get_by_role("log", name="Messenger")
    await expect(chat).to_contain_text("Moin")
    await stage.graph(
        "POST", "me/messages", json={"recipient": {"id": psid}, "sender_action": "typing_on"}
    )
    await expect(chat).to_contain_text("schreibt")
    replies = [{"content_type": "text", "title": "Ja, bitte", "payload": "YES"}]
    await stage.send(psid, "", message={"text": "Einen Menschen?", "quick_replies": replies})
    await chat.get_by_role("button", name="Ja, bitte").press("Enter")
    await expect(chat.get_by_role("button", name="Ja, bitte")).to_have_count(0)
    buttons = [{"type": "postback", "title": "Termin", "payload": "TERMIN"}]
    payload = {"template_type": "button", "text": "Und nun?", "buttons": buttons}
    template = {"attachment": {"type": "template", "payload": payload}}
    await stage.send(psid, "", message=template)
    await chat.get_by_role("button", name="Termin").click()
    await expect(chat).to_contain_text(re.compile("Und nun.*Termin", re.DOTALL))
    await stage.settle()
    events = stage.receiver.messaging()
    pressed = [event["message"].get("quick_reply") for event in events if "message" in event]
    assert {"payload": "YES"} in pressed
    assert any(event.get("postback", {}).get("payload") == "TERMIN" for event in events)
    assert any("read" in event for event in events)


async def test_a_new_person_sees_only_their_own_private_messages(shown):
    stage, page = shown
    await stage.do("/x/messages", person="jana_k", text="Meine Kundennummer ist geheim")
    chat = page.get_by_role("log", name="Direktnachrichten auf X")
    await expect(chat).to_contain_text("geheim")
    await page.get_by_text("Neue Person").click()
    await page.get_by_label("Name", exact=True).fill("Änne Größe")
    await page.get_by_label("Kontoname auf X").fill("aenne_g")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Du bist")).to_have_value("aenne_g")
    await expect(chat).not_to_contain_text("geheim")


async def test_what_is_being_written_survives_what_others_do(shown):
    stage, page = shown
    await stage.post("@foerdekom Frage", person="ole_kiel")
    await page.get_by_role("button", name="Antworten auf Beitrag von Ole Hansen").click()
    area = page.get_by_label("Deine Antwort")
    await area.fill("Das Problem habe ich au")
    await stage.post("Noch einer", person="ole_kiel")
    posts = page.get_by_role("log", name="Beiträge auf X")
    await expect(posts).to_contain_text("Noch einer")
    await expect(area).to_have_value("Das Problem habe ich au")
    await expect(area).to_be_focused()


async def test_words_are_never_markup_and_the_clock_can_be_moved(shown):
    stage, page = shown
    await stage.post("<b>fett</b><img src=x onerror=alert(1)>")
    posts = page.get_by_role("log", name="Beiträge auf X")
    await expect(posts).to_contain_text("<b>fett</b><img")
    before = stage.world.clock.now()
    await page.get_by_role("button", name="+1 Tag").click()
    await expect(page.locator("#now")).to_contain_text("25.11.")
    assert (stage.world.clock.now() - before).days == 1


async def test_a_refusal_is_told():
    complaints: list[str] = []
    async with seen(complaints) as (stage, page):
        await page.get_by_label("Direktnachricht", exact=True).fill("x" * 10_001)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("10,000")
        assert (await stage.look("/view"))["x"]["messages"] == []
    (complaint,) = complaints
    assert "400" in complaint
