"""The table of thresholds: changed by an administrator, never by a slip of theirs."""

from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.escalation.table import Table, table_from


def test_nothing_written_is_the_defaults() -> None:
    assert table_from(None) == table_from({}) == table_from({"danger": None}) == Table()


def test_one_number_changes_and_all_others_stay() -> None:
    table = table_from({"needed": 2, "anger_high": {"sure": 0.7}})
    assert (table.needed, table.anger_high.sure) == (2.0, 0.7)
    assert table.anger_high.weight == Table().anger_high.weight
    assert table.anger_rising == Table().anger_rising


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ([1], "The table holds names with numbers, not [1]."),
        ({"anger_hihg": {}}, "anger_hihg: there is no such entry; perhaps anger_high is meant."),
        ({"zzz": 1}, "zzz: there is no such entry."),
        ({"anger_high": 3}, "anger_high holds names with numbers, not 3."),
        ({"anger_high": {"sur": 1}}, "anger_high.sur: there is no such entry; perhaps sure is"),
        ({"anger_high": {"sure": 7}}, "anger_high.sure: a number from 0 to 1 is needed, not 7."),
        ({"needed": "viel"}, "needed: a number from 0.1 to 10 is needed, not 'viel'."),
        ({"needed": True}, "needed: a number from 0.1 to 10 is needed, not True."),
        ({"needed": float("nan")}, "needed: a number from 0.1 to 10 is needed, not nan."),
        ({"needed": None}, "needed: a number from 0.1 to 10 is needed, not None."),
    ],
)
def test_what_is_wrong_is_named(given_: object, sentence: str) -> None:
    with pytest.raises(ValueError) as told:
        table_from(given_)
    assert str(told.value).startswith(sentence)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([f.name for f in fields(Table)]) | st.text(max_size=8),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_anything_written_is_a_table_or_a_sentence(written: object) -> None:
    sentence = ""
    try:
        assert isinstance(table_from(written), Table)
    except ValueError as error:
        sentence = str(error)
    assert sentence == "" or sentence.endswith(".")


def test_every_default_lies_within_its_limits() -> None:
    def numbers(part: object) -> list[tuple[float, float, float]]:
        found = []
        for each in fields(part):  # type: ignore[arg-type]
            value = getattr(part, each.name)
            if is_dataclass(value):
                found += numbers(value)
            else:
                found.append((each.metadata["low"], value, each.metadata["high"]))
        return found

    assert len(numbers(Table())) > 30
    assert all(low <= value <= high for low, value, high in numbers(Table()))
