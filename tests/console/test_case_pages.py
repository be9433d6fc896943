"""Cases, contacts and platforms on the console's pages, over HTTP."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from conversation.holds import Owner
from conversation.identity import ConversationId, LineId
from conversation.messages import Attachment, Line, Speaker
from conversation.people import Platform, person_of
from handoff.console.addresses import key_of, path_of
from handoff.console.platforms import Budget, Past, Trouble
from tests.cases.samples import comment, direct, messenger, post
from tests.console.platforms import Played
from tests.console.test_api import path, program
from tests.console.test_live import listening
from tests.console.test_reading import rows
from tests.console.world import World, open_desk


@pytest.fixture
def played() -> Played:
    return Played()


@pytest.fixture
async def world(played: Played) -> AsyncIterator[World]:
    async with open_desk(platforms=played.platforms()) as world:
        yield world


async def _one_case(world: World) -> None:
    """Let somebody ask in public and go on in private."""
    await world.writes("Mein Internet ist weg @foerdekom", of=post(), ago=9)
    await world.answers("Schreib uns bitte privat.", of=post(), ago=8)
    await world.cases.link_offered(post())
    await world.cases.join(direct())
    await world.writes("Hier bin ich. Kundennummer [KUNDENNUMMER_1]", of=direct(), ago=1)


async def page_of(world: World, conversation: ConversationId) -> str:
    return (await (await world.house.logged_in("mara")).get(path_of(conversation))).text


def columns(page: str) -> list[str]:
    return re.findall(r'id="thread-(\w+)"', page)


async def test_a_case_shows_its_public_and_its_private_part_together(world: World) -> None:
    await _one_case(world)
    for opened in (post(), direct()):
        page = await page_of(world, opened)
        assert columns(page) == [key_of(post()), key_of(direct())]
        assert "Mein Internet ist weg @foerdekom" in page
        assert "Hier bin ich." in page
        assert "Alle lesen mit" in page
        (current,) = re.findall(r'id="part-(\w+)"[^>]* aria-current="page"', page)
        assert current == key_of(opened)


async def test_each_line_names_its_channel(world: World) -> None:
    await _one_case(world)
    page = await page_of(world, direct())
    named = re.findall(r'class="line-channel">([^<]+)<', page)
    assert named == ["X öffentlich", "X öffentlich", "X privat"]


async def test_a_conversation_alone_has_no_tabs(world: World) -> None:
    await world.writes("Moin", of=direct())
    page = await page_of(world, direct())
    assert columns(page) == [key_of(direct())]
    assert 'class="parts"' not in page


async def test_whoever_answers_elsewhere_is_told_where_the_customer_wrote_last(
    world: World,
) -> None:
    await _one_case(world)
    assert "Zuletzt geschrieben: X privat" in await page_of(world, post())
    assert "Zuletzt geschrieben" not in await page_of(world, direct())
    await world.writes("Hallo?", of=post())
    assert "Zuletzt geschrieben: X öffentlich" in await page_of(world, direct())


async def test_a_reply_goes_to_the_open_conversation_and_a_merge_changes_nothing(
    world: World,
) -> None:
    await _one_case(world)
    browser = await world.house.logged_in("mara")
    await world.act(browser, "claim", of=direct())
    await world.contacts.continued(person_of(comment()), person_of(direct()))
    line = "a" * 20
    await world.act(browser, "reply", of=direct(), text="Ich schaue nach.", line=line)
    assert (Speaker.AGENT, "Ich schaue nach.") in await world.said(direct())
    assert all(speaker is not Speaker.AGENT for speaker, _ in await world.said(post()))


async def test_what_happens_in_another_part_of_the_case_is_told_live(world: World) -> None:
    await world.writes("Moin", of=post())
    browser = await world.house.logged_in("mara")
    async with listening(browser, of=post()) as stream:
        await world.cases.link_offered(post())
        await world.cases.join(direct())
        assert await stream.next() == "conversation"
        await world.writes("Hier weiter", of=direct())
        assert await stream.next() == "conversation"


async def test_an_encrypted_message_says_that_nobody_here_can_read_it(world: World) -> None:
    await world.writes("", of=direct(), attachments=(Attachment("encrypted"),))
    await world.writes("", of=direct(), attachments=(Attachment("image", "https://x.example/1"),))
    await world.writes("", of=direct(), attachments=(Attachment("odd", "javascript:alert(1)"),))
    page = await page_of(world, direct())
    assert "Verschlüsselte Nachricht" in page
    assert "wir können ihn nicht lesen" in page
    assert 'href="https://x.example/1"' in page
    assert "javascript:" not in page


async def test_personal_data_in_public_is_covered_with_a_hint_and_a_text_to_send(
    world: World,
) -> None:
    await world.writes("Meine Nummer ist [KUNDENNUMMER_1]", of=comment())
    await world.writes("Sonst nichts", of=comment())
    page = await page_of(world, comment())
    assert page.count('class="exposed"') == 1
    assert "Bitte lösche deinen Beitrag" in page
    assert "FK-10483920" not in page
    assert page.count(">Ausblenden</button>") == 2
    await world.writes("Meine Nummer ist [KUNDENNUMMER_1]", of=messenger())
    assert 'class="exposed"' not in await page_of(world, messenger())


async def test_one_click_hides_a_public_comment_and_leaves_its_trace(
    world: World, played: Played
) -> None:
    line = await world.writes("Meine Nummer ist [KUNDENNUMMER_1]", of=comment())
    browser = await world.house.logged_in("mara")
    answer = await world.act(browser, "hide", of=comment(), line=line)
    assert answer.status_code == 303
    assert played.hid == [line]
    (entry,) = [one for one in world.house.audit.entries if one.what == "hid"]
    assert (entry.who, entry.conversation, entry.detail) == ("id-mara", comment(), line)


async def test_what_cannot_be_hidden_is_said_and_nothing_is_called(
    world: World, played: Played
) -> None:
    ours = await world.answers("Moin", of=comment())
    on_x = await world.writes("Moin", of=post())
    browser = await world.house.logged_in("mara")
    for conversation, line in ((comment(), ours), (comment(), "nobody"), (post(), on_x)):
        answer = await world.act(browser, "hide", of=conversation, line=line)
        assert answer.status_code == 409
        assert "lässt sich hier nicht ausblenden" in answer.text
    assert played.hid == []


@pytest.mark.parametrize(
    ("trouble", "words"), [("refuses", "Nicht geändert: No."), ("breaks", "antwortet gerade nicht")]
)
async def test_a_platform_that_does_not_hide_is_said(
    world: World, played: Played, trouble: str, words: str
) -> None:
    line = await world.writes("Moin", of=comment())
    setattr(played, trouble, True)
    answer = await world.act(await world.house.logged_in("mara"), "hide", of=comment(), line=line)
    assert answer.status_code == 409
    assert words in answer.text


@pytest.mark.parametrize(
    "text", ["Deine IBAN DE89 3704 0044 0532 0130 00?", "Kunde FK 10483920, richtig?"]
)
async def test_an_agent_s_public_reply_with_personal_data_is_not_sent(
    world: World, text: str
) -> None:
    await _one_case(world)
    browser = await world.house.logged_in("mara")
    for conversation in (post(), direct()):
        await world.act(browser, "claim", of=conversation)
    refused = await world.act(browser, "reply", of=post(), text=text, line="b" * 20)
    assert refused.status_code == 409
    assert "Hier lesen alle mit" in refused.text
    assert text in refused.text  # the draft stays with its author
    assert all(said != text for _, said in await world.said(post()))
    await world.act(browser, "reply", of=direct(), text=text, line="c" * 20)
    assert (Speaker.AGENT, text) in await world.said(direct())


async def test_the_platform_s_count_is_shown_while_writing(world: World) -> None:
    await world.writes("Moin", of=post())
    browser = await world.house.logged_in("mara")
    assert 'class="draft"' not in (await browser.get(path_of(post()))).text
    await world.act(browser, "claim", of=post())
    assert 'class="draft"' in (await browser.get(path_of(post()))).text
    calm = await world.act(browser, "draft", of=post(), text="Moin")
    assert "4 von 280" in re.sub(r"<[^>]+>", "", calm.text)
    assert "0,01 $" in calm.text
    linked = await world.act(browser, "draft", of=post(), text="Danke.Es geht https://x.example")
    assert "„Danke.Es“ würde ein Link" in linked.text
    assert "0,20 $" in linked.text
    long = await world.act(browser, "draft", of=post(), text="x" * 300)
    assert "20 Zeichen zu lang" in long.text
    await world.writes("Moin", of=direct())
    assert (await world.act(browser, "draft", of=direct(), text="x")).status_code == 404


async def test_budgets_say_what_is_used_what_is_left_and_how_long_to_wait(
    world: World, played: Played
) -> None:
    await world.writes("Moin", of=direct())
    quarter = timedelta(minutes=15)
    played.budgets = [
        Budget(quarter, limit=15, used=3, left=12, wait=timedelta(0), price="0,015 $"),
        Budget(timedelta(hours=24), limit=1440, used=9, left=1431, wait=timedelta(0)),
    ]
    page = await page_of(world, direct())
    for words in ("12 von 15 frei", "3 von 15", "9 von 1440", "15 min", "24 h", "0,015 $"):
        assert words in page
    played.budgets = [Budget(quarter, limit=15, used=15, left=0, wait=timedelta(minutes=4))]
    assert "Budget leer, frei in 4 min" in await page_of(world, direct())
    await world.writes("Moin", of=messenger())
    assert 'id="budget-' not in await page_of(world, messenger())


async def test_troubles_of_our_accounts_stand_above_every_list(
    world: World, played: Played
) -> None:
    browser = await world.house.logged_in("mara")
    assert 'id="troubles"' not in (await browser.get("/console/queue")).text
    reason = "Der Zugang ist abgelaufen und muss neu verbunden werden."
    played.troubles = [Trouble("Fördekom", Platform.FACEBOOK, reason, world.now)]
    for tab in ("queue", "mine", "recent"):
        page = (await browser.get(f"/console/{tab}")).text
        assert reason in page
        assert "Facebook · Fördekom" in page


async def test_who_has_a_messenger_window_closing_soon_moves_up_and_the_row_says_why(
    world: World, played: Played
) -> None:
    for name, minutes in (("first", -20), ("second", -10)):
        world.house.clock.pass_by(minutes=minutes)
        await world.hands_over(of=name)
        world.house.clock.pass_by(minutes=-minutes)
    await world.hands_over(of=messenger())
    browser = await world.house.logged_in("mara")
    played.closes = {messenger(): world.now + timedelta(hours=20)}
    page = (await browser.get("/console/queue")).text
    assert rows(page)[-1] == key_of(messenger())
    assert "Fenster schließt" not in page
    played.closes = {messenger(): world.now + timedelta(minutes=40)}
    await world.writes("Hallo?", of=messenger())
    page = (await browser.get("/console/queue")).text
    assert rows(page)[0] == key_of(messenger())
    assert page.count("Fenster schließt") == 1
    assert "noch 40 min" in page
    pane = await page_of(world, messenger())
    assert "Messenger-Fenster" in pane
    assert "noch 40 min" in pane
    world.house.clock.pass_by(minutes=41)
    pane = await page_of(world, messenger())
    assert "Nur noch Menschen" in pane
    assert "noch 5 Tage" in pane
    world.house.clock.pass_by(days=6)
    assert "geschlossen" in await page_of(world, messenger())


async def test_the_contact_s_conversations_over_all_channels_are_one_click_away(
    world: World, played: Played
) -> None:
    await world.writes("Moin", of=direct())
    await world.contacts.continued(person_of(comment()), person_of(direct()))
    played.past = [
        Past(one, Owner.NOBODY, world.now, world.now) for one in (direct(), comment(), messenger())
    ]
    page = await page_of(world, direct())
    assert frozenset({person_of(comment()), person_of(direct())}) in played.asked
    for other in (comment(), messenger()):
        assert f'href="{path_of(other)}"' in page
    assert "öffentlich begonnen, privat fortgesetzt" in page


async def test_what_is_no_longer_live_comes_from_the_archive(world: World, played: Played) -> None:
    said = Line(LineId("1"), Speaker.CUSTOMER, "Das war im Sommer.", at=world.now)
    played.archived = {comment(): [said]}
    assert "Das war im Sommer." in await page_of(world, comment())
    browser = await world.house.logged_in("mara")
    assert (await browser.get(path_of(messenger()))).status_code == 404


async def test_an_agent_splits_a_contact_with_a_reason_and_it_is_on_record(world: World) -> None:
    await world.writes("Moin", of=direct())
    one, other = person_of(comment()), person_of(direct())
    await world.contacts.continued(one, other)
    browser = await world.house.logged_in("mara")
    refused = await world.act(browser, "split", of=direct(), person=str(one), reason=" ")
    assert refused.status_code == 409
    stranger = await world.act(browser, "split", of=direct(), person="x:9", reason="Darum")
    assert stranger.status_code == 409
    assert len((await world.contacts.of(other)).people) == 2
    await world.act(browser, "split", of=direct(), person=str(one), reason="Zwei im Haushalt")
    assert (await world.contacts.of(other)).people == (other,)
    (entry,) = [one for one in world.house.audit.entries if one.what == "split_contact"]
    assert (entry.who, entry.conversation, entry.detail) == (
        "id-mara",
        direct(),
        "Zwei im Haushalt",
    )


async def test_programs_read_the_case(world: World) -> None:
    await _one_case(world)
    for opened in (post(), direct()):
        case = (await program(world).get(path(opened, rest="/case"))).json()
        assert case == {"id": str(post()), "conversations": [str(post()), str(direct())]}
