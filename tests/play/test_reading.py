"""Files of scripts are read strictly, and what is wrong is named by script and field."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.play.reading import ScriptsError, read_scripts
from tests.play.script import Asked, Channel, Effect, Reason, Script

FULL = """
- id: everything
  channel: x_public
  title: Alles
  why: every field once
  given:
    now: "2026-11-23T08:00"
    customer: {number: FK-10482211, name: Kim Thomsen, postal_code: "24103",
               address: Hafenstraße 3, phone_number: 0431 5550100, service: tv}
    outages: [{postal_code: 24118, services: [internet, tv], until: 2026-11-24T16:00}]
    tickets: [{number: 0815, state: technician_needed, service: phone, opened: 2026-11-20}]
    appointments: [{number: A-7, date: 2026-11-27, window: 08:00-10:00}]
    slots: {full: [2026-11-26]}
    tariffs: [Surf 100]
    availability: [{postal_code: 01067, fibre: true, max_mbit: 500}]
    fault: assistant_unavailable
  turns:
    - {customer: moin, burst: true}
    - customer: ""
      attachments: [image]
      edit_of: 1
      channel: x_dm
      at: 2026-11-25T09:30
      expect: {handoff: false, reply_any: [a, b], reply_none: c, asks: date,
               public_private: stays, effect: none}
    - {customer: ja, expect: {asks: [date, none]}}
  outcome: {handed_off: true, reason_any: [anger, dispute], contained: false}
"""


def read(folder: Path, text: str) -> tuple[Script, ...]:
    path = folder / "scripts.yml"
    path.write_text(text)
    return read_scripts([path])


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(ScriptsError) as told:
        read(folder, text)
    return str(told.value).replace(f"{folder / 'scripts.yml'}: ", "")


def test_every_field_is_read(tmp_path: Path) -> None:
    (script,) = read(tmp_path, FULL)
    given = script.given
    assert (script.id, script.channel, script.title) == ("everything", Channel.X_PUBLIC, "Alles")
    assert given.now == datetime(2026, 11, 23, 8)
    assert given.customer is not None
    assert given.customer.number == "FK-10482211"
    assert given.outages[0].services == ("internet", "tv")
    assert given.outages[0].until == datetime(2026, 11, 24, 16)
    assert given.tickets[0].opened == datetime(2026, 11, 20)
    assert given.appointments[0].date == date(2026, 11, 27)
    assert given.slots.full == (date(2026, 11, 26),)
    assert given.fault == "assistant_unavailable"
    edit = script.turns[1]
    assert (edit.edit_of, edit.channel, edit.attachments) == (1, Channel.X_DM, ("image",))
    assert edit.at == datetime(2026, 11, 25, 9, 30)
    assert (edit.expect.reply_any, edit.expect.reply_none) == (("a", "b"), ("c",))
    assert (edit.expect.asks, edit.expect.effect) == ((Asked.DATE,), Effect.NONE)
    assert script.turns[2].expect.asks == (Asked.DATE, Asked.NONE)
    assert script.outcome.reason_any == (Reason.ANGER, Reason.DISPUTE)


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    (script,) = read(tmp_path, FULL)
    assert script.given.tickets[0].number == "0815"
    assert script.given.availability[0].postal_code == "01067"


def test_what_is_left_out_is_as_usual(tmp_path: Path) -> None:
    (script,) = read(tmp_path, "- {id: a, channel: webchat, turns: [{customer: moin}]}")
    assert script.given.now == datetime(2026, 11, 24, 10, 15)
    assert script.given.outages == ()
    assert script.outcome.handed_off is None
    assert script.turns[0].expect.handoff is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: a, chanel: webchat, turns: [{customer: x}]}", "script a: channel: Field required"),
        ("- {id: a, channel: fax, turns: [{customer: x}]}", "script a: channel: Input should be"),
        ("- {id: a, channel: webchat, turns: []}", "script a: there are no turns."),
        ("- {channel: webchat, turns: [{customer: x}]}", "script number 1: id: Field required"),
        (
            "- {id: a, channel: webchat, turns: [{customer: x, expect: {asks: money}}]}",
            "script a: turns[1].expect.asks[1]: Input should be",
        ),
        (
            "- {id: a, channel: webchat, turns: [{customer: x, expect: {reply_any: ['(']}}]}",
            "script a: turns[1].expect.reply_any[1]: is no regular expression: missing )",
        ),
        (
            "- {id: a, channel: webchat, turns: [{customer: ' '}]}",
            "script a: turns[1]: a turn has words or attachments.",
        ),
        (
            "- {id: a, channel: webchat, turns: [{customer: x, edit_of: 1}]}",
            "script a: turn 1 edits turn 1, which is not before it.",
        ),
        (
            "- {id: a, channel: webchat, turns: [{customer: x, burst: true}]}",
            "script a: the last turn has no next line",
        ),
        (
            "- {id: a, channel: webchat, given: {now: 2026-11-24T10:15Z}, turns: [{customer: x}]}",
            "script a: given.now: is a local time, without a zone.",
        ),
        ("a: b", "a list of scripts is expected."),
        ("- {id: a, id: b}", "is no YAML"),
        ("[]", "There are no scripts to play."),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, told: str) -> None:
    assert complaint(tmp_path, text).startswith(told)


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    good = "channel: webchat, turns: [{customer: x}]"
    text = f"- {{id: a, {good}}}\n- {{id: a, {good}}}\n- {{id: b, more: 1}}\n"
    problems = complaint(tmp_path, text).splitlines()
    assert [problem.split(":")[0] for problem in problems] == ["script b"] * 3
    (tmp_path / "scripts.yml").write_text(f"- {{id: a, {good}}}\n- {{id: a, {good}}}\n")
    with pytest.raises(ScriptsError, match="script a: there are 2 of this id"):
        read_scripts([tmp_path / "scripts.yml"])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptsError, match=r"nothing\.yml: cannot be read"):
        read_scripts([tmp_path / "nothing.yml"])


def test_our_own_scripts_can_be_read() -> None:
    paths = sorted((Path(__file__).parents[1] / "conversations").glob("*.yml"))
    assert len(read_scripts(paths)) >= 16
