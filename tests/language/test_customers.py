"""What customers read, and what is kept, is the same whatever language the agent reads."""

import re
from datetime import timedelta
from typing import Any

from conversation.context import Context
from conversation.identity import Channel
from conversation.messages import Speaker
from conversation.packets import Fact
from conversation.ports import Saying
from conversation.signals import Reason
from handoff.console.addresses import path_of
from handoff.text_modules.sample import read_text_modules
from staff.csrf import csrf_token
from staff.language import ENGLISH, GERMAN
from tests.cases.samples import comment
from tests.console.world import BERLIN, World, customer, open_desk
from tests.outages.world import open_outages
from tests.staff.house import House

FACTS = (
    Fact("service", "phone"),
    Fact("phone_number", "[TELEFON_1]"),
    Fact("customer_number", "[KUNDENNUMMER_1]"),
)

ROOM = re.compile(r"/video/\S+")


async def _reads(house: House, language: str, *logins: str) -> None:
    for login in logins:
        account = await house.account(login)
        await house.parts.accounts.set_language(account.id, language)


async def _acts(world: World, browser: Any, action: str, **fields: Any) -> None:
    answer = await world.act(browser, action, **fields)
    assert answer.status_code == 303, (action, answer.text)


async def _said(world: World, of: Any) -> list[tuple[Speaker, str]]:
    """Return what was said; the name of a video room is drawn by lot."""
    return [(who, ROOM.sub("/video/x", text)) for who, text in await world.said(of)]


async def _day(language: str) -> dict[str, Any]:
    """Let agents who read a language do all that customers hear of, or that is kept."""
    async with open_desk(video=True) as world:
        for module in read_text_modules():
            await world.text_modules.add(module)
        await _reads(world.house, language, "mara", "jonas")
        mara, jonas = [await world.house.logged_in(one) for one in ("mara", "jonas")]
        await world.hands_over(facts=FACTS, reason=Reason.ANGER)
        path = path_of(customer())
        await _acts(world, mara, "claim")
        texts = (await mara.get(f"{path}/ready-texts")).text
        offer = (await mara.get(f"{path}/repair")).text
        await _acts(world, mara, "reply", text="Moin, ich schaue nach.", line="a" * 20)
        await _acts(world, mara, "video")
        until = (world.now + timedelta(days=2)).astimezone(BERLIN).strftime("%Y-%m-%dT%H:%M")
        call = {"owner": "id-jonas", "until": until, "number": "[TELEFON_1]", "words": "Leitung"}
        await _acts(world, mara, "call-back", repair="c" * 20, **call)
        credit = {"amount": "12,50", "customer": "[KUNDENNUMMER_1]", "words": "Ausfall"}
        await _acts(world, mara, "credit", repair="d" * 20, **credit)
        await _acts(world, mara, "later", until=until, step="Nachfragen")
        await _acts(world, mara, "take-up")
        await _acts(world, mara, "pass-on", to="agent:id-jonas", reason="Kann das besser")
        await _acts(world, jonas, "claim")
        world.credits.granted = True
        await world.follow_credits()
        await _acts(world, jonas, "repaired", repair="c" * 20)
        await _acts(world, jonas, "return", fact="service")
        state, context = await world.desk.recall(customer())
        await world.hands_over(of="bernd")
        await _acts(world, mara, "claim", of="bernd")
        await _acts(world, mara, "apology", of="bernd", repair="e" * 20, text="Pardon.")
        await _acts(world, mara, "close", of="bernd")
        line = await world.writes("Ruft mich an, [TELEFON_1]", of=comment())
        await world.hands_over(of=comment(), wish_line=line)
        await _acts(world, mara, "claim", of=comment())
        public = (await mara.get(path_of(comment()))).text
        return {
            "said": [await _said(world, one) for one in ("anna", "bernd", comment())],
            "texts": [one.split('"')[0] for one in texts.split('data-text="')[1:]],
            "apology": offer.split("<textarea")[1].split(">")[1].split("<")[0],
            "notes": [one.text for one in await world.notes.of(customer())],
            "acts": world.acts,
            "packet": str(state.packet),
            "slots": context.slots,
            "asked": list(world.credits.asked.values()),
            "please": public.split('data-ready="')[1].split('"')[0],
        }


async def test_an_agent_who_reads_english_says_and_keeps_what_a_german_one_does() -> None:
    german, english = await _day(GERMAN), await _day(ENGLISH)
    for part, told in german.items():
        assert told == english[part], part
    notes = " ".join(german["notes"])
    for words in ("Rückruf zugesagt", "Gutschrift beantragt: 12,50 €", "Wiedervorlage 26.11."):
        assert words in notes
    assert "Weitergegeben an Jonas" in notes
    said = [text for speaker, text in german["said"][0] if speaker is Speaker.NOTICE]
    assert len(said) > 2
    assert len(german["texts"]) > 3
    assert german["slots"]["service"] == "phone"


async def test_a_text_for_an_outage_is_proposed_and_told_in_german() -> None:
    async with open_outages() as desk:
        await _reads(desk.world.house, ENGLISH, "silke")
        await desk.report("anna", "bernd")
        silke = await desk.world.house.logged_in("silke")
        form = (await silke.get("/outages/new?plz=24937&dienst=internet")).text
        text = form.split("<textarea")[1].split(">", 1)[1].split("<")[0]
        assert "ist gerade das Internet gestört" in text
        token = csrf_token(silke.cookies["staff"])
        fields = {"csrf": token, "place": "24937|internet", "text": text}
        assert (await silke.post("/outages/send", data=fields)).status_code == 303
        assert await desk.tell() == 2
        assert "ist gerade das Internet gestört" in (await desk.world.said())[-1][1]


async def test_a_variable_of_a_ready_text_is_filled_in_german() -> None:
    async with open_desk() as world:
        await _reads(world.house, ENGLISH, "mara")
        module = read_text_modules()[0]
        await world.text_modules.add(type(module)(module.id, "wo", "Wo", "Bei {{dienst}}.", ""))
        await world.hands_over(facts=(Fact("service", "phone"),))
        state, _ = await world.desk.recall(customer())
        context = Context(slots={"service": "mobile"})
        await world.outbox.say(Saying(customer(), state.hold, context=context))
        mara = await world.house.logged_in("mara")
        page = (await mara.get(f"{path_of(customer())}/ready-texts")).text
        assert 'data-text="Bei Festnetz."' in page
        assert customer().channel is Channel.WEBCHAT
