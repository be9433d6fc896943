"""Words of our page that come back: ours, or a person's who answered elsewhere."""

from connectors.incoming import SaidElsewhere, Skipped
from conversation.identity import MessageId
from tests.facebook.world import APP, CONVERSATION, NOW, World, echo, entry, line

INBOX = 263902037430900


async def test_a_person_in_the_pages_inbox_has_answered_elsewhere(world: World) -> None:
    await world.tell(entry(echo(mid="m_1", text="Ich kümmere mich.", app_id=INBOX)))
    await world.tell(entry(echo(mid="m_1", text="Ich kümmere mich.", app_id=INBOX)))
    assert world.intake.taken == [
        SaidElsewhere(
            id=MessageId("fb:mid:m_1"),
            conversation=CONVERSATION,
            text="Ich kümmere mich.",
            at=NOW,
        )
    ]


async def test_an_echo_without_an_app_is_a_person_too(world: World) -> None:
    await world.tell(entry(echo(mid="m_1", text="Moin")))
    assert len(world.intake.of(SaidElsewhere)) == 1


async def test_a_picture_of_ours_is_an_echo_and_no_message(world: World) -> None:
    picture = [{"type": "image", "payload": {"url": "https://cdn.example/a.png"}}]
    await world.tell(entry(echo(mid="m_1", attachments=picture, app_id=int(APP))))
    assert world.intake.taken == [Skipped("own_echo")]


async def test_what_we_sent_is_known_by_its_mid_without_any_metadata(world: World) -> None:
    await world.customer_acts()
    await world.out.messenger.send(CONVERSATION, line())
    await world.tell(entry(echo(mid="m_out1", text="Moin!", app_id=INBOX)))
    assert world.intake.taken == [Skipped("own_echo")]


async def test_metadata_of_somebody_else_is_not_ours(world: World) -> None:
    await world.tell(entry(echo(mid="m_1", text="Moin!", metadata="turn-1.1", app_id=42)))
    await world.tell(entry(echo(mid="m_2", text="Moin!", metadata="private-reply:1:x", app_id=42)))
    assert len(world.intake.of(SaidElsewhere)) == 2


async def test_an_echo_in_standby_is_only_watched(world: World) -> None:
    await world.tell(entry(standby=[echo(mid="m_1", text="Moin!", app_id=42)]))
    assert world.intake.taken == [Skipped("standby_message")]


async def test_what_our_page_does_otherwise_is_nobodys_message(world: World) -> None:
    own = {"sender": {"id": CONVERSATION.thread}, "recipient": {"id": CONVERSATION.customer}}
    await world.tell(
        entry(
            {**own, "message_edit": {"mid": "m_1", "text": "x"}},
            {**own, "reaction": {"mid": "m_1"}},
            {**own, "postback": {"payload": "x"}},
            {**own, "message_unsend": {"mid": "m_1"}},
        )
    )
    assert world.intake.skips == ["own_edit", "own_reaction", "own_postback", "own_unsend"]
