"""The system's own values stand in lines and patterns as the script's did."""

import re

import pytest

from tests.play.replacing import Own, Replacing
from tests.play.script import Script

CUSTOMER = Own(kind="number", theirs="FK-10482211", ours="90000017")
TICKET = Own(kind="id", theirs="T-4711", ours="T-48300")
BARE_TICKET = Own(kind="id", theirs="4711", ours="T-48300")
YEARLY = Own(kind="id", theirs="TK-2026-0815", ours="T-48300")
TARIFF = Own(kind="name", theirs="MagentaZuhause XL", ours="Zuhause XL")
PLACE = Own(kind="number", theirs="24145", ours="24103")


@pytest.mark.parametrize(
    ("own", "line", "becomes"),
    [
        (CUSTOMER, "FK-10482211", "FK-90000017"),
        (CUSTOMER, "kdnr 10482211, danke", "kdnr 90000017, danke"),
        (CUSTOMER, "1048 2211", "9000 0017"),
        (CUSTOMER, "10.48.22.11", "90.00.00.17"),
        (CUSTOMER, "110482211 ist etwas anderes", "110482211 ist etwas anderes"),
        (Own("number", "4711", "90000017"), "Nr. 4711!", "Nr. 90000017!"),
        (PLACE, "Internet tot in 24145", "Internet tot in 24103"),
        (PLACE, "2 41 45 Kiel", "2 41 03 Kiel"),
        (TICKET, "Was ist mit T-4711?", "Was ist mit T-48300?"),
        (TICKET, "was ist mit t 4711", "was ist mit T-48300"),
        (TICKET, "Ticket 4711", "Ticket 48300"),
        (BARE_TICKET, "Ticket 4711", "Ticket T-48300"),
        (BARE_TICKET, "Ticket T-4711", "Ticket T-48300"),
        (YEARLY, "zu TK-2026-0815 bitte", "zu T-48300 bitte"),
        (YEARLY, "zu tk2026 0815 bitte", "zu T-48300 bitte"),
        (YEARLY, "zur 0815 im Jahr 2026", "zur 48300 im Jahr 2026"),
        (TARIFF, "was kostet magentazuhause-xl", "was kostet Zuhause XL"),
        (TARIFF, "MagentaZuhause XLarge", "MagentaZuhause XLarge"),
    ],
)
def test_a_line_keeps_its_way_of_writing(own: Own, line: str, becomes: str) -> None:
    assert Replacing([own]).in_line(line) == becomes


@pytest.mark.parametrize(
    ("own", "pattern", "said"),
    [
        (CUSTOMER, "10482211", "Kundennummer 90000017"),
        (CUSTOMER, r"\b1048\s?2211\b", "9000 0017"),
        (CUSTOMER, "1048[ -]?2211", "9000-0017"),
        (TICKET, "T-4711", "Das Ticket T-48300 ist offen."),
        (TICKET, "T-?4711", "T48300"),
        (TICKET, r"ticket\s+t\-4711", "Ticket T-48300"),
        (TICKET, r"\b4711\b", "T-48300"),
        (BARE_TICKET, "4711|vorgang", "T-48300"),
        (BARE_TICKET, "T-?4711", "T-48300"),
        (TARIFF, r"MagentaZuhause\s?XL", "Der Zuhause XL kostet"),
        (PLACE, "in 24145.*(keine|nichts)", "In 24103 ist keine Störung"),
    ],
)
def test_a_pattern_finds_our_value(own: Own, pattern: str, said: str) -> None:
    ours = Replacing([own]).in_pattern(pattern)
    assert re.search(ours, said, re.IGNORECASE | re.DOTALL)
    assert not re.search(pattern, said, re.IGNORECASE | re.DOTALL) or "|" in pattern


def test_values_that_hold_each_other_do_not_meet() -> None:
    crossed = Replacing(
        [
            Own("name", "Surf M", "Zuhause S"),
            Own("name", "Zuhause S", "Zuhause M"),
            Own("name", "Surf M Plus", "Zuhause L"),
        ]
    )
    assert (
        crossed.in_line("Surf M, Surf M Plus oder Zuhause S?")
        == "Zuhause S, Zuhause L oder Zuhause M?"
    )


def test_a_script_is_changed_in_its_lines_and_patterns_only() -> None:
    script = Script.model_validate(
        {
            "id": "a",
            "channel": "webchat",
            "given": {"customer": {"number": "FK-10482211", "postal_code": "24145"}},
            "turns": [
                {
                    "customer": "FK-10482211, 24145",
                    "expect": {"reply_any": ["10482211"], "reply_none": "24145", "asks": "date"},
                }
            ],
        }
    )
    ours = Replacing([CUSTOMER, PLACE]).in_script(script)
    (turn,) = ours.turns
    assert turn.customer == "FK-90000017, 24103"
    assert (turn.expect.reply_any, turn.expect.reply_none) == (("90000017",), ("24103",))
    assert turn.expect.asks == script.turns[0].expect.asks
    assert ours.given == script.given
