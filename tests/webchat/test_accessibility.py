"""Contrast and structure of the widget after WCAG 2.2 AA, by arithmetic and by axe."""

import re

import pytest

from connectors.webchat.files import FOLDER
from tests.support.axe import in_all_looks
from tests.webchat.browsers import DESKTOP, PHONE, Chat, visiting
from tests.webchat.test_conformance import FOLDER as INSTALLED
from tests.webchat.test_conformance import clients

__all__ = ["clients"]

TOKENS = (FOLDER / "widget" / "tokens.css").read_text()
TEXT, CONTROL = 4.5, 3.0

# text or mark, its ground, what it needs at least
PAIRS = [
    ("text", "ground", TEXT),
    ("text", "surface", TEXT),
    ("text", "raised", TEXT),
    ("text", "human-soft", TEXT),
    ("muted", "ground", TEXT),
    ("muted", "surface", TEXT),
    ("muted", "raised", TEXT),
    ("primary", "surface", TEXT),
    ("on-primary", "primary", TEXT),
    ("on-primary-soft", "primary-soft", TEXT),
    ("on-own", "own", TEXT),
    ("human", "ground", TEXT),
    ("human", "human-soft", TEXT),
    ("warn", "warn-soft", TEXT),
    ("bad", "bad-soft", TEXT),
    ("bad", "ground", TEXT),
    ("bad", "surface", TEXT),
    ("surface", "bad", TEXT),
    ("good", "good-soft", TEXT),
    ("good", "ground", CONTROL),
    ("edge", "surface", CONTROL),
    ("primary", "ground", CONTROL),
    ("focus", "ground", CONTROL),
    ("focus", "surface", CONTROL),
]


def colours(name: str) -> tuple[str, str]:
    """Return a token's colours for light and dark."""
    found = re.search(rf"--lc-{name}: light-dark\((#\w{{6}}), (#\w{{6}})\);", TOKENS)
    assert found, name
    return found[1], found[2]


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("mark", "ground", "least"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_stands_out_from_its_ground(mark, ground, least, scheme):
    one, other = (luminance(colours(name)[scheme]) for name in (mark, ground))
    lighter, darker = max(one, other), min(one, other)
    assert (lighter + 0.05) / (darker + 0.05) >= least


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.timeout(360)
@in_all_looks(DESKTOP, PHONE)
async def test_axe_finds_nothing_to_complain_about(browser, played, clients, scheme, size):
    # axe brings a style of its own, which the page's policy would rightly refuse.
    context = {"color_scheme": scheme, "viewport": size, "bypass_csp": True}
    async with visiting(browser, played.url, **context) as chat:
        await chat.page.emulate_media(reduced_motion="reduce")
        assert await complaints(chat) == []
        await chat.open()
        await chat.say("Zeig mir einen Knopf")
        await chat.find(".choice:visible").first.wait_for()
        assert await complaints(chat) == []
        await chat.say("mensch")
        await chat.find(".bar-queue").wait_for()
        await chat.run("chat.thread.add({id: 'zzzzzzzz', text: 'x', at: new Date().toISOString()})")
        await chat.run("chat.thread.fail('zzzzzzzz', 'unavailable')")
        await chat.run("chat.panel.showLimited({code: 'unavailable', text: ''})")
        await chat.run("chat.connection.onStatus('lost'); chat.panel.openMenu()")
        assert await complaints(chat) == []


async def complaints(chat: Chat) -> list[str]:
    """Run axe over the page and return what it holds against it, rule and place."""
    await chat.page.evaluate((INSTALLED / "node_modules/axe-core/axe.min.js").read_text())
    found = await chat.page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
