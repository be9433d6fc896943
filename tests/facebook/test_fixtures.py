"""Bodies by others, signed and sent byte for byte: each is understood or skipped by name."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.incoming import AccountTrouble, Control, Seen, Skipped, Written
from conversation.messages import Attachment, Progress
from tests.facebook.world import FIXTURES, World, entry, message, wire

FILES = sorted(FIXTURES.glob("*.json"))

WRITTEN = {
    "messaging-message-isunsupported": ("", None, ["unsupported"]),
    "messaging-message-location-attachment": ("", None, ["location"]),
    "messaging-message-media-attachment": ("", None, ["image"]),
    "messaging-message-nlp-8": ("How is it going?", None, []),
    "messaging-message-nlp-distance": (None, None, []),
    "messaging-message-nlp-duration-2": (None, None, []),
    "messaging-message-nlp-email": (None, None, []),
    "messaging-message-nlp-error": (None, None, []),
    "messaging-message-nlp-temperature": ("it is 26°C in here", None, []),
    "messaging-message-nlp-url-2": ("Please go to http://www.google.com", None, ["fallback"]),
    "messaging-message-nlp-volume": ("3 liter may work", None, []),
    "messaging-message-prior": ("Thanks for messaging me!", None, []),
    "messaging-message-product-template": ("", None, ["template"]),
    "messaging-airline-itinerary-template": ("", None, ["template"]),
    "messaging-message-quickreply": ("quick reply text", "PAYLOAD_QUICK_REPLY", []),
    "messaging-message-reply-1": ("hello, world!", None, []),
    "messaging-message-sticker-thumbup": ("", None, ["sticker"]),
    "messaging-postback-basic": ("", "USER_DEFINED_PAYLOAD", []),
    "messaging-postback-chat": ("", "hey", []),
    "messaging-postback-referral": ("", "USER_DEFINED_PAYLOAD", []),
}
SKIPPED = {
    "feed-comment-add-with-photo": "own_comment",
    "feed-comment-add-with-video": "own_comment",
    "feed-comment-edited-25": "own_comment",
    "feed-comment-edited-with-photo": "own_comment",
    "feed-comment-edited-with-video": "own_comment",
    "feed-comment-hide": "feed_comment_hide",
    "feed-comment-remove-25": "own_comment",
    "feed-comment-unhide": "feed_comment_unhide",
    "feed-photo-add-25": "feed_photo_add",
    "feed-photo-edited-message": "feed_photo_edited",
    "feed-reaction-add-comment": "feed_reaction_add",
    "feed-video-add": "feed_video_add",
    "feed-video-block": "feed_video_block",
    "feed-video-edited": "feed_video_edited",
    "feed-video-hide": "feed_video_hide",
    "mention-post-add": "mention_post_add",
    "messaging-accountlinking-unlinked": "account_linking",
    "messaging-payment": "payment",
    "messaging-reaction-1": "reaction",
    "messaging-reaction-2": "reaction",
    "ratings-rating-edit-25": "ratings_rating_edit",
}
OTHERS = {
    "messaging-delivery-basic": Seen,
    "messaging-policy-callback-block": AccountTrouble,
    "messaging-policy-callback-unblock": AccountTrouble,
    "messaging-take-thread-control": Control,
}


def test_every_fixture_has_an_expectation_and_every_expectation_a_fixture() -> None:
    assert len(FILES) >= 45
    assert {file.stem for file in FILES} == WRITTEN.keys() | SKIPPED.keys() | OTHERS.keys()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
async def test_a_fixture_is_understood_byte_for_byte(world: World, file: Path) -> None:
    answer = await world.post(file.read_bytes())
    assert answer.status_code == 200
    [told] = world.intake.taken
    if file.stem in SKIPPED:
        assert told == Skipped(SKIPPED[file.stem])
    elif file.stem in OTHERS:
        assert isinstance(told, OTHERS[file.stem])
    else:
        text, payload, kinds = WRITTEN[file.stem]
        assert isinstance(told, Written)
        assert told.text if text is None else told.text == text
        assert told.payload == payload
        assert [one.kind for one in told.attachments] == kinds


async def test_fixtures_say_more_than_their_kind(world: World) -> None:
    for stem in ("delivery-basic", "policy-callback-block", "message-location-attachment"):
        await world.post((FIXTURES / f"messaging-{stem}.json").read_bytes())
    seen, trouble, place = world.intake.taken
    assert seen.progress is Progress.DELIVERED
    assert seen.until.year == 2016
    assert (trouble.account, trouble.usable) == ("12345654332", False)
    assert place.attachments == (Attachment(kind="location", url="geo:12.34,43.21"),)
    await world.post((FIXTURES / "messaging-postback-chat.json").read_bytes())
    assert world.intake.taken[-1].conversation.customer == "user_ref:987654321432"


async def test_all_fixtures_in_one_batch_lose_nothing(world: World) -> None:
    entries: list[Any] = []
    for file in FILES:
        entries += json.loads(file.read_text())["entry"]
    entries.append(entry(message("zum Schluss", mid="m_last")))
    answer = await world.post(wire({"object": "page", "entry": entries}))
    assert answer.status_code == 200
    # Fixtures use the same mids again and again: those are one message.
    repeated = world.intake.skips.count("repeated_in_batch")
    assert len(world.intake.taken) == len(entries)
    written = {one.id for one in world.intake.of(Written)}
    assert len(written) + repeated >= len(WRITTEN)
    assert world.intake.taken[-1].text == "zum Schluss"
