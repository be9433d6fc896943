"""The system's own words: honest, and du or Sie throughout."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversation.escalation.findings import Urgency
from conversation.handoff_words import CUSTOMER_NUMBER, IN_OTHER_LANGUAGES
from conversation.notices import Notices
from conversation.packets import HandoffPacket
from conversation.publicly import ROOM
from conversation.signals import Reason

NOTICES = Notices(brand="Fördekom", assistant="Lotse", zone=ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
DU = re.compile(r"\b(du|dich|dir|deine?[rsmn]?)\b", re.IGNORECASE)
SIE = re.compile(r"\b(Sie|Ihnen|Ihre?[rsmn]?)\b")


CHEERFUL = re.compile(r"\bgern\b|[!😀-🙏]|\bsuper\b|\bprima\b|\bfreu", re.IGNORECASE)


def _packet(reason: Reason, **more: Any) -> HandoffPacket:
    return HandoffPacket(reason=reason, summary="", wish="", wish_line=None, **more)


def _handed_over(packet: HandoffPacket, *, form: str = "du", public: bool = False) -> str:
    return NOTICES.handed_over(packet, public=public, deadline=LATER, now=NOW, form=form)


def _packets() -> list[HandoffPacket]:
    return [
        _packet(reason, apologise=sorry, urgency=urgency, missing=missing)
        for reason in Reason
        for sorry in (False, True)
        for urgency in Urgency
        for missing in ((), (CUSTOMER_NUMBER,), ("concern",), ("place",))
    ]


def _all(form: str) -> list[str]:
    return [
        NOTICES.disclosure(form),
        NOTICES.claimed("Mara Petersen", form=form),
        NOTICES.given_back(form=form),
        NOTICES.closed(form=form),
        NOTICES.into_private(form=form),
        NOTICES.please_delete(form=form),
        NOTICES.overdue(deadline=NOW, now=NOW, form=form),
        NOTICES.emergency(form=form),
        NOTICES.estimated(deadline=NOW, promised=None, now=NOW, form=form),
        *(_handed_over(packet, form=form) for packet in _packets()),
    ]


def test_whoever_is_addressed_with_sie_reads_no_du() -> None:
    assert [words for words in _all("sie") if DU.search(words)] == []


def test_whoever_is_addressed_with_du_reads_no_sie() -> None:
    assert [words for words in _all("du") if SIE.search(words)] == []


@pytest.mark.parametrize("words", [NOTICES.disclosure(), NOTICES.given_back(form="")])
def test_a_machine_says_that_it_is_one(words: str) -> None:
    assert "Computerprogramm" in words


@pytest.mark.parametrize("packet", _packets())
def test_every_handoff_says_by_when(packet: HandoffPacket) -> None:
    assert "am Donnerstag um 10:15 Uhr" in _handed_over(packet)


@pytest.mark.parametrize("form", ["du", "sie"])
def test_in_public_every_handoff_fits_into_one_post_and_asks_for_nothing(form: str) -> None:
    for packet in _packets():
        words = _handed_over(packet, form=form, public=True)
        assert len(words) <= ROOM, words
        assert "Schreib" not in words


@pytest.mark.parametrize("form", ["du", "sie"])
@pytest.mark.parametrize("reason", list(Reason))
def test_to_trouble_of_our_making_we_own_up_without_cheer(reason: Reason, form: str) -> None:
    words = _handed_over(_packet(reason, apologise=True), form=form)
    assert not CHEERFUL.search(words)
    if reason not in (Reason.SENSITIVE, Reason.UNSUPPORTED_LANGUAGE):
        assert re.search("leid|entschuldig", words, re.IGNORECASE)


@pytest.mark.parametrize("form", ["du", "sie"])
def test_in_danger_the_emergency_number_comes_first(form: str) -> None:
    words = _handed_over(_packet(Reason.SENSITIVE, urgency=Urgency.EMERGENCY), form=form)
    assert 0 < words.index("112") < words.index("10:15")


def test_only_what_nobody_knows_is_asked_for_and_one_thing_at_most() -> None:
    assert "Kundennummer" not in _handed_over(_packet(Reason.DISPUTE))
    words = _handed_over(_packet(Reason.DISPUTE, missing=(CUSTOMER_NUMBER, "concern")))
    assert "Kundennummer" in words
    assert "worum" not in words


@pytest.mark.parametrize("language", [*IN_OTHER_LANGUAGES, "other"])
def test_who_speaks_another_language_hears_in_figures_by_when(language: str) -> None:
    packet = _packet(Reason.UNSUPPORTED_LANGUAGE, language=language)
    words = _handed_over(packet, public=True)
    assert "26.11., 10:15" in words
    assert len(words) <= ROOM
    today = NOTICES.handed_over(packet, public=True, deadline=NOW, now=NOW, form="du")
    assert "10:15" in today
    assert "24.11." not in today
