"""Cases in a real browser: both parts side by side, live, by keyboard, and for everybody to use."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from conversation.holds import Owner
from conversation.identity import MessageId
from conversation.messages import Attachment, Progress
from conversation.people import Platform, person_of
from conversation.records import Amendment
from gateway.clock import SystemClock
from handoff.console.addresses import key_of, path_of
from handoff.console.platforms import Budget, Past, PrivateReply, Trouble
from tests.cases.samples import comment, direct, messenger, post
from tests.console.browsers import BOX, claim, log_in, window
from tests.console.platforms import Played
from tests.console.world import World, open_desk
from tests.support.axe import complaints, in_all_looks
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WIDE, NARROW = {"width": 1440, "height": 860}, {"width": 390, "height": 800}
COLUMN = ".thread:visible"
PRIVATE_BOX = ".private textarea"


@pytest.fixture
def played() -> Played:
    return Played()


@pytest_asyncio.fixture(loop_scope="module")
async def world(played: Played) -> AsyncIterator[World]:
    async with open_desk(SystemClock(), platforms=played.platforms(), beat=0.5) as opened:
        yield opened


async def _one_case(world: World) -> None:
    await world.writes("Mein Internet ist weg. [KUNDENNUMMER_1]", of=post(), ago=9)
    await world.answers("Schreib uns bitte privat.", of=post(), ago=8)
    await _goes_private(world)


async def _goes_private(world: World, *, ago: float = 1) -> None:
    await world.cases.link_offered(post())
    await world.cases.join(direct())
    await world.writes("Hier bin ich.", of=direct(), ago=ago)


async def test_both_parts_stand_side_by_side_and_one_by_one_where_there_is_no_room(
    page: Page, world: World
) -> None:
    await page.set_viewport_size(WIDE)
    await _one_case(world)
    await log_in(page, world, "mara", path_of(direct()))
    await expect(page.locator(COLUMN)).to_have_count(2)
    left, right = [await column.bounding_box() for column in await page.locator(COLUMN).all()]
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"] + 1
    await page.set_viewport_size(NARROW)
    await expect(page.locator(COLUMN)).to_have_count(1)
    await expect(page.locator(COLUMN)).to_contain_text("Hier bin ich.")
    await page.locator(f"#part-{key_of(post())}").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(COLUMN)).to_contain_text("Mein Internet ist weg.")
    await expect(page.locator(COLUMN)).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def test_the_private_part_appears_while_somebody_writes(page: Page, world: World) -> None:
    await page.set_viewport_size(WIDE)
    await world.writes("Mein Internet ist weg.", of=post())
    await log_in(page, world, "mara", path_of(post()))
    await claim(page)
    await page.keyboard.type("Ich schaue")
    await _goes_private(world, ago=0)
    await expect(page.locator(COLUMN)).to_have_count(2)
    await expect(page.locator(COLUMN).last).to_contain_text("Hier bin ich.")
    await expect(page.locator(".elsewhere")).to_contain_text("X privat")
    await world.writes("Noch da?", of=direct())
    await expect(page.locator(COLUMN).last).to_contain_text("Noch da?")
    await page.keyboard.type(" nach.")
    await expect(page.locator(BOX)).to_have_value("Ich schaue nach.")


async def test_the_count_follows_what_is_typed_and_a_ready_text_is_added(
    page: Page, world: World
) -> None:
    await world.writes("Meine Nummer: [KUNDENNUMMER_1]", of=post())
    await log_in(page, world, "mara", path_of(post()))
    await claim(page)
    await expect(page.locator(".draft")).to_contain_text("0 von 280")
    await page.keyboard.type("Danke.Es geht")
    await expect(page.locator(".draft")).to_contain_text("13 von 280")
    await expect(page.locator(".draft-warning")).to_contain_text("„Danke.Es“ würde ein Link")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("Danke!")
    await expect(page.locator(".draft-warning")).to_have_count(0)
    await page.click("text=Um Löschung bitten")
    await page.click("[data-ready]")
    await expect(page.locator(BOX)).to_be_focused()
    await expect(page.locator(BOX)).to_have_value(
        "Danke!\nZu deiner Sicherheit: Bitte lösche deinen Beitrag mit den persönlichen Angaben "
        "wieder, hier lesen alle mit. Schreib uns so etwas nur privat, dann helfen wir dir gleich "
        "weiter."
    )


async def test_one_click_hides_and_the_typed_reply_stays(
    page: Page, world: World, played: Played
) -> None:
    line = await world.writes("IBAN: [IBAN_1]", of=comment())
    await log_in(page, world, "mara", path_of(comment()))
    await claim(page)
    await page.keyboard.type("Moin")
    await page.click("button:has-text('Ausblenden')")
    await expect(page.locator(".pane-note")).to_contain_text("Ausgeblendet")
    assert played.hid == [line]
    await expect(page.locator(BOX)).to_have_value("Moin")


async def test_a_private_reply_in_the_making_outlasts_news_and_is_given_once(
    page: Page, world: World, played: Played
) -> None:
    line = await world.writes("Wo bleibt mein Techniker?", of=comment())
    played.private[line] = PrivateReply(until=world.now + timedelta(days=6), spent=False)
    played.private_leads_to = messenger()
    await log_in(page, world, "mara", path_of(comment()))
    await claim(page)
    await page.click("text=Privat antworten")
    await page.fill(PRIVATE_BOX, "Moin, wir schauen nach.")
    await world.writes("Hallo?", of=comment())
    await expect(page.locator(COLUMN)).to_contain_text("Hallo?")
    await expect(page.locator(PRIVATE_BOX)).to_have_value("Moin, wir schauen nach.")
    await page.click("text=Privat senden")
    await expect(page.locator(".pane-note")).to_contain_text("Privat beantwortet.")
    await expect(page.locator(PRIVATE_BOX)).to_have_count(0)
    await page.click("text=zum Gespräch")
    await expect(page.locator(COLUMN)).to_contain_text("Moin, wir schauen nach.")
    assert [said.text for _, said in played.replied] == ["Moin, wir schauen nach."]


async def test_the_contact_opens_and_closes_by_keyboard(page: Page, world: World) -> None:
    await world.writes("Moin", of=direct())
    await world.contacts.continued(person_of(comment()), person_of(direct()))
    await log_in(page, world, "mara", path_of(direct()))
    await page.keyboard.press("h")
    await expect(page.locator("[popover]:popover-open")).to_contain_text("Kontakt")
    await page.keyboard.press("Escape")
    await expect(page.locator("[popover]:popover-open")).to_have_count(0)


@pytest.mark.timeout(360)
@in_all_looks(WIDE, NARROW)
async def test_axe_finds_nothing_to_complain_about(
    browser: Browser, world: World, played: Played, clients: None, scheme: Any, size: Any
) -> None:
    await _full(world, played)
    # axe brings a style of its own, which the page's policy would rightly refuse.
    options = {"color_scheme": scheme, "viewport": size, "bypass_csp": True, "locale": "de-DE"}
    async with await browser.new_context(**options) as context:
        page = await window(context)
        await page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        await log_in(page, world, "mara")
        assert await complaints(page) == []
        for conversation in (direct(), post(), comment(), messenger()):
            await page.goto(world.house.url + path_of(conversation))
            await page.wait_for_selector('#live[data-state="on"]', state="attached")
            assert await complaints(page) == []
        await page.goto(world.house.url + path_of(comment()))
        await claim(page)
        await page.click("text=Privat antworten")
        assert await complaints(page) == []
        await page.goto(world.house.url + path_of(post()))
        await claim(page)
        await page.keyboard.type("Danke.Es geht " + "x" * 280)
        await expect(page.locator(".draft-warning")).to_have_count(2)
        await page.click("text=Um Löschung bitten")
        assert await complaints(page) == []
        for opener in ("#contact", ".budget"):
            await page.click(opener)
            await expect(page.locator("[popover]:popover-open")).to_be_visible()
            assert await complaints(page) == []
            await page.keyboard.press("Escape")


async def _full(world: World, played: Played) -> None:
    """Let there be everything that the console can show."""
    await _one_case(world)
    await world.writes("", of=direct(), attachments=(Attachment("encrypted"),))
    for conversation in (direct(), comment(), messenger()):
        await world.hands_over(of=conversation)
    exposed = await world.writes("IBAN: [IBAN_1]", of=comment())
    hidden, gone = [await world.writes(text, of=comment()) for text in ("Mist!", "Doch nicht")]
    played.hid = [hidden]
    week = world.now + timedelta(days=6)
    played.private = {
        exposed: PrivateReply(until=week, spent=False),
        hidden: PrivateReply(until=week, spent=True, leads_to=messenger()),
    }
    deleted = Amendment(
        id=MessageId("change"), of=MessageId(gone), conversation=comment(), at=world.now
    )
    await world.records.amend(deleted)
    await world.records.saw(messenger(), Progress.READ, world.now)
    await world.contacts.continued(person_of(comment()), person_of(post()))
    now, quarter = world.now, timedelta(minutes=15)
    played.closes = {messenger(): now + timedelta(minutes=40)}
    played.budgets = [Budget(quarter, limit=15, used=15, left=0, wait=timedelta(minutes=4))]
    played.past = [Past(one, Owner.NOBODY, now, now) for one in (direct(), post(), comment())]
    reason = "Der Zugang ist abgelaufen und muss neu verbunden werden."
    played.troubles = [Trouble("Fördekom", Platform.FACEBOOK, reason, now)]
