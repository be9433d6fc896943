"""How events are read."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.reading import FLEETING, Changed, Delivered, Forgotten, Held, position, read
from archive.storable import storable
from conversation.holds import Owner
from conversation.identity import LineId
from conversation.messages import ERASED, Delivery, Line
from conversation.ports import FeedKind
from conversation.signals import Reason
from tests.archive.events import START, delivered, edited, erased, event, handed_off, held, said

STAMP = st.tuples(st.integers(0, 10**14), st.integers(0, 10**6))


@given(one=STAMP, other=STAMP)
def test_positions_sort_as_the_numbers_in_the_ids_do_whatever_the_stream(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    places = [
        position(f"{stream}/{millis}-{count}")
        for stream, (millis, count) in zip((10, 9), (one, other), strict=True)
    ]
    assert (places[0] < places[1]) == (one < other)


def test_each_kind_of_event_is_read_into_its_own_words() -> None:
    line = read(said(1, text="Moin", image="https://foerdekom.example/router.png"))
    assert isinstance(line, Line)
    assert line.image == "https://foerdekom.example/router.png"
    sent = read(delivered(2, line="1", delivery="failed", reason="blocked"))
    assert sent == Delivered(line=LineId("1"), delivery=Delivery.FAILED, reason="blocked")
    put_right = read(edited(2, line="1", text="Moin, moin"))
    assert isinstance(put_right, Changed)
    assert (put_right.line.text, put_right.erased) == ("Moin, moin", False)
    gone = read(erased(3, line="1"))
    assert isinstance(gone, Changed)
    assert (gone.line.text, gone.erased) == (ERASED, True)
    assert read(event(4, FeedKind.FORGOTTEN, {})) == Forgotten()
    handoff = read(handed_off(3, epoch=1))
    assert isinstance(handoff, Held)
    assert handoff.packet is not None
    assert handoff.packet.reason is Reason.REQUESTED
    assert handoff.deadline == START + timedelta(minutes=10)


def test_every_kind_is_read_or_passes_by_on_purpose() -> None:
    for kind in FLEETING:
        assert read(event(1, kind, {})) is None
    assert {FeedKind.TYPING, FeedKind.SEEN, FeedKind.NOTED} == FLEETING


def test_the_live_stores_empty_strings_mean_nothing() -> None:
    assert read(held(1, epoch=2, owner="nobody", packet="")) == Held(owner=Owner.NOBODY, epoch=2)


@given(st.recursive(st.none() | st.floats() | st.text() | st.integers(), st.lists, max_leaves=8))
def test_what_can_be_kept_is_kept_as_it_is_and_the_rest_can_be_kept_afterwards(
    value: object,
) -> None:
    once = storable(value)
    assert storable(once) == once
    assert "\x00" not in repr(once)
