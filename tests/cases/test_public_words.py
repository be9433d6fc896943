"""Promise 5: what goes out in public repeats nothing personal, however it is written."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

import pytest

from conversation.errors import UndeliverableError
from conversation.identity import ConversationId, LineId
from conversation.messages import Button, Line, Speaker
from conversation.public_words import (
    CarefulSender,
    PersonalInPublicError,
    PublicWords,
    personal_kinds,
    placeholders_in,
)
from gateway.privacy.redactor import Redactor
from handoff.cases_memory import MemoryCases
from handoff.memory import MemoryLive, MemoryTranscripts
from tests.cases.samples import START, Watch, direct, post

HOTLINE = "0431 99 00 100"
REDACTOR = Redactor(public=[HOTLINE])


def detector(text: str) -> Iterable[str]:
    return (finding.kind.value for finding in REDACTOR.redact(text).findings)


class Safe:
    """Knows a value in public and another one in private, under one placeholder."""

    values: ClassVar = {
        (post(), "[KUNDENNUMMER_1]"): "FK-10483920",
        (direct(), "[KUNDENNUMMER_1]"): "Vertrag Q7-Ostsee-19",
        (direct(), "[ADRESSE_1]"): "Förde Straße 12a",
    }

    async def resolve(
        self, conversation: ConversationId, placeholders: Sequence[str]
    ) -> dict[str, str]:
        known = {name: self.values.get((conversation, name)) for name in placeholders}
        return {name: value for name, value in known.items() if value is not None}


def line(text: str, *, titles: Sequence[str] = (), speaker: Speaker = Speaker.ASSISTANT) -> Line:
    buttons = tuple(Button(title, "/x") for title in titles)
    return Line(id=LineId("1"), speaker=speaker, text=text, at=START, buttons=buttons)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ihre IBAN DE89 3704 0044 0532 0130 00 ist notiert.", ("IBAN",)),
        ("Wir rufen unter 0431 5550123 zurück.", ("TELEFON",)),
        ("Ist die Holtenauer Straße 12 richtig?", ("ADRESSE",)),
        ("Kundennummer 10483920 habe ich gefunden.", ("KUNDENNUMMER",)),
        ("Zu [IBAN_1] und [TELEFON_2] melde ich mich.", ("IBAN", "TELEFON")),
        ("Schreib an anna.petersen@example.org", ("EMAIL",)),
    ],
)
def test_personal_data_is_found_by_kind(text: str, kinds: tuple[str, ...]) -> None:
    assert personal_kinds(text, detector=detector) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Förde 50 kostet 39,90 € im Monat.",
        "In 24937 Flensburg ist eine Störung bekannt.",
        f"Ruf uns gern an: {HOTLINE}.",
        "Schreib uns bitte eine private Nachricht.",
        "",
    ],
)
def test_what_concerns_everybody_may_be_said(text: str) -> None:
    assert personal_kinds(text, detector=detector) == ()


@pytest.mark.parametrize(
    "spelling", ["FÖRDE-STRASSE 12 A", "fördestraße 12a", "Förde Straße\n12a", "Förde Str. 12a"]
)
def test_a_known_value_is_found_however_it_is_written(spelling: str) -> None:
    values = {"[ADRESSE_1]": "Förde Straße 12a"}
    found = personal_kinds(f"Zu {spelling}: ja.", detector=lambda _text: (), values=values)
    assert found == ("ADRESSE",)


def test_a_value_so_short_that_it_stands_anywhere_is_none() -> None:
    values = {"[ADRESSE_1]": "12 a"}
    assert personal_kinds("Um 12 am Deich", detector=lambda _text: (), values=values) == ()


def test_each_placeholder_is_named_once() -> None:
    assert placeholders_in(["[IBAN_1] x [IBAN_1]", "[TELEFON_1]"]) == ["[IBAN_1]", "[TELEFON_1]"]


async def _words() -> PublicWords:
    live, clock = MemoryLive(), Watch()
    cases = MemoryCases(live, clock=clock)
    await cases.link_offered(post())
    await cases.join(direct())
    said = line("[KUNDENNUMMER_1], [ADRESSE_1]", speaker=Speaker.CUSTOMER)
    live.transcribe(post(), said)
    live.transcribe(direct(), said)
    return PublicWords(detector, cases, MemoryTranscripts(live), Safe())


async def test_what_was_told_in_the_private_part_stays_out_of_the_public_one() -> None:
    words = await _words()
    for text in ("Vertrag q7 ostsee 19 läuft.", "Nummer FK 10483920?", "Fördestr. 12 A"):
        with pytest.raises(PersonalInPublicError):
            await words.check(post(), line(text))
        await words.check(direct(), line(text))
    await words.check(post(), line("Ist gelöst, danke!"))


async def test_a_button_is_read_too() -> None:
    with pytest.raises(PersonalInPublicError) as refused:
        await (await _words()).check(post(), line("Stimmt das?", titles=("0431 5550123",)))
    assert refused.value.kinds == ("TELEFON",)


async def test_the_reason_names_kinds_and_never_values() -> None:
    with pytest.raises(UndeliverableError) as refused:
        await (await _words()).check(post(), line("IBAN DE89 3704 0044 0532 0130 00"))
    assert "IBAN" in str(refused.value)
    assert "3704" not in str(refused.value)


class Sent:
    repeatable = True

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def send(self, _conversation: ConversationId, line: Line) -> None:
        self.texts.append(line.text)


async def test_the_way_out_sends_what_is_clean_and_holds_back_what_is_not() -> None:
    sent = Sent()
    careful = CarefulSender.around(sent, await _words())
    assert careful.repeatable
    with pytest.raises(PersonalInPublicError):
        await careful.send(post(), line("Tel. 0431 5550123", speaker=Speaker.AGENT))
    await careful.send(post(), line("Gern geschehen."))
    await careful.send(direct(), line("Tel. 0431 5550123"))
    assert sent.texts == ["Gern geschehen.", "Tel. 0431 5550123"]
