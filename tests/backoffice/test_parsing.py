"""The parsers against anything at all: they understand it, or say what is wrong."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backoffice.problems.requests import ProblemChange, ProblemDraft
from backoffice.problems.rules import opened
from backoffice.tmf.parsing import read_body
from backoffice.tmf.query import read_list_query
from chassis.errors import BadRequestError
from tests.backoffice.office import NOON, draft

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


def test_a_draft_says_no_more_than_it_was_given() -> None:
    problem = opened(read_body(ProblemDraft, json.dumps(draft()).encode()), id="x", now=NOON)
    assert problem.raised == problem.changed == NOON
    assert problem.expected_resolution == NOON + timedelta(hours=4, minutes=50)
    assert problem.resolved is None
