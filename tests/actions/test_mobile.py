"""Topic mobile: which line about data and roaming is said."""

from dataclasses import replace

import pytest

from actions.countries import entry_for_country
from actions.mobile import Mobile
from tests.actions.stage import (
    MOBIL_M,
    ZUHAUSE_M,
    Ears,
    MemoryBackOffice,
    MemoryEncoder,
    knowledge,
    slots_of,
    talk,
)

ROAMING_M = replace(
    MOBIL_M, traits={**MOBIL_M.traits, "euRoaming": (True,), "throttledKbit": (64,)}
)


@pytest.fixture
def ears() -> Ears:
    return Ears()


def mobile(
    *, encoder: MemoryEncoder | None = None, office: MemoryBackOffice | None = None
) -> Mobile:
    offered = MemoryBackOffice(offered=(ROAMING_M, ZUHAUSE_M))
    return Mobile(office or offered, knowledge=knowledge(encoder))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("wieviel gb hab ich noch", "steht in der App"),
        ("restvolumen anzeigen", "steht in der App"),
        ("Volumen aufgebraucht, was jetzt", "64 kbit/s"),
        ("Ab wann wird gedrosselt?", "64 kbit/s"),
        ("kann man daten nachkaufen", "5 GB für 7,99 €"),
        ("brauch noch 5 GB", "5 GB für 7,99 €"),
        ("verfällt der rest am monatsende?", "verfällt am Monatsende"),
        ("WO SIND MEINE GB HIN???", "steht in der App"),
        ("", "steht in der App"),
    ],
)
async def test_data_has_its_line(ears: Ears, said: str, words: str) -> None:
    events = await mobile().data_volume(talk(text=said), ears.speech)
    assert words in ears.value("answer")
    assert slots_of(events) == {"last_topic": "mobile"}


async def test_a_named_tariff_says_its_volume_and_what_comes_after(ears: Ears) -> None:
    await mobile().data_volume(talk(text="wie viel gb hat mobil m?"), ears.speech)
    assert ears.responses == ["utter_tariff_volume"]
    assert ears.value("volume") == "30"
    assert "64 kbit/s" in ears.value("after")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("roaming schweiz kosten?", "Die Schweiz ist nicht inklusive"),
        ("Englandreise, was kostet surfen", "Großbritannien ist nicht inklusive"),
        ("was kostet türkei pro mb", "Die Türkei ist nicht inklusive"),
        ("telefonieren aus den usa preis", "Die USA und Kanada"),
        ("geht mein handy in dänemark", "ohne Aufpreis"),
        ("EU roaming inklusive?", "ohne Aufpreis"),
        ("sms aus thailand teuer?", "Reisepass Welt"),
        ("auf der fähre nach oslo netz teuer?", "Satellitennetze"),
        ("wie schalte ich datenroaming aus", "Datenoptionen"),
        ("mailbox abhören im ausland kostenlos?", "Mailbox"),
        ("kann ich eine kostenbremse setzen", "59,50 €"),
        ("", "ohne Aufpreis"),
    ],
)
async def test_roaming_has_its_line_with_or_without_the_encoder(
    ears: Ears, said: str, words: str
) -> None:
    for encoder in (MemoryEncoder(), MemoryEncoder(broken=True)):
        ears = Ears()
        await mobile(encoder=encoder).roaming(talk(text=said), ears.speech)
        assert words in ears.value("answer")
        assert ears.signal is None


async def test_a_named_tariff_says_whether_the_eu_is_included(ears: Ears) -> None:
    await mobile().roaming(talk(text="ist die EU bei Mobil M dabei?"), ears.speech)
    assert ears.responses == ["utter_roaming_included"]
    without = replace(ROAMING_M, traits={**ROAMING_M.traits, "euRoaming": (False,)})
    office = MemoryBackOffice(offered=(without,))
    await mobile(office=office).roaming(talk(text="EU mit Mobil M?"), ears.speech)
    assert ears.responses[-1] == "utter_roaming_not_included"


async def test_outside_the_eu_the_country_counts_not_the_tariff(ears: Ears) -> None:
    await mobile().roaming(talk(text="Mobil M in der Schweiz?"), ears.speech)
    assert "Die Schweiz ist nicht inklusive" in ears.value("answer")


async def test_general_answers_need_no_catalogue(ears: Ears) -> None:
    office = MemoryBackOffice(broken=True)
    await mobile(office=office).roaming(talk(text="roaming schweiz"), ears.speech)
    assert ears.signal is None


def test_countries_are_found_by_what_people_call_them() -> None:
    assert entry_for_country("und auf Malle, also Mallorca?") == "roaming-eu"
    assert entry_for_country("Schottland kostet was?") == "roaming-uk"
    assert entry_for_country("Kreta mit dem Schiff") == "roaming-ships"
    assert entry_for_country("in Bielefeld") is None
