"""Batches of anything, in any order, with anything twice: nothing good is lost, nothing crashes."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from connectors.facebook.batch import Batch
from connectors.facebook.comment_book import CommentBook
from connectors.facebook.inbound import Inbound
from connectors.facebook.journal import Journal
from connectors.facebook.marks import Marks
from connectors.facebook.names import FacebookKeys
from connectors.incoming import Incoming, Skipped, Written
from conversation.keys import Keys
from tests.facebook.world import (
    NOW,
    PAGE,
    RecordingSettlement,
    RecordingWays,
    echo,
    entry,
    event,
    feed,
    message,
    millis,
    settings,
)

Entry = dict[str, Any]

LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NAMES = st.sampled_from(
    """sender recipient id message mid text attachments payload type timestamp read watermark
    postback delivery is_echo metadata changes field value item verb comment_id post_id parent_id
    from reply_to quick_reply coordinates lat long reaction pass_thread_control""".split()  # noqa: SIM905
)
JUNK = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)
GOOD_MESSAGE = st.integers(0, 40).map(lambda n: message(f"Zeile {n}", mid=f"m_{n}"))
GOOD_COMMENT = st.integers(0, 20).map(lambda n: feed(f"55_{n}", message=f"Zeile {n}"))
OTHER = st.sampled_from(
    [
        event(read={"watermark": millis()}),
        event(delivery={"mids": ["m_1"]}),
        event(reaction={"mid": "m_1", "action": "react"}),
        echo(mid="m_echo", text="Von Hand", app_id=1),
        event(take_thread_control={"metadata": ""}),
        event(etwas_neues={"x": 1}),
    ]
)
MESSAGING = st.lists(GOOD_MESSAGE | OTHER | JUNK, max_size=6).map(lambda items: entry(*items))
STRANGE = JUNK | st.builds(lambda junk: {"id": PAGE, "changes": [junk]}, JUNK)
ENTRIES = st.lists(MESSAGING | GOOD_COMMENT | STRANGE, max_size=6)


def taken(port: int, batches: list[list[Entry]]) -> list[Incoming]:
    """Take batches in as a gateway does, over an empty Redis."""

    async def take() -> list[Incoming]:
        redis = Redis(port=port)
        await redis.flushall()
        names, configured = FacebookKeys(Keys(prefix="test")), settings()
        inbound = Inbound(
            settings=configured,
            marks=Marks(redis, names),
            journal=Journal(redis, names),
            book=CommentBook(redis, names),
            settlement=RecordingSettlement(),
            ways=RecordingWays(),
        )
        told: list[Incoming] = []
        for batch in batches:
            body = {"object": "page", "entry": batch}
            told += await inbound.resolve(Batch(configured).read(body, now=NOW))
        await redis.aclose()
        return told

    return asyncio.run(take())


def expected(entries: list[Any]) -> list[str]:
    """Return the texts of all sound messages and comments, in order, each id once."""
    found: dict[str, str] = {}
    for one in entries:
        if not isinstance(one, dict) or one.get("id") != PAGE:
            continue
        for item in one.get("messaging", []) if isinstance(one.get("messaging"), list) else []:
            said = item.get("message") if isinstance(item, dict) else None
            if isinstance(said, dict) and str(said.get("text", "")).startswith("Zeile "):
                found.setdefault(f"fb:mid:{said['mid']}", said["text"])
        for change in one.get("changes", []):
            value = change.get("value") if isinstance(change, dict) else None
            if isinstance(value, dict) and str(value.get("message", "")).startswith("Zeile "):
                found.setdefault(f"fb:cmt:{value['comment_id']}", value["message"])
    return list(found.values())


def lines(told: list[Incoming]) -> list[str]:
    return [one.text for one in told if isinstance(one, Written) and one.text.startswith("Zeile ")]


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries=ENTRIES)
def test_nothing_good_is_lost_whatever_stands_beside_it(
    redis_server: int, entries: list[Any]
) -> None:
    assert lines(taken(redis_server, [entries])) == expected(entries)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries=ENTRIES, data=st.data())
def test_batches_in_any_order_and_twice_tell_the_same_messages(
    redis_server: int, entries: list[Any], data: st.DataObject
) -> None:
    twice = data.draw(st.permutations(entries + entries))
    cut = data.draw(st.integers(0, len(twice)))
    told = taken(redis_server, [twice[:cut], twice[cut:]])
    ids = {one.id: one for one in told if isinstance(one, Written)}
    again = {one.id: one for one in taken(redis_server, [entries]) if isinstance(one, Written)}
    assert ids.keys() == again.keys()
    assert {one.conversation for one in ids.values()} == {
        one.conversation for one in again.values()
    }


@hypothesis_settings(max_examples=200, deadline=None)
@given(entries=st.lists(JUNK, max_size=4), app=JUNK)
def test_every_event_is_told_as_something_with_a_name(entries: list[Any], app: Any) -> None:
    batch = Batch(settings())
    for body in ({"object": "page", "entry": entries}, {"object": app}, {"entry": app}):
        for told in batch.read(body, now=NOW):
            assert not isinstance(told, Skipped) or told.name.replace("_", "").isalpha()


def test_a_thousand_events_in_one_post_are_all_told(redis_server: int) -> None:
    events = [message(f"Zeile {n}", mid=f"m_{n}") for n in range(1000)]
    assert lines(taken(redis_server, [[entry(*events)]])) == [f"Zeile {n}" for n in range(1000)]
