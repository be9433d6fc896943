"""What automation says in public: one line, without the core's own notice that it is a machine."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from connectors.facebook.composing import PRIVATELY_DU, PRIVATELY_SIE
from conversation.identity import LineId
from conversation.messages import Button, Line, Speaker
from conversation.notices import Notices
from conversation.publicly import ROOM, invites_into_private, one_public_line

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)


def line(text: str, speaker: Speaker = Speaker.ASSISTANT, *, id: str = "m.1") -> Line:
    return Line(id=LineId(id), speaker=speaker, text=text, at=NOW)


HELLO = line("Moin! Ich bin ein Computerprogramm.", Speaker.NOTICE, id="m.hello")
QUEUED = line("Du bekommst um 10:25 Uhr eine Antwort.", Speaker.NOTICE, id="queued-0")


def test_what_automation_says_at_once_is_one_line_and_agents_keep_their_own() -> None:
    person = line("Ich bin Mara.", Speaker.AGENT, id="a")
    said = [HELLO, line("Da ist eine Störung."), line("Bis 14 Uhr.", id="m.2"), person]
    joined = one_public_line(said)
    assert [(one.id, one.text) for one in joined] == [
        ("m.1", "Da ist eine Störung.\nBis 14 Uhr."),
        ("a", "Ich bin Mara."),
    ]
    assert one_public_line(joined) == joined


def test_the_notice_that_a_machine_answers_is_no_line_of_its_own() -> None:
    assert one_public_line([HELLO]) == ()


def test_of_a_handoff_the_promise_is_said_whatever_else_was() -> None:
    assert one_public_line([HELLO, QUEUED]) == (QUEUED,)
    (both,) = one_public_line([line("Das tut mir leid."), QUEUED])
    assert both.text == "Das tut mir leid.\nDu bekommst um 10:25 Uhr eine Antwort."
    assert one_public_line([line("a" * ROOM), QUEUED]) == (QUEUED,)


def test_buttons_of_all_lines_stay_with_the_one() -> None:
    yes = Button("Ja", "/affirm")
    said = Line(id=LineId("m.2"), speaker=Speaker.ASSISTANT, text="", at=NOW, buttons=(yes,))
    (one,) = one_public_line([line("Passt das?"), said])
    assert (one.text, one.buttons) == ("Passt das?", (yes,))


def _own_invitations() -> list[str]:
    domain = YAML(typ="safe").load(ROOT / "bot" / "domain" / "identity.yml")
    replies = [one["text"] for one in domain["responses"]["utter_go_private"]]
    notices = Notices(brand="Fördekom", assistant="Lotse", zone=ZoneInfo("Europe/Berlin"))
    ours = [notices.into_private(form=form) for form in ("du", "sie")]
    return [*replies, *ours, PRIVATELY_DU, PRIVATELY_SIE]


@pytest.mark.parametrize("text", _own_invitations())
def test_whatever_of_ours_leads_into_private_is_known_to_do_so(text: str) -> None:
    assert invites_into_private(text)


@pytest.mark.parametrize(
    "text",
    [
        "In Kiel ist eine Störung bekannt.",
        "Zuhause M kostet 34,99 € im Monat, privat wie geschäftlich.",
        "Die Nachricht ist angekommen.",
        "",
    ],
)
def test_other_words_lead_nowhere(text: str) -> None:
    assert not invites_into_private(text)
