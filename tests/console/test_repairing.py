"""Making good, over HTTP: an apology, a call back, a credit; and that all is kept until done."""

import html
import re
from datetime import timedelta

import httpx
import pytest

from conversation.context import Context
from conversation.holds import Owner
from conversation.identity import ConversationId
from conversation.packets import Fact
from conversation.ports import Saying
from conversation.repairs import Repair, RepairKind, RepairState
from conversation.signals import Reason
from conversation.text_modules import ModuleId, TextModule
from handoff.console.addresses import path_of
from handoff.console.repair_words import Mood, cents_of, euros, own_apologies
from tests.cases.samples import post
from tests.console.world import BERLIN, World, customer

ID = "0123456789abcdef0123"
LINE = "abcdef0123456789abcd"
FACTS = (Fact("phone_number", "[TELEFON_1]"), Fact("customer_number", "[KUNDENNUMMER_1]"))
CREDIT = {"repair": ID, "amount": "12,50", "customer": "[KUNDENNUMMER_1]", "words": "Drei Tage aus"}


async def _claimed(
    world: World, login: str = "mara", of: ConversationId | str = "anna", **packet: object
) -> httpx.AsyncClient:
    await world.hands_over(of=of, facts=FACTS, **packet)
    browser = await world.house.logged_in(login)
    assert (await world.act(browser, "claim", of=of)).is_redirect
    return browser


def _call(world: World, **changes: str) -> dict[str, str]:
    until = (world.now + timedelta(hours=3)).astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")
    usual = {"repair": ID, "owner": "id-jonas", "until": until, "number": "[TELEFON_1]"}
    return {**usual, "words": "Wegen der <b>Störung</b>", **changes}


async def _offer(world: World, browser: httpx.AsyncClient, of: object = "anna") -> str:
    answer = await browser.get(f"{path_of(customer(of))}/repair")  # type: ignore[arg-type]
    assert answer.status_code == 200
    return html.unescape(answer.text)


async def _only(world: World, of: str = "anna") -> Repair:
    (repair,) = await world.repairs.of([customer(of)])
    return repair


async def test_an_apology_fits_the_mood_and_form_is_edited_and_is_said_once(world: World) -> None:
    mara = await _claimed(world, reason=Reason.ANGER)
    state, context = await world.desk.recall(customer())
    formal = Context(slots=context.slots, address_form="sie")
    await world.outbox.say(Saying(conversation=customer(), hold=state.hold, context=formal))
    offered = await _offer(world, mara)
    assert "Ihr Ärger ist verständlich" in offered
    assert "im Namen von Fördekom" in offered
    fields = {"repair": ID, "text": "Das tut mir <sehr> leid."}
    for _ in range(2):
        assert (await world.act(mara, "apology", **fields)).is_redirect
    said = [text for _, text in await world.said()]
    assert said.count("Das tut mir <sehr> leid.") == 1
    repair = await _only(world)
    assert (repair.kind, repair.state) == (RepairKind.APOLOGY, RepairState.DONE)
    assert [note.text for note in await world.notes.of(customer())] == ["Entschuldigt."]
    assert ("id-mara", "apologised", "") in world.acts
    assert (await world.act(mara, "close")).is_redirect


async def test_who_writes_texts_writes_the_apologies_too(world: World) -> None:
    own = TextModule(ModuleId("x"), Mood.CALM.value, "Eigene", du="Pardon, {{agent}}", sie="")
    await world.text_modules.add(own)
    assert "Pardon, Mara Petersen" in await _offer(world, await _claimed(world))


def test_there_is_an_apology_for_every_mood_in_both_forms() -> None:
    assert {one.shortcut for one in own_apologies()} == set(Mood)
    assert all(one.du and one.sie and one.du != one.sie for one in own_apologies())


async def test_an_apology_with_a_gap_or_in_foreign_hands_is_not_said(world: World) -> None:
    mara = await _claimed(world)
    jonas = await world.house.logged_in("jonas")
    for browser, text in ((mara, "Pardon, {{name}}"), (jonas, "Pardon")):
        answer = await world.act(browser, "apology", repair=ID, text=text)
        assert answer.status_code == 409
        assert "Nichts wurde gesendet" in answer.text
    assert await world.repairs.of([customer()]) == []


async def test_a_call_back_is_kept_for_its_caller_and_the_conversation_stays_open(
    world: World,
) -> None:
    mara = await _claimed(world)
    assert (await world.act(mara, "call-back", **_call(world))).is_redirect
    page = (await mara.get(path_of(customer()))).text
    assert "Jonas Lorenzen ruft an" in page
    assert "Wegen der &lt;b&gt;Störung" in page
    assert "0431 5550123" not in page
    assert "Wiedergutmachung bis" in (await mara.get("/console/mine")).text
    for action in ("close", "return"):
        answer = await world.act(mara, action)
        assert answer.status_code == 409
        assert "Bleibt offen: Rückruf ist noch nicht erledigt" in answer.text
    assert (await world.state()).hold.owner is Owner.AGENT
    jonas = await world.house.logged_in("jonas")
    assert "nennt mich" in (await jonas.get("/console/asked")).text
    assert (await world.act(jonas, "repaired", repair=ID)).is_redirect
    assert (await _only(world)).settled_by == "id-jonas"
    assert (await world.act(mara, "close")).is_redirect
    notes = [note.text for note in await world.notes.of(customer())]
    assert notes[0].startswith("Rückruf zugesagt: Jonas Lorenzen ruft bis ")
    assert notes[1] == "Rückruf erledigt."
    assert {what for _, what, _ in world.acts} >= {"promised_call_back", "repair_done", "closed"}


async def test_laying_away_is_proposed_for_the_day_it_is_due(world: World) -> None:
    mara = await _claimed(world)
    call = _call(world)
    await world.act(mara, "call-back", **call)
    page = (await mara.get(path_of(customer()))).text
    assert f'name="until" value="{call["until"]}"' in page
    assert 'value="Rückruf erledigen"' in page
    assert "Bis dahin zurücklegen" in page
    await world.act(mara, "reply", line=LINE, text="Wir rufen an.")
    step = {"until": call["until"], "step": "Rückruf erledigen"}
    assert (await world.act(mara, "later", **step)).is_redirect
    assert "wieder " in (await mara.get("/console/mine")).text


async def test_a_number_as_it_was_typed_is_kept_as_a_placeholder(world: World) -> None:
    mara = await _claimed(world)
    assert (await world.act(mara, "call-back", **_call(world, number="0431 5550177"))).is_redirect
    repair = await _only(world)
    assert repair.number == "[TELEFON_2]"
    assert "5550177" not in str(repair) + str(await world.notes.of(customer()))
    assert "5550177" not in str(world.acts)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": "bitte fragen"}, "Es fehlt eine Telefonnummer"),
        ({"owner": "id-tomke"}, "Diese Person gibt es nicht"),
        ({"until": "morgen"}, "Der Zeitpunkt muss"),
        ({"until": "2020-01-01T09:00"}, "Der Zeitpunkt muss"),
        ({"words": " "}, "worum es geht"),
        ({"words": "x" * 301}, "Mehr als 300"),
    ],
)
async def test_a_call_that_cannot_be_made_is_not_promised(
    world: World, wrong: dict[str, str], sentence: str
) -> None:
    answer = await world.act(await _claimed(world), "call-back", **_call(world, **wrong))
    assert answer.status_code == 409
    assert sentence in answer.text
    assert await world.repairs.of([customer()]) == []


async def test_in_public_nobody_is_asked_for_a_number(world: World) -> None:
    place = post()
    await world.hands_over(of=place)
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim", of=place)
    offered = await _offer(world, mara, place)
    assert "nie öffentlich nach der Nummer fragen" in offered
    (ask,) = re.findall(r'data-ready="([^"]*)"', offered)
    assert "privat" in ask
    assert "Nummer" not in ask
    await world.hands_over(of="anna")
    await world.act(mara, "claim")
    (ask,) = re.findall(r'data-ready="([^"]*)"', await _offer(world, mara))
    assert "Nummer" in ask


async def test_a_credit_goes_to_the_back_office_once_and_its_decision_comes_back(
    world: World,
) -> None:
    mara = await _claimed(world)
    for _ in range(2):
        assert (await world.act(mara, "credit", **CREDIT)).is_redirect
    assert world.credits.asked == {f"repair-{ID}": ("10483920", 1250, "Drei Tage aus")}
    assert "12,50 € (T-1)" in (await mara.get(path_of(customer()))).text
    assert (await world.act(mara, "close")).status_code == 409
    world.credits.granted = True
    assert await world.follow_credits() == 1
    assert (await _only(world)).state is RepairState.DONE
    assert await world.follow_credits() == 0
    notes = [note.text for note in await world.notes.of(customer())]
    assert notes[-1] == "Gutschrift genehmigt (12,50 €)."
    assert (await world.act(mara, "close")).is_redirect


async def test_a_refusal_is_shown_and_stays_until_somebody_has_seen_to_it(world: World) -> None:
    mara = await _claimed(world)
    await world.act(mara, "credit", **CREDIT)
    world.credits.granted, world.credits.words = False, "Schon im Oktober <gutgeschrieben>."
    await world.follow_credits()
    page = (await mara.get(path_of(customer()))).text
    assert "Abgelehnt: Schon im Oktober &lt;gutgeschrieben&gt;." in page
    assert (await world.act(mara, "close")).status_code == 409
    assert (await world.act(mara, "drop-repair", repair=ID, reason=" ")).status_code == 409
    assert (await world.act(mara, "drop-repair", repair=ID, reason="Erklärt")).is_redirect
    assert (await _only(world)).state is RepairState.DROPPED
    assert (await world.act(mara, "close")).is_redirect


async def test_what_is_refused_at_once_is_said_at_once(world: World) -> None:
    mara = await _claimed(world)
    world.credits.refuses = "Der Betrag ist höher als die letzte Rechnung."
    answer = await world.act(mara, "credit", **CREDIT)
    assert answer.status_code == 409
    assert "Abgelehnt vom Back Office: Der Betrag ist höher" in answer.text
    assert (await _only(world)).state is RepairState.REFUSED


async def test_a_back_office_that_is_out_hears_of_it_later(world: World) -> None:
    mara = await _claimed(world)
    world.credits.out = True
    assert (await world.act(mara, "credit", **CREDIT)).is_redirect
    assert await world.follow_credits() == 1
    assert "noch nicht beim Back Office" in (await mara.get(path_of(customer()))).text
    world.credits.out = False
    await world.follow_credits()
    assert list(world.credits.asked) == [f"repair-{ID}"]
    assert (await _only(world)).reference == "T-1"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "20,01"}, "Mehr als 20,00 €"),
        ({"amount": "viel"}, "Der Betrag fehlt"),
        ({"amount": "0"}, "Der Betrag fehlt"),
        ({"customer": "123"}, "Es fehlt eine Kundennummer"),
        ({"customer": "[TELEFON_9]"}, "Es fehlt eine Kundennummer"),
    ],
)
async def test_a_credit_has_limits(world: World, wrong: dict[str, str], sentence: str) -> None:
    answer = await world.act(await _claimed(world), "credit", **{**CREDIT, **wrong})
    assert answer.status_code == 409
    assert sentence in html.unescape(answer.text)
    assert world.credits.asked == {}
    assert await world.repairs.of([customer()]) == []


async def test_a_supervisor_may_ask_for_more_and_settle_what_is_not_theirs(world: World) -> None:
    silke = await _claimed(world, "silke")
    assert (await world.act(silke, "credit", **{**CREDIT, "amount": "80"})).is_redirect
    jonas = await world.house.logged_in("jonas")
    answer = await world.act(jonas, "repaired", repair=ID)
    assert answer.status_code == 409
    assert "oder die Teamleitung" in answer.text
    assert 'data-key="+"' not in (await jonas.get(path_of(customer()))).text
    assert (await world.act(silke, "repaired", repair=ID)).is_redirect
    assert (await world.act(silke, "repaired", repair=ID)).status_code == 409


async def test_others_get_in_nowhere_and_an_id_is_needed(world: World) -> None:
    mara = await _claimed(world)
    assert (await world.act(mara, "call-back", **_call(world, repair="x"))).status_code == 400
    tomke = await world.house.logged_in("tomke")
    assert (await tomke.get(f"{path_of(customer())}/repair")).status_code == 403
    for action in ("apology", "call-back", "credit", "repaired", "drop-repair"):
        assert (await world.act(tomke, action, repair=ID)).status_code == 403
        bare = await mara.post(f"{path_of(customer())}/{action}", data={"repair": ID})
        assert bare.status_code == 403
    elsewhere = {**_call(world), "repair": ID}
    await world.act(mara, "call-back", **elsewhere)
    await world.hands_over(of="ben")
    await world.act(mara, "claim", of="ben")
    assert (await world.act(mara, "repaired", of="ben", repair=ID)).status_code == 409


def test_amounts_are_read_and_written_as_germans_do() -> None:
    typed = {"12,50": 1250, "12.5": 1250, " 7 € ": 700, "0,05": 5}
    assert {text: cents_of(text) for text in typed} == typed
    for text in ("", "-3", "1,234", "1.000,00", "²", "999999", "1,x"):
        assert cents_of(text) is None
    assert euros(123456) == "1.234,56 €"
