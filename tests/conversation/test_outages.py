"""Where a conversation's trouble is, and one text in each customer's own words."""

from datetime import UTC, datetime

import pytest

from conversation.context import Context
from conversation.holds import FIRST_HOLD
from conversation.identity import Channel, ConversationId, LineId
from conversation.messages import Line, Speaker
from conversation.outage_words import LONGEST_TEXT, CrookedTextError, check_text, name_of, personal
from conversation.outages import OutageId, Place, is_of_outage, line_of, place_of
from conversation.packets import Fact, HandoffPacket, Understood
from conversation.ports import ConversationState
from conversation.signals import Reason

AT = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
TEXT = "Moin {Name}, das Internet ist gestört. [Du musst|Sie müssen] nichts tun."


def state(packet: HandoffPacket | None = None) -> ConversationState:
    conversation = ConversationId(Channel.WEBCHAT, "anna", "anna")
    return ConversationState(conversation, FIRST_HOLD, since=None, packet=packet, last_at=None)


def understood(*intents: str) -> tuple[Understood, ...]:
    return tuple(Understood(LineId(str(n)), intent, 0.9) for n, intent in enumerate(intents))


def customer(author: str) -> Line:
    return Line(LineId("1"), Speaker.CUSTOMER, "Moin", AT, author=author)


def test_trouble_is_where_its_postcode_and_service_are() -> None:
    context = Context(
        understood=understood("report_outage", "inform"),
        slots={"postal_code": "24937", "service": "Internet"},
    )
    assert place_of(state(), context) == Place("24937", "internet")


def test_a_service_nobody_named_is_left_open() -> None:
    context = Context(
        understood=understood("ask_outage_status"), told={"postal_code": "24937"}, slots={}
    )
    assert place_of(state(), context) == Place("24937")


def test_an_empty_slot_hides_nothing_that_was_told() -> None:
    context = Context(
        understood=understood("report_outage"),
        told={"postal_code": "24937"},
        slots={"postal_code": None},
    )
    assert place_of(state(), context) == Place("24937")


@pytest.mark.parametrize("code", ["", "2493", "[ADRESSE_1]", "24937 Flensburg"])
def test_trouble_without_a_postcode_is_in_no_group(code: str) -> None:
    context = Context(understood=understood("report_outage"), slots={"postal_code": code})
    assert place_of(state(), context) is None


def test_whoever_asks_about_a_tariff_with_a_postcode_is_in_no_group() -> None:
    slots = {"postal_code": "24937", "service": "internet"}
    assert place_of(state(), Context(understood=understood("ask_tariff"), slots=slots)) is None
    long_ago = understood("report_outage", "thank", "ask_bill", "inform", "thank")
    assert place_of(state(), Context(understood=long_ago, slots=slots)) is None


def test_what_was_handed_over_counts_by_its_packet() -> None:
    packet = HandoffPacket(
        reason=Reason.ANGER,
        summary="",
        wish="",
        wish_line=None,
        understood=understood("report_outage"),
        facts=(Fact("postal_code", "24937"), Fact("service", "tv")),
    )
    assert place_of(state(packet), Context()) == Place("24937", "tv")


def test_a_place_is_written_and_read_back() -> None:
    for place in (Place("24937", "internet"), Place("24937")):
        assert Place.parse(str(place)) == place


@pytest.mark.parametrize(
    "text", ["", "24937", "2493|tv", "24937|tv|x", "abcde|tv", "24937|" + 41 * "x"]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"place|unpack"):
        Place.parse(text)


def test_a_text_is_put_into_each_customers_words() -> None:
    assert personal(TEXT, form="du", name="Anna") == (
        "Moin Anna, das Internet ist gestört. Du musst nichts tun."
    )
    assert personal(TEXT, form="sie", name="Herr Ahrens") == (
        "Moin Herr Ahrens, das Internet ist gestört. Sie müssen nichts tun."
    )


def test_without_a_name_nothing_is_left_of_its_place() -> None:
    assert personal(TEXT, form="du", name="").startswith("Moin, das Internet")
    assert personal("{Name}, es ist gestört.", form="du", name="") == "Es ist gestört."


def test_a_name_is_never_read_as_a_sign_of_the_text() -> None:
    assert name_of([customer("[A|B] {Name}")]) == ""
    assert personal(TEXT, form="du", name=r"\1 Anna").startswith(r"Moin \1 Anna,")


def test_the_name_is_the_newest_that_the_platform_told() -> None:
    assert name_of([customer("Anna P."), customer("Anna  Petersen"), customer("")]) == (
        "Anna Petersen"
    )
    assert name_of([customer("@anna24937")]) == ""
    assert name_of([Line(LineId("1"), Speaker.AGENT, "Moin", AT, author="Mara")]) == ""


@pytest.mark.parametrize(
    "text",
    ["", "  ", "x" * (LONGEST_TEXT + 1), "Moin {name}", "[du|Sie|ihr]", "[du]", "a | b", "{Name}"],
)
def test_a_crooked_text_goes_to_nobody(text: str) -> None:
    with pytest.raises(CrookedTextError):
        check_text(text)


def test_a_good_text_is_kept_without_blanks_around_it() -> None:
    assert check_text(f"  {TEXT}\r\nBis dann! ") == f"{TEXT}\nBis dann!"


def test_lines_of_an_outage_are_told_from_others() -> None:
    id = OutageId("0a1b")
    assert line_of(id, ended=False) != line_of(id, ended=True)
    assert all(is_of_outage(line_of(id, ended=ended)) for ended in (False, True))
    assert not is_of_outage(LineId("m1.hello"))
