"""Comments below a page's posts: who, where, changed, gone; and all else that a feed tells."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.incoming import Edited, Erased, SaidElsewhere, Skipped, Written
from conversation.identity import Channel, ConversationId, MessageId
from conversation.messages import Attachment
from tests.facebook.world import NOW, PAGE, World, feed

POST = f"{PAGE}_55"
LATER = NOW + timedelta(minutes=5)


def thread(root: str = "55_1", author: str = "4711") -> ConversationId:
    return ConversationId(channel=Channel.FB_COMMENT, thread=f"{POST}/{root}", customer=author)


async def test_a_top_level_comment_is_its_own_root(world: World) -> None:
    await world.tell(feed(photo="https://cdn.example/router.jpg"))
    assert world.intake.taken == [
        Written(
            id=MessageId("fb:cmt:55_1"),
            conversation=thread(),
            text="Internet geht nicht",
            sent_at=NOW,
            name="Kim Möller",
            attachments=(Attachment(kind="image", url="https://cdn.example/router.jpg"),),
        )
    ]


async def test_an_answer_belongs_below_the_top_level_comment(world: World) -> None:
    await world.tell(feed("55_1"), feed("55_2", parent="55_1", author="4712"))
    answer = world.intake.taken[-1]
    assert answer.conversation == thread(author="4712")
    assert answer.answers == "fb:cmt:55_1"


async def test_an_answer_to_an_answer_belongs_there_too(world: World) -> None:
    await world.tell(feed("55_1"), feed("55_2", parent="55_1"), feed("55_3", parent="55_2"))
    assert {one.conversation for one in world.intake.taken} == {thread()}
    assert world.intake.taken[-1].answers == "fb:cmt:55_2"


async def test_a_media_comment_without_words_is_kept(world: World) -> None:
    await world.tell(feed(message=None, video="https://cdn.example/v.mp4"))
    [written] = world.intake.of(Written)
    assert written.text == ""
    assert written.attachments[0].kind == "video"


@pytest.mark.parametrize("old", [False, True])
async def test_our_own_comments_are_ignored(world: World, old: bool) -> None:
    own = {"sender_id": int(PAGE), "sender_name": "Fördekom"} if old else {}
    await world.tell(feed(author=None if old else PAGE, **own))
    assert world.intake.taken == [Skipped("own_comment")]


@pytest.mark.parametrize("below", ["55_1", "55_2"])
async def test_a_colleague_who_comments_for_the_page_has_answered_elsewhere(
    world: World, below: str
) -> None:
    await world.tell(feed("55_1"), feed("55_2", parent="55_1"))
    own = feed("55_9", parent=below, author=PAGE, message="Ich kümmere mich.")
    await world.tell(own)
    assert world.intake.taken[-1] == SaidElsewhere(
        id=MessageId("fb:cmt:55_9"), conversation=thread(), text="Ich kümmere mich.", at=NOW
    )


async def test_what_our_page_comments_below_a_strangers_comment_is_nobodys(world: World) -> None:
    await world.tell(feed("55_9", parent="55_8", author=PAGE, message="Ich kümmere mich."))
    assert world.intake.taken == [Skipped("own_comment")]


async def test_a_colleagues_comment_that_is_edited_is_no_second_answer(world: World) -> None:
    await world.tell(feed("55_1"))
    await world.tell(feed("55_9", parent="55_1", author=PAGE, verb="edited", message="Oh."))
    assert world.intake.taken[-1] == Skipped("own_comment")


async def test_who_is_not_named_is_stored_as_a_person_for_each_comment(world: World) -> None:
    await world.tell(feed("55_1", author=None), feed("55_2", author=None, parent="55_1"))
    first, second = world.intake.of(Written)
    assert first.conversation.customer == "comment:55_1"
    assert second.conversation.customer == "comment:55_2"


async def test_an_old_sender_id_names_the_author(world: World) -> None:
    await world.tell(feed(author=None, sender_id=4711, sender_name="Kim Möller"))
    [written] = world.intake.of(Written)
    assert (written.conversation, written.name) == (thread(), "Kim Möller")


async def test_an_edit_and_a_removal_are_of_the_same_conversation(world: World) -> None:
    await world.tell(feed())
    await world.tell(
        feed(verb="edited", author=None, at=LATER, message="Internet geht wieder"),
        feed(verb="remove", author=None, at=LATER),
    )
    when = int(LATER.timestamp())
    assert world.intake.taken[1:] == [
        Edited(
            id=MessageId(f"fb:cmt:55_1:edited:{when}"),
            of=MessageId("fb:cmt:55_1"),
            conversation=thread(),
            text="Internet geht wieder",
            at=LATER,
        ),
        Erased(
            id=MessageId(f"fb:cmt:55_1:remove:{when}"),
            of=MessageId("fb:cmt:55_1"),
            conversation=thread(),
            at=LATER,
        ),
    ]


async def test_a_customers_comment_that_our_page_removed_is_erased(world: World) -> None:
    await world.tell(feed())
    await world.tell(feed(verb="remove", author=PAGE))
    assert isinstance(world.intake.taken[-1], Erased)


async def test_a_removal_of_what_we_never_saw_is_erased_without_a_time(world: World) -> None:
    await world.tell(feed(verb="remove", created_time=None, message=None))
    [erased] = world.intake.of(Erased)
    assert (erased.of, erased.conversation, erased.at) == ("fb:cmt:55_1", thread(), NOW)


async def test_a_comments_time_is_its_own(world: World) -> None:
    created = datetime(2026, 11, 20, tzinfo=UTC)
    await world.tell(feed(created_time=int(created.timestamp())))
    assert world.intake.taken[0].sent_at == created
    place = await world.book.place("55_1")
    assert place is not None
    assert place.created_at == created


def changed(field: str, **value: Any) -> dict[str, Any]:
    return {"id": PAGE, "time": 1449135003, "changes": [{"field": field, "value": value}]}


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        (feed(verb="hide"), "feed_comment_hide"),
        (feed(verb="unhide"), "feed_comment_unhide"),
        (changed("feed", item="status", verb="add", message="Moin"), "feed_status_add"),
        (changed("feed", item="post", verb="edited"), "feed_post_edited"),
        (changed("feed", item="like", verb="add"), "feed_like_add"),
        (changed("mention", item="comment", verb="add", comment_id="1_2"), "mention_comment_add"),
        (changed("ratings", item="rating", verb="add"), "ratings_rating_add"),
        (changed("Nie gehört!", item=7), "unknown_change"),
        (changed("feed", item="comment", verb="add", post_id="1_2"), "unreadable_changes"),
    ],
)
async def test_all_else_of_a_feed_is_skipped_by_name(
    world: World, entry: dict[str, Any], name: str
) -> None:
    await world.tell(entry)
    assert world.intake.taken == [Skipped(name)]
