"""How many requests a message holds: split where the parts are sure and differ, else left whole."""

from typing import Any

import pytest

from bot.requests import Asked, Heard, Parsed, requests_in, split

INTENTS = {
    "wann kommt der techniker": "ask_appointment",
    "was kostet mobil m": "ask_tariff_details",
    "was kostet mobil s": "ask_tariff_details",
    "warum ist meine rechnung so hoch": "ask_bill",
    "ich will einen menschen sprechen": "request_human",
    "mein internet geht nicht": "report_outage",
    "gibt es eine störung": "ask_outage_status",
    "ich will nicht kündigen": "cancel_contract",
    "welche frist gilt denn": "ask_contract_clause",
    "wie lange läuft der vertrag": "ask_contract_clause",
    "gibt es glasfaser in 24118": "check_availability",
    "kundennummer 1, plz 24118": "inform",
    "ja bitte": "affirm",
    "hallo": "greet",
    "das wetter ist schön": "out_of_scope",
    "kann mir mal jemand erklären": "request_human",
    "warum die rechnung so hoch ist": "ask_bill",
}


def parsed(text: str, *, whole: str = "", sure: float = 0.95) -> Parsed:
    """Return what an engine would make of a text; `whole` is the intent of anything unknown."""
    plain = text.lower().strip(" .?!")
    entities: list[dict[str, Any]] = []
    for word, entity in (("24118", "postal_code"), ("mobil m", "tariff")):
        if word in plain:
            start = plain.index(word)
            end = start + len(word)
            entities.append({"entity": entity, "value": word, "start": start, "end": end})
    name = INTENTS.get(plain, whole or "nlu_fallback")
    intent = {"name": name, "confidence": sure if plain in INTENTS else 0.5}
    anger = {"level": 2} if "!!" in text else {"level": 0}
    return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": entities} | {
        "anger": anger
    }


async def heard(text: str, *, asked: Asked | None = None, **reading: Any) -> Heard:
    async def parse(part: str) -> Parsed:
        return parsed(part, **reading)

    return await requests_in(text, parse, asked=asked or Asked())


async def wanted(text: str, **more: Any) -> list[str]:
    return [each.intent for each in (await heard(text, **more)).requests]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("wann kommt ihr und was kostet das", ["wann kommt ihr", "was kostet das"]),
        ("Moin! Geht nicht. Warum?", ["Moin!", "Geht nicht.", "Warum?"]),
        ("wann kommt ihr, was kostet das", ["wann kommt ihr", "was kostet das"]),
        ("ich weiß, dass ihr kommt", ["ich weiß, dass ihr kommt"]),
        ("könnt ihr mir sagen, wann ihr kommt?", ["könnt ihr mir sagen, wann ihr kommt?"]),
        ("weiß jemand, wie lange das dauert", ["weiß jemand, wie lange das dauert"]),
        ("ich möchte wissen, was das soll. danke", ["ich möchte wissen, was das soll.", "danke"]),
        ("eins\nzwei", ["eins", "zwei"]),
        ("außerdem", ["außerdem"]),
    ],
)
def test_a_message_is_cut_at_sentences_and_joints(text: str, parts: list[str]) -> None:
    assert split(text) == parts


async def test_what_can_be_answered_at_once_comes_before_what_begins_with_a_question() -> None:
    assert await wanted("wann kommt der techniker und was kostet mobil m?") == [
        "ask_tariff_details",
        "ask_appointment",
    ]


async def test_a_place_that_is_given_is_looked_up_at_once() -> None:
    text = "warum ist meine rechnung so hoch? gibt es glasfaser in 24118?"
    assert await wanted(text) == ["check_availability", "ask_bill"]


async def test_a_person_comes_after_plain_answers_but_before_questions() -> None:
    text = "mein internet geht nicht. was kostet mobil m? ich will einen menschen sprechen"
    assert await wanted(text) == ["ask_tariff_details", "request_human", "report_outage"]


async def test_one_concern_in_two_sentences_stays_whole() -> None:
    text = "mein internet geht nicht. gibt es eine störung?"
    assert await wanted(text, whole="report_outage") == ["report_outage"]


async def test_parts_that_are_not_sure_stay_whole() -> None:
    text = "wann kommt der techniker und was kostet mobil m?"
    assert await wanted(text, sure=0.7, whole="ask_appointment") == ["ask_appointment"]


async def test_what_somebody_does_not_want_is_no_request() -> None:
    text = "ich will nicht kündigen. welche frist gilt denn?"
    assert await wanted(text, whole="ask_contract_clause") == ["ask_contract_clause"]


async def test_what_is_none_of_our_business_is_not_searched_for_requests() -> None:
    text = "das wetter ist schön und was kostet mobil m"
    assert await wanted(text, whole="out_of_scope") == ["out_of_scope"]


async def test_a_request_hidden_behind_data_is_found_and_the_data_kept() -> None:
    found = await heard("Wann kommt der Techniker? Kundennummer 1, PLZ 24118", whole="inform")
    (request,) = found.requests
    assert request.intent == "ask_appointment"
    assert request.text == "Wann kommt der Techniker? Kundennummer 1, PLZ 24118"
    assert [each["value"] for each in request.parsed["entities"]] == ["24118"]


async def test_an_answer_inside_a_form_is_not_taken_for_a_request() -> None:
    text = "kundennummer 1, plz 24118. mein internet geht nicht"
    asked = Asked(open=True, topic="outages")
    assert await wanted(text, whole="inform", asked=asked) == ["inform"]


async def test_an_answer_and_another_request_are_both_heard() -> None:
    asked = Asked(open=True, topic="tickets")
    assert await wanted("ja bitte. was kostet mobil m?", asked=asked) == [
        "affirm",
        "ask_tariff_details",
    ]


async def test_data_goes_with_every_request_where_it_stands_in_the_words() -> None:
    text = "warum ist meine rechnung so hoch? was kostet mobil m? kundennummer 1, plz 24118"
    details, bill = (await heard(text)).requests
    assert (details.intent, bill.intent) == ("ask_tariff_details", "ask_bill")
    for request in (details, bill):
        place = next(e for e in request.parsed["entities"] if e["entity"] == "postal_code")
        assert request.text[place["start"] : place["end"]] == "24118"


async def test_the_whole_message_says_how_angry_somebody_is() -> None:
    found = await heard("wann kommt der techniker und was kostet mobil m!!")
    assert {each.parsed["anger"]["level"] for each in found.requests} == {2}
    assert found.understood["text"] == "wann kommt der techniker und was kostet mobil m!!"
    assert found.understood["intent"]["name"] == "ask_tariff_details"


async def test_who_asks_anybody_to_explain_something_wants_no_person() -> None:
    text = "Kann mir mal jemand erklären, warum die Rechnung so hoch ist?"
    assert await wanted(text, whole="ask_bill") == ["ask_bill"]


async def test_a_plain_message_is_parsed_once() -> None:
    calls: list[str] = []

    async def parse(part: str) -> Parsed:
        calls.append(part)
        return parsed(part)

    await requests_in("was kostet mobil m", parse)
    assert calls == ["was kostet mobil m"]
