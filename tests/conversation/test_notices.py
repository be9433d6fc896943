"""The system's own words: honest, and du or Sie throughout."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from conversation.notices import Notices
from conversation.signals import Reason

NOTICES = Notices(brand="Fördekom", assistant="Lotse", zone=ZoneInfo("Europe/Berlin"))
NOW = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
DU = re.compile(r"\b(du|dich|dir|deine?[rsmn]?)\b", re.IGNORECASE)
SIE = re.compile(r"\b(Sie|Ihnen|Ihre?[rsmn]?)\b")


def _all(form: str) -> list[str]:
    return [
        NOTICES.disclosure(form),
        NOTICES.claimed("Mara Petersen", form=form),
        NOTICES.given_back(form=form),
        NOTICES.closed(form=form),
        NOTICES.into_private(form=form),
        NOTICES.please_delete(form=form),
        NOTICES.overdue(deadline=NOW, now=NOW, form=form),
        *(NOTICES.handed_over(reason, deadline=NOW, now=NOW, form=form) for reason in Reason),
    ]


def test_whoever_is_addressed_with_sie_reads_no_du() -> None:
    assert [words for words in _all("sie") if DU.search(words)] == []


def test_whoever_is_addressed_with_du_reads_no_sie() -> None:
    assert [words for words in _all("du") if SIE.search(words)] == []


@pytest.mark.parametrize("words", [NOTICES.disclosure(), NOTICES.given_back(form="")])
def test_a_machine_says_that_it_is_one(words: str) -> None:
    assert "Computerprogramm" in words


@pytest.mark.parametrize("reason", list(Reason))
def test_every_handoff_says_by_when(reason: Reason) -> None:
    words = NOTICES.handed_over(reason, deadline=NOW, now=NOW, form="du")
    assert "um 10:15 Uhr" in words
