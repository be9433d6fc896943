"""What is said in public fits into one post: each response, and all that one turn says."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from actions.availability import Availabilities
from actions.backoffice import Availability, Line, Offering, Problem
from actions.contracts import Contracts
from actions.dialogue import Dialogue
from actions.knowledge_entries import read_entries
from actions.mobile import Mobile
from actions.outages import Outages
from actions.posts import LONGEST_POST, weighted_length
from actions.recommendation import Recommendation
from actions.speech import Act, Event
from actions.tariffs import Tariffs
from tests.actions.stage import NOW, Ears, MemoryBackOffice, knowledge, slots_of, talk
from tests.bot import content
from tests.bot.model import ROOT

SAMPLE = ROOT / "backoffice" / "sample"
X = {"channel": "x_public"}
PROBLEMS = [
    Problem(
        description="Internet und Telefon fallen in Kiel-Ravensberg und am Schrevenpark aus.",
        services=("internet", service),
        since=NOW - timedelta(days=1),
        expected_end=NOW + timedelta(days=2),
    )
    for service in ("phone", "tv", "mobile")
]


def catalogue() -> tuple[Offering, ...]:
    """Return the sample's tariffs."""
    sample = json.loads((SAMPLE / "catalogue.json").read_text("utf-8"))
    categories = {each["id"]: each["name"] for each in sample["categories"]}
    return tuple(
        Offering(
            name=each["name"],
            description=each["description"],
            category=categories[each["category"]],
            monthly=Decimal(each["monthly_cents"]) / 100,
            once=Decimal(each["setup_cents"]) / 100,
            traits={name: tuple(values) for name, values in each["characteristics"].items()},
        )
        for each in sample["offerings"]
    )


LINES = {
    "fibre": Availability(fibre=Line(1000), copper=Line(250), mobile=Line(500)),
    "copper": Availability(
        fibre=Line(expected=date(2027, 9, 1)), copper=Line(250), mobile=Line(500)
    ),
    "nothing": Availability(fibre=Line(expected=date(2027, 9, 1))),
}
OFFERINGS = catalogue()
OFFICE = MemoryBackOffice(
    offered=OFFERINGS,
    lines={"24103": LINES["fibre"], "24340": LINES["copper"], "24960": LINES["nothing"]},
    problems={"24118": tuple(PROBLEMS), "24116": tuple(PROBLEMS[2:])},
)


def said(response: str, values: dict[str, Any]) -> str:
    """Return the longest way in which a response is said on X, filled in."""
    known = {
        name: text for topic in content.domain("responses").values() for name, text in topic.items()
    }
    variants = [each for each in known[response] if each.get("channel") in (None, "x_public")]
    texts = [" ".join(each["text"].split(" ")) for each in variants]
    return max((text.format_map(values) for text in texts), key=weighted_length)


def post(ears: Ears) -> str:
    """Return all that a turn says as one post."""
    return "\n".join(said(each["response"], each) for each in ears.messages if "response" in each)


async def turn(act: Act, dialogue: Dialogue) -> tuple[str, list[Event]]:
    ears = Ears()
    events = await act(dialogue, ears.speech)
    return post(ears), events


def test_every_response_of_fixed_words_fits_into_a_post() -> None:
    for topic in content.domain("responses").values():
        for name, variants in topic.items():
            for variant in variants:
                assert weighted_length(variant["text"]) <= LONGEST_POST, name


def tariff(each: Offering) -> Dialogue:
    return talk(("tariff", each.name), text=f"was kostet {each.name}", slots=X)


@pytest.mark.parametrize("each", OFFERINGS, ids=lambda each: each.name)
async def test_each_tariff_is_told_in_one_post(each: Offering) -> None:
    act = Tariffs(OFFICE, knowledge=knowledge()).details
    text, _ = await turn(act, tariff(each))
    assert each.name in text
    assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize("service", ["internet", "mobile", "tv", "phone", None])
async def test_each_list_of_tariffs_fits_into_a_post(service: str | None) -> None:
    found = [("service", service)] if service else []
    act = Tariffs(OFFICE, knowledge=knowledge()).overview
    text, _ = await turn(act, talk(*found, slots=X))
    assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize(
    "names",
    [
        ("Zuhause L", "Zuhause XL"),
        ("Glasfaser 250", "Glasfaser 500", "Glasfaser 1000"),
        ("Mobil S", "Mobil M", "Mobil L"),
        ("TV Basis", "TV Plus"),
        ("Zuhause S", "Mobil L"),
    ],
)
async def test_each_comparison_fits_into_a_post(names: Sequence[str]) -> None:
    found = [("tariff", name) for name in names]
    act = Tariffs(OFFICE, knowledge=knowledge()).compare
    text, _ = await turn(act, talk(*found, text=" und ".join(names), slots=X))
    assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize("place", ["24103", "24340", "24960"])
@pytest.mark.parametrize("line", ["glasfaser", "dsl", "5g"])
async def test_what_there_is_at_a_place_fits_into_a_post(place: str, line: str) -> None:
    dialogue = talk(text=f"gibt es {line} in {place}", slots={**X, "postal_code": place})
    text, _ = await turn(Availabilities(OFFICE, OFFICE).check, dialogue)
    assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize("people", ["1", "2", "4", "6"])
@pytest.mark.parametrize("usage", ["surfing", "streaming", "homeoffice,uhd"])
async def test_each_recommendation_fits_into_a_post(people: str, usage: str) -> None:
    slots = {**X, "household": people, "usage": usage}
    recommendation = Recommendation(OFFICE, OFFICE)
    for act in (recommendation.recommend, recommendation.explain):
        text, _ = await turn(act, talk(slots=slots))
        assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize("place", ["24118", "24116", "24103"])
@pytest.mark.parametrize("intent", ["report_outage", "report_slow_connection", "ask_outage_status"])
@pytest.mark.parametrize("service", ["internet", "tv", "phone"])
async def test_a_fault_and_what_helps_fit_into_a_post(
    place: str, intent: str, service: str
) -> None:
    slots = {**X, "postal_code": place, "service": service}
    act = Outages(OFFICE, now=lambda: NOW).status
    text, _ = await turn(act, talk(slots=slots, intents=(intent,)))
    assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize("entry", read_entries(), ids=lambda entry: entry.id)
async def test_each_answer_known_by_heart_fits_into_a_post(entry: Any) -> None:
    ears, known = Ears(), knowledge()
    known.say(known.known(entry.id), talk(slots=X), ears.speech)
    assert weighted_length(post(ears)) <= LONGEST_POST


async def test_moving_house_is_explained_in_one_post() -> None:
    contracts = Contracts(OFFICE, knowledge=knowledge())
    text, _ = await turn(contracts.relocate, talk(text="ich ziehe um", slots=X))
    assert weighted_length(text) <= LONGEST_POST, text


@pytest.mark.parametrize("change", ["cancel", "change", "extend"])
async def test_in_public_nothing_of_a_contract_is_changed_or_handed_over(change: str) -> None:
    ears = Ears()
    act = getattr(Contracts(OFFICE, knowledge=knowledge()), change)
    await act(talk(text="mein vertrag", slots=X), ears.speech)
    assert ears.responses == ["utter_go_private"]
    assert ears.signal is None


async def test_a_volume_is_told_in_one_post() -> None:
    dialogue = talk(("tariff", "Mobil L"), text="wie viel hat Mobil L", slots=X)
    text, events = await turn(Mobile(OFFICE, knowledge=knowledge()).data_volume, dialogue)
    assert weighted_length(text) <= LONGEST_POST
    assert slots_of(events)["tariff"] == "Mobil L"
