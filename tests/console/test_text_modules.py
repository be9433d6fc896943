"""Ready texts: written by those who lead, offered to those who answer, never sent with a gap."""

import html
import re
from dataclasses import replace

import pytest

from conversation.context import Context
from conversation.identity import Channel, ConversationId
from conversation.messages import Speaker
from conversation.packets import Fact
from conversation.ports import Saying
from conversation.text_modules import ModuleId, TextModule
from handoff.console.addresses import path_of
from handoff.text_modules.sample import read_text_modules
from handoff.text_modules.words import VARIABLES
from staff.csrf import csrf_token
from tests.console.world import World, customer

LINE = "0123456789abcdef0123"
FAULT = TextModule(
    ModuleId("fault"),
    "stoerung",
    "Störung",
    du="{{name}}, in {{ort}} ist eine Störung. Dein Ticket: {{ticket}}. {{agent}}, {{anbieter}}",
    sie="{{name}}, in {{ort}} ist eine Störung. Ihr Ticket: {{ticket}}. {{agent}}, {{anbieter}}",
)
FORM = {
    "shortcut": "/Gruss",
    "title": "Abschied <b>",
    "du": "Bis bald, {{name}}!",
    "sie": "",
    "channel": ["webchat", "messenger"],
}


async def _post(world: World, login: str, path: str, **form: object) -> tuple[int, str]:
    browser = await world.house.logged_in(login)
    token = csrf_token(browser.cookies["staff"])
    answer = await browser.post(f"/text-modules{path}", data={"csrf": token, **form})
    return answer.status_code, answer.headers.get("location") or answer.text


async def _offered(world: World, of: ConversationId | str = "anna") -> list[str]:
    browser = await world.house.logged_in("mara")
    part = (await browser.get(f"{path_of(customer(of))}/ready-texts")).text
    return [html.unescape(text) for text in re.findall(r'data-text="([^"]*)"', part)]


async def test_a_supervisor_adds_changes_and_deletes_a_text_and_each_is_audited(
    world: World,
) -> None:
    assert await _post(world, "silke", "/new", **FORM) == (303, "/text-modules?done=added")
    (made,) = await world.text_modules.all()
    assert (made.shortcut, made.channels) == ("gruss", {Channel.WEBCHAT, Channel.MESSENGER})
    page = (await (await world.house.logged_in("silke")).get("/text-modules")).text
    assert "Abschied &lt;b&gt;" in page
    assert "Web-Chat, Messenger" in page

    changed = {**FORM, "title": "Neu", "version": str(made.version), "channel": []}
    assert (await _post(world, "ole", f"/{made.id}", **changed))[0] == 303
    (found,) = await world.text_modules.all()
    assert (found.title, found.channels, found.version) == ("Neu", frozenset(), 2)

    assert (await _post(world, "ole", f"/{made.id}/delete"))[0] == 303
    assert await world.text_modules.all() == []
    assert world.acts == [
        ("id-silke", "text_module_added", "gruss"),
        ("id-ole", "text_module_changed", "gruss"),
        ("id-ole", "text_module_deleted", "gruss"),
    ]


@pytest.mark.parametrize("login", ["mara", "tomke"])
async def test_nobody_else_writes_them(world: World, login: str) -> None:
    assert (await _post(world, login, "/new", **FORM))[0] == 403
    browser = await world.house.logged_in(login)
    assert (await browser.get("/text-modules")).status_code == 403
    assert await world.text_modules.all() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"shortcut": "-a b"}, "Ein Kürzel hat 1 bis 30 Zeichen"),
        ({"title": " "}, "Ein Baustein braucht einen Titel"),
        ({"du": "", "sie": " "}, "Mindestens eine der beiden Fassungen"),
        ({"du": "x" * 4001}, "Mindestens eine der beiden Fassungen"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: World, wrong: dict[str, str], sentence: str
) -> None:
    status, page = await _post(world, "silke", "/new", **{**FORM, **wrong})
    assert status == 409
    assert sentence in page
    assert 'value="webchat" checked' in page
    assert await world.text_modules.all() == []
    assert world.acts == []


async def test_a_taken_shortcut_and_an_overtaken_change_are_said(world: World) -> None:
    await world.text_modules.add(FAULT)
    taken = {"shortcut": "stoerung", "title": "Noch eine", "du": "x"}
    assert (
        "ist auf einem dieser Kanäle schon vergeben"
        in (await _post(world, "silke", "/new", **taken))[1]
    )
    await world.text_modules.change(FAULT)
    overtaken = {"shortcut": "stoerung", "title": "Alt", "du": "x", "version": "1"}
    status, page = await _post(world, "silke", "/fault", **overtaken)
    assert status == 409
    assert "inzwischen geändert" in page


async def test_a_form_that_is_none_of_ours_is_refused(world: World) -> None:
    assert (await _post(world, "silke", "/new", **{**FORM, "channel": "fax"}))[0] == 400
    assert (await _post(world, "silke", "/new", **{**FORM, "version": "one"}))[0] == 400
    assert (await _post(world, "silke", "/nowhere/delete"))[0] == 404


async def test_a_text_is_offered_filled_in_with_what_is_known(world: World) -> None:
    await world.text_modules.add(FAULT)
    facts = (Fact("city", "Kiel"), Fact("ticket_number", "[KUNDENNUMMER_1]"))
    await world.hands_over(facts=facts)
    assert await _offered(world) == [
        "{{name}}, in Kiel ist eine Störung. Dein Ticket: {{ticket}}. Mara Petersen, Fördekom"
    ]


async def test_a_text_speaks_as_the_customer_writes(world: World) -> None:
    await world.text_modules.add(FAULT)
    await world.writes("Können Sie mir helfen?")
    state = await world.state()
    context = Context(address_form="sie", told={"ticket_number": "TT-4711"})
    await world.outbox.say(Saying(conversation=customer(), hold=state.hold, context=context))
    (text,) = await _offered(world)
    assert "Ihr Ticket: TT-4711." in text


async def test_a_channel_s_own_text_is_offered_there_and_nowhere_else(world: World) -> None:
    in_public = replace(
        FAULT, id=ModuleId("x"), du="Kurz.", sie="", channels=frozenset({Channel.X_PUBLIC})
    )
    await world.text_modules.add(in_public)
    assert await _offered(world) == []
    assert await _offered(world, ConversationId(Channel.X_PUBLIC, "1", "2")) == ["Kurz."]


async def test_a_reply_with_a_gap_is_not_sent_and_stays_in_the_box(world: World) -> None:
    await world.hands_over()
    mara = await world.house.logged_in("mara")
    await world.act(mara, "claim")
    text = "Moin {{name}}, dein Ticket ist {{ ticket }}."
    answer = await world.act(mara, "reply", line=LINE, text=text)
    assert answer.status_code == 409
    assert "Noch auszufüllen oder zu streichen ist {{name}}, {{ticket}}." in answer.text
    assert f">{text}</textarea>" in answer.text
    assert not [one for one in await world.said() if one[0] is Speaker.AGENT]
    filled = await world.act(mara, "reply", line=LINE, text="Moin Anna, dein Ticket ist 4711.")
    assert filled.status_code == 303
    assert (Speaker.AGENT, "Moin Anna, dein Ticket ist 4711.") in await world.said()


async def test_the_sample_names_nothing_that_the_console_does_not_know(world: World) -> None:
    for module in read_text_modules():
        await world.text_modules.add(module)  # no shortcut is taken twice
        written = set(re.findall(r"\{\{(\w+)\}\}", module.du + module.sie))
        assert written <= set(VARIABLES)
        assert "\n" not in module.du
