"""Pictures on their way to X: uploaded before the one post or message that names them."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest

from connectors.x.outcomes import NeedsPersonError
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import ConversationId
from conversation.messages import Line, Speaker
from tests.support.files import JPEG, PNG, sent_file
from tests.x.connected import DIRECT, PUBLIC, World, connected, line
from tests.x.samples import CUSTOMER, event, message, post

UPLOAD = "/2/media/upload"
DM_PATH = f"/2/dm_conversations/with/{CUSTOMER}/messages"


@pytest.fixture
async def world(redis_url: str) -> AsyncIterator[World]:
    async with connected(redis_url) as world:
        yield world


async def said(
    world: World, conversation: ConversationId, *bodies: bytes, text: str = "So sieht das aus."
) -> Line:
    files = [await sent_file(world.files, conversation, body) for body in bodies]
    attachments = tuple(file.as_attachment() for file in files)
    return line(text, Speaker.AGENT, attachments=attachments)


def made(world: World, path: str) -> list[Any]:
    return world.fake.made("POST", path)


async def test_a_message_names_the_picture_that_was_uploaded_for_it(world: World) -> None:
    await world.hear(event("dm.received", message()))
    await world.x.direct.send(DIRECT, await said(world, DIRECT, PNG))
    [upload] = made(world, UPLOAD)
    assert base64.b64decode(upload["media"]) == PNG
    assert upload["media_category"] == "dm_image"
    [body] = made(world, DM_PATH)
    assert body["text"] == "So sieht das aus."
    [attached] = body["attachments"]
    assert attached["media_id"].isdecimal()


async def test_a_post_names_all_of_its_pictures(world: World) -> None:
    await world.hear(event("post.mention.create", post()))
    await world.x.public.send(PUBLIC, await said(world, PUBLIC, PNG, JPEG))
    uploads = made(world, UPLOAD)
    assert [one["media_category"] for one in uploads] == ["tweet_image"] * 2
    [body] = made(world, "/2/tweets")
    assert len(set(body["media"]["media_ids"])) == 2


async def test_sent_again_it_is_neither_uploaded_nor_said_again(world: World) -> None:
    await world.hear(event("dm.received", message()))
    spoken = await said(world, DIRECT, PNG)
    for _ in range(2):
        await world.x.direct.send(DIRECT, spoken)
    assert (len(made(world, UPLOAD)), len(made(world, DM_PATH))) == (1, 1)


async def test_a_message_in_doubt_is_known_again_by_its_words(world: World) -> None:
    await world.hear(event("dm.received", message()))
    spoken = await said(world, DIRECT, PNG)
    await world.x.redis.set(  # uploaded before; the next call is the message itself
        world.x.direct._media.keys.of_account("media", spoken.attachments[0].file), "77"
    )
    world.fake.fail_after_doing()
    with pytest.raises(TryLaterError):
        await world.x.direct.send(DIRECT, spoken)
    world.fake.messages[0]["text"] += " https://t.co/AbCdEfGhIj"  # as X shows what has a picture
    world.later(minutes=2)
    await world.x.direct.send(DIRECT, spoken)
    assert len(made(world, DM_PATH)) == 1


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"title": "Invalid Request", "detail": "media"}, UndeliverableError),
        (503, {"title": "Service Unavailable"}, TryLaterError),
        (401, {"title": "Unauthorized"}, NeedsPersonError),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, TryLaterError),
    ],
    ids=["not taken", "out of order", "not connected", "too many"],
)
async def test_what_cannot_be_uploaded_says_nothing(
    world: World, status: int, body: dict[str, Any], error: type[Exception]
) -> None:
    await world.hear(event("dm.received", message()))
    world.fake.next(status, body)
    with pytest.raises(error):
        await world.x.direct.send(DIRECT, await said(world, DIRECT, PNG))
    assert made(world, DM_PATH) == []


async def test_a_picture_that_is_gone_is_said_to_be_gone(world: World) -> None:
    await world.hear(event("dm.received", message()))
    spoken = await said(world, DIRECT, PNG)
    await world.files.forget(DIRECT)
    with pytest.raises(UndeliverableError, match="nicht mehr da"):
        await world.x.direct.send(DIRECT, spoken)
    assert world.fake.requests == []


async def test_an_upload_without_an_answer_is_made_again_and_doubts_nothing(world: World) -> None:
    await world.hear(event("dm.received", message()))
    spoken = await said(world, DIRECT, PNG)
    world.fake.hang(done=True)
    with pytest.raises(TryLaterError):
        await world.x.direct.send(DIRECT, spoken)
    try:
        await world.x.direct.send(DIRECT, spoken)
    except DeliveryUncertainError as error:  # pragma: no cover
        raise AssertionError("An upload is nothing to be in doubt of.") from error
    assert (len(made(world, UPLOAD)), len(made(world, DM_PATH))) == (2, 1)
