"""Messenger's events: messages, buttons, files, edits, marks, standby, control."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.facebook.marks import Mark
from connectors.incoming import AccountTrouble, Control, Edited, Erased, Seen, Skipped, Written
from conversation.identity import MessageId
from conversation.messages import Attachment, Progress
from tests.facebook.world import (
    APP,
    CONVERSATION,
    NOW,
    PAGE,
    PERSON,
    World,
    entry,
    event,
    message,
    millis,
    wire,
)

LATER = NOW + timedelta(minutes=5)


async def told(world: World, *events: dict[str, Any]) -> list[Any]:
    await world.tell(entry(*events))
    return world.intake.taken


async def test_a_message_carries_what_was_written_and_what_it_answers(world: World) -> None:
    sent = message("Für 5 € mehr?", mid="m_1", reply_to={"mid": "m_0", "is_self_reply": False})
    assert await told(world, sent) == [
        Written(
            id=MessageId("fb:mid:m_1"),
            conversation=CONVERSATION,
            text="Für 5 € mehr?",
            sent_at=NOW,
            answers=MessageId("fb:mid:m_0"),
        )
    ]


async def test_the_same_mid_in_two_entries_of_one_post_is_one_message(world: World) -> None:
    twice = message(mid="m_1")
    await world.tell(entry(twice), entry({**twice, "timestamp": millis(LATER)}))
    assert len(world.intake.of(Written)) == 1
    assert world.intake.skips == ["repeated_in_batch"]


async def test_a_chip_and_a_button_say_what_was_chosen(world: World) -> None:
    chip = message("Ja", mid="m_1", quick_reply={"payload": "/affirm"})
    button = event(postback={"mid": "m_2", "title": "Los geht's", "payload": "/start"})
    bare = event(postback={"title": "Los geht's", "payload": "/start"})
    first, second, third = await told(world, chip, button, bare)
    assert (first.text, first.payload) == ("Ja", "/affirm")
    assert (second.id, second.text, second.payload) == ("fb:mid:m_2", "Los geht's", "/start")
    assert third.id.startswith("fb:pb:")
    await told(world, bare)
    assert len(world.intake.of(Written)) == 3


async def test_files_come_with_their_kind_and_a_sticker_comes_once(world: World) -> None:
    picture = {"type": "image", "payload": {"url": "https://cdn.example/a.jpg"}}
    sticker = {"url": "https://cdn.example/daumen.png", "sticker_id": 369239263222822}
    kinds = ("audio", "video", "file")
    files = [{"type": one, "payload": {"url": f"https://cdn.example/{one}"}} for one in kinds]
    await told(
        world,
        message("", mid="m_1", attachments=[picture, *files]),
        message(
            "",
            mid="m_2",
            attachments=[
                {"type": "image", "payload": sticker},
                {"type": "sticker", "payload": sticker},
            ],
        ),
        message("", mid="m_3", attachments=[{"type": "<b>", "payload": {"url": "javascript:x"}}]),
    )
    first, second, third = world.intake.of(Written)
    assert [one.kind for one in first.attachments] == ["image", *kinds]
    assert first.attachments[0].url == "https://cdn.example/a.jpg"
    assert second.attachments == (Attachment(kind="sticker", url="https://cdn.example/daumen.png"),)
    assert third.attachments == (Attachment(kind="unsupported"),)


async def test_an_edit_and_an_unsent_message_name_the_message(world: World) -> None:
    edit = event(LATER, message_edit={"mid": "m_1", "text": "Kiel!", "num_edit": "2"})
    unsent = event(LATER, message={"mid": "m_1", "is_deleted": True})
    assert await told(world, edit, unsent) == [
        Edited(
            id=MessageId("fb:mid:m_1:edit:2"),
            of=MessageId("fb:mid:m_1"),
            conversation=CONVERSATION,
            text="Kiel!",
            at=LATER,
        ),
        Erased(
            id=MessageId("fb:mid:m_1:unsend"),
            of=MessageId("fb:mid:m_1"),
            conversation=CONVERSATION,
            at=LATER,
        ),
    ]


async def test_marks_never_move_backwards(world: World) -> None:
    newer, older = millis(LATER), millis(NOW)
    await told(world, event(read={"watermark": newer}))
    await told(world, event(read={"watermark": older}))
    await told(world, event(delivery={"mids": ["m_1"], "watermark": older}))
    await told(world, event(read={"watermark": newer}))
    assert world.intake.taken == [
        Seen(conversation=CONVERSATION, progress=Progress.READ, until=LATER),
        Skipped("old_watermark"),
        Seen(conversation=CONVERSATION, progress=Progress.DELIVERED, until=NOW),
        Seen(conversation=CONVERSATION, progress=Progress.READ, until=LATER),
    ]


async def test_a_delivery_without_a_timestamp_is_read(world: World) -> None:
    bare = event(delivery={"watermark": millis(NOW)})
    del bare["timestamp"]
    assert isinstance((await told(world, bare))[0], Seen)


async def test_standby_is_only_watched(world: World) -> None:
    answered = message("an uns", mid="m_1")
    watched = message("an die anderen", mid="m_2")
    read = event(read={"watermark": millis(NOW)})
    await world.tell(entry(answered, standby=[watched, read]))
    assert [one.text for one in world.intake.of(Written)] == ["an uns"]
    assert world.intake.skips == ["standby_message", "standby_read"]


@pytest.mark.parametrize(
    ("item", "ours"),
    [
        ({"pass_thread_control": {"new_owner_app_id": APP}}, True),
        ({"pass_thread_control": {"new_owner_app_id": int(APP)}}, True),
        ({"pass_thread_control": {"new_owner_app_id": "263902037430900"}}, False),
        ({"pass_thread_control": {"new_owner_app_id": None, "previous_owner_app_id": APP}}, True),
        ({"take_thread_control": {"previous_owner_app_id": APP, "metadata": "x"}}, False),
    ],
)
async def test_control_of_the_conversation_changes_hands(
    world: World, item: dict[str, Any], ours: bool
) -> None:
    await told(world, event(**item))
    await told(world, event(**item))
    [control] = world.intake.of(Control)
    assert (control.ours, control.conversation, control.at) == (ours, CONVERSATION, NOW)


async def test_a_wish_for_control_changes_nothing(world: World) -> None:
    wish = {"requested_owner_app_id": "123", "metadata": "x"}
    assert await told(world, event(request_thread_control=wish)) == [
        Skipped("request_thread_control")
    ]


@pytest.mark.parametrize(
    "name", ["policy-enforcement", "policy_enforcement", "messaging_policy_enforcement"]
)
async def test_a_broken_rule_is_trouble_with_the_account(world: World, name: str) -> None:
    at = {"recipient": {"id": PAGE}, "timestamp": millis(NOW)}
    block = {**at, name: {"action": "block", "reason": "Spam"}}
    unblock = {**at, name: {"action": "unblock", "reason": ""}}
    first, second = await told(world, block, unblock)
    assert isinstance(first, AccountTrouble)
    assert (first.account, first.usable, first.reason) == (PAGE, False, "Spam")
    assert second.usable


async def test_what_a_customer_does_opens_the_window(world: World) -> None:
    assert await world.marks.last(CONVERSATION, Mark.ACTED) is None
    await told(world, event(LATER, reaction={"mid": "m_1", "action": "react"}))
    await told(world, message())
    await told(world, event(LATER + timedelta(hours=1), read={"watermark": millis(LATER)}))
    assert await world.marks.last(CONVERSATION, Mark.ACTED) == LATER
    window = await world.out.windows.window(CONVERSATION)
    assert window is not None
    assert window.closes_at == LATER + timedelta(hours=24)


NAMED = {
    "optin": "optin",
    "referral": "referral",
    "account_linking": "account_linking",
    "app_roles": "app_roles",
    "game_play": "game_play",
    "pre_checkout": "pre_checkout",
}


@pytest.mark.parametrize("kind", NAMED)
async def test_what_needs_nothing_of_us_is_skipped_by_its_name(world: World, kind: str) -> None:
    assert await told(world, event(**{kind: {"x": 1}})) == [Skipped(NAMED[kind])]


async def test_tests_of_the_dashboard_and_pages_of_others_are_skipped(world: World) -> None:
    test = {"id": "0", "changes": [{"field": "messages", "value": {"message": {}}}]}
    await world.tell(test, entry(message(), page="999"), {"id": PAGE, "time": 1})
    assert world.intake.skips == ["test_event", "unknown_page", "empty_entry"]
    await world.post(wire({"object": "instagram", "entry": [entry(message())]}))
    assert world.intake.skips[-1] == "other_object"


BROKEN: dict[str, Any] = {
    "no object": 7,
    "nobody": {"message": {"mid": "m_1", "text": "x"}},
    "no mid": event(message={"text": "x"}),
    "a mid that is no text": event(message={"mid": {"$gt": ""}, "text": "x"}),
    "an endless mid": event(message={"mid": "m" * 600, "text": "x"}),
    "a sender that is true": {"sender": {"id": True}, "message": {"mid": "m_1"}},
    "no watermark": event(read={}),
    "neither": event(**{"policy-enforcement": {"action": "?"}}),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_a_broken_event_drops_no_other(world: World, case: str) -> None:
    await told(world, message("davor"), BROKEN[case], message("danach"))
    assert [one.text for one in world.intake.of(Written)] == ["davor", "danach"]
    assert len(world.intake.skips) == 1


async def test_half_characters_and_control_characters_do_not_get_far(world: World) -> None:
    body = wire({"object": "page", "entry": [entry(message("HALB", mid="m_1"))]})
    await world.post(body.replace(b"HALB", b"a\\ud83d\\u0000b"))
    [written] = world.intake.of(Written)
    assert written.text == "a?b"
    assert written.conversation.customer == PERSON
