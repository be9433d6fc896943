"""The parsers against anything at all: they understand it, or say what is wrong."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backoffice.administration.requests import SlotSetting
from backoffice.appointments.requests import AppointmentChange, AppointmentDraft, TimeSlotSearch
from backoffice.availability.requests import Qualification
from backoffice.customers.requests import CustomerDraft
from backoffice.problems.requests import ProblemChange, ProblemDraft
from backoffice.problems.rules import opened
from backoffice.tickets.requests import TicketChange, TicketDraft
from backoffice.tmf.parsing import TmfBody, read_body
from backoffice.tmf.query import read_list_query
from chassis.errors import BadRequestError
from tests.backoffice.office import JANA, NOON, booking, draft, ticket_draft, window

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
ATTRIBUTES = sorted(draft())


@given(body=st.binary())
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(BadRequestError):
        read_body(ProblemDraft, body)
    with suppress(BadRequestError):
        read_body(ProblemChange, body)


@given(attribute=st.sampled_from(ATTRIBUTES), value=ANYTHING)
def test_any_value_of_an_attribute_is_read_or_refused(attribute: str, value: Any) -> None:
    body = json.dumps({**draft(), attribute: value}).encode()
    with suppress(BadRequestError):
        problem = opened(read_body(ProblemDraft, body), id="x", now=NOON)
        assert "\x00" not in problem.description + problem.reason + problem.category


@given(
    arguments=st.dictionaries(
        st.sampled_from(["name", "offset", "limit", "fields"]) | st.text(),
        st.lists(st.text(), min_size=1, max_size=3),
    )
)
def test_any_query_is_read_or_refused(arguments: dict[str, list[str]]) -> None:
    with suppress(BadRequestError):
        query = read_list_query(arguments, filters={"name"}, attributes={"id", "href", "name"})
        assert query.offset >= 0
        assert 1 <= query.limit <= 500
        assert all(value.isprintable() for _, values in query.filters for value in values)


OTHERS: list[tuple[type[TmfBody], dict[str, Any]]] = [
    (TicketDraft, ticket_draft(externalId="x", note=[{"author": "a", "text": "b"}])),
    (TicketChange, {"status": "pending", "note": [], "severity": "minor"}),
    (AppointmentDraft, booking("2026-11-26", "08:00-10:00", externalId="x", note=[])),
    (AppointmentChange, {"validFor": window("2026-11-26", "08:00-10:00"), "note": []}),
    (TimeSlotSearch, {"place": {"id": "24103"}, "requestedTimeSlot": [{"validFor": {}}]}),
    (Qualification, {"serviceQualificationItem": [{"id": "1", "service": {}}]}),
    (CustomerDraft, {"id": JANA, "name": "x", "contactMedium": [], "characteristic": []}),
    (SlotSetting, {"dates": ["2026-11-26"], "freePlaces": 1, "windows": [], "postalCode": "1"}),
]


@given(which=st.sampled_from(OTHERS), value=ANYTHING, data=st.data())
def test_any_value_of_any_body_is_read_or_refused(
    which: tuple[type[TmfBody], dict[str, Any]], value: Any, data: st.DataObject
) -> None:
    model, body = which
    attribute = data.draw(st.sampled_from(sorted(body)))
    with suppress(BadRequestError):
        read_body(model, json.dumps({**body, attribute: value}).encode())


def test_a_draft_says_no_more_than_it_was_given() -> None:
    problem = opened(read_body(ProblemDraft, json.dumps(draft()).encode()), id="x", now=NOON)
    assert problem.raised == problem.changed == NOON
    assert problem.expected_resolution == NOON + timedelta(hours=4, minutes=50)
    assert problem.resolved is None
