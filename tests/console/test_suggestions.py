"""Beside the reply: what may help to answer, shown with its source, never sent by itself."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from conversation.suggestions import Source, Suggestion, SuggestionsUnavailableError
from conversation.text_modules import ModuleId, TextModule
from handoff.console.addresses import path_of
from tests.console.world import World, customer, open_desk


class Shelf:
    """Suggests always the same, and remembers what it was asked; `out` makes it fail."""

    def __init__(self, *found: Suggestion) -> None:
        self.found = found
        self.asked: list[str] = []
        self.out = False

    async def near(self, question: str) -> Sequence[Suggestion]:
        self.asked.append(question)
        if self.out:
            raise SuggestionsUnavailableError("out")
        return self.found


ANSWER = Suggestion(
    Source.ANSWER, "1", "12.11.2026", "Router blinkt <b>rot</b>", "Taste {{Angabe}} drücken.", 0.91
)
KNOWN = Suggestion(Source.KNOWLEDGE, "frist", "Vertrag", "Welche Frist?", "Ein Monat.", 0.72)
TEXT = Suggestion(Source.TEXT, "neustart", "Neustart", "Neustart", "", 0.66)
GONE = Suggestion(Source.TEXT, "gone", "Gelöscht", "Gelöscht", "", 0.65)


@pytest.fixture
async def shelf() -> Shelf:
    return Shelf(ANSWER, KNOWN, TEXT, GONE)


@pytest.fixture
async def helped(shelf: Shelf) -> AsyncIterator[World]:
    async with open_desk(suggestions=shelf) as world:
        module = TextModule(
            ModuleId("1"), "neustart", "Neustart", "Starte neu, {{name}}.", "Starten Sie neu."
        )
        await world.text_modules.add(module)
        yield world


async def _fragment(world: World, login: str = "mara") -> Any:
    browser = await world.house.logged_in(login)
    return await browser.get(f"{path_of(customer())}/suggestions")


async def test_what_is_near_is_shown_with_source_and_nearness(helped: World, shelf: Shelf) -> None:
    await helped.writes("Mein Router blinkt rot, Kundennummer [KUNDENNUMMER_1]")
    page = (await _fragment(helped)).text
    assert shelf.asked == ["Mein Router blinkt rot, Kundennummer (Kundennummer)"]
    for words in (
        "Schon beantwortet: 12.11.2026",
        "91 %",
        "Gefragt: Router blinkt &lt;b&gt;rot&lt;/b&gt;",
        'data-suggestion="Taste {{Angabe}} drücken."',
        "offen: Angabe",
        "Wissen: Vertrag",
        "Baustein: Neustart /neustart",
        'data-suggestion="Starte neu, {{name}}."',
    ):
        assert words in page
    assert "Gelöscht" not in page


async def test_without_a_question_nothing_is_looked_up(helped: World, shelf: Shelf) -> None:
    await helped.writes("Moin")
    await helped.writes("Ich möchte mit einem Menschen sprechen")
    assert "Noch keine Frage" in (await _fragment(helped)).text
    assert shelf.asked == []


async def test_where_nothing_can_be_looked_up_the_rest_goes_on(helped: World, shelf: Shelf) -> None:
    shelf.out = True
    await helped.hands_over(wish="Mein Router blinkt immer noch rot")
    answer = await _fragment(helped)
    assert answer.status_code == 200
    assert "Vorschläge gibt es gerade nicht" in answer.text
    mara = await helped.house.logged_in("mara")
    await helped.act(mara, "claim")
    assert 'data-key="v"' in (await mara.get(path_of(customer()))).text


async def test_nothing_near_says_so_and_editors_see_nothing(helped: World, shelf: Shelf) -> None:
    shelf.found = ()
    await helped.writes("Mein Router blinkt rot seit gestern")
    assert "Nichts gefunden" in (await _fragment(helped)).text
    assert (await _fragment(helped, "tomke")).status_code == 403
