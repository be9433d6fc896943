"""X takes and refuses direct messages by its own rules, and lets them be read."""

from datetime import UTC, datetime

from tests.world.clock import WorldClock
from tests.world.x.limits import DAY, MESSAGES, Limits
from tests.world.x.state import conversation_of
from tests.world_checks.stage import TUESDAY, playing


async def spoken_to(stage, key="jana_k"):
    """Return the id of a person who has written to the account."""
    person = await stage.person(key)
    await stage.do("/x/messages", person=key, text="Moin, eine Frage.")
    return person["x_id"]


async def test_whoever_wrote_first_can_be_answered(stage):
    jana = await spoken_to(stage)
    answer = await stage.message(jana, "Moin Jana!")
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["dm_conversation_id"] == conversation_of(jana, stage.settings.x.account_id)
    again = await stage.x(
        "POST",
        f"/2/dm_conversations/{data['dm_conversation_id']}/messages",
        json={"text": "Und noch etwas."},
    )
    assert again.status_code == 201


async def test_strangers_cannot_be_written_to(stage):
    ole = (await stage.person("ole_kiel"))["x_id"]
    answer = await stage.message(ole, "Werbung!")
    assert answer.status_code == 403
    assert "permission to DM" in answer.json()["detail"]
    await stage.do("/people/ole_kiel", open_to_messages=True)
    assert (await stage.message(ole, "Moin")).status_code == 201


async def test_whoever_mentioned_the_account_can_be_written_to(stage):
    await stage.post("@foerdekom Hilfe!")
    jana = (await stage.person())["x_id"]
    assert (await stage.message(jana, "Hier sind wir.")).status_code == 201


async def test_whoever_blocks_the_account_gets_nothing(stage):
    jana = await spoken_to(stage)
    await stage.do("/people/jana_k", blocks_us=True)
    assert (await stage.message(jana, "Moin")).status_code == 403


async def test_fifteen_messages_in_fifteen_minutes_and_the_headers_say_so(stage):
    jana = await spoken_to(stage)
    for left in range(14, -1, -1):
        answer = await stage.message(jana, f"Nachricht {left}")
        assert answer.status_code == 201
        assert answer.headers["x-rate-limit-limit"] == "15"
        assert answer.headers["x-rate-limit-remaining"] == str(left)
    late = await stage.message(jana, "eine zu viel")
    assert late.status_code == 429
    assert late.json()["errors"][0]["code"] == 88
    now = int(stage.world.clock.now().timestamp())
    assert int(late.headers["x-rate-limit-reset"]) == now + 900
    await stage.do("/clock", advance=899)
    assert (await stage.message(jana, "noch zu früh")).status_code == 429
    await stage.do("/clock", advance=1)
    assert (await stage.message(jana, "jetzt")).status_code == 201


def test_1440_messages_a_day_however_they_are_spread():
    clock = WorldClock(TUESDAY, runs=False)
    limits, by_day = Limits(clock), tuple(one for one in MESSAGES if one.seconds == DAY)
    for _ in range(1_440):
        assert not limits.take(by_day, "111").over
        clock.advance(59)
    window = limits.take(by_day, "111")
    assert window.over
    assert window.limit == 1_440
    clock.set(datetime.fromtimestamp(window.reset, UTC))
    assert not limits.take(by_day, "111").over


async def test_a_message_is_neither_empty_nor_endless_nor_full_of_unknown_media(stage):
    jana = await spoken_to(stage)
    path = f"/2/dm_conversations/with/{jana}/messages"
    for body in (
        {},
        {"text": ""},
        {"text": "x" * 10_001},
        {"text": "x", "quick_reply": {}},
        {"attachments": [{"media_id": "1"}, {"media_id": "2"}]},
        {"attachments": [{"media_id": "1"}]},
    ):
        assert (await stage.x("POST", path, json=body)).status_code == 400, body
    assert (await stage.message(jana, "x" * 10_000)).status_code == 201


async def test_the_app_alone_never_reads_or_writes_messages(stage):
    answer = await stage.x("GET", "/2/dm_events", app=True)
    assert answer.status_code == 403
    assert answer.json()["title"] == "Unsupported Authentication"


async def test_messages_are_read_newest_first_page_by_page(stage):
    jana = await spoken_to(stage)
    for number in range(4):
        await stage.do("/x/messages", person="jana_k", text=f"Zeile {number}")
    await stage.do("/x/messages", person="ole_kiel", text="Etwas anderes")
    fields = {"dm_event.fields": "sender_id,created_at,dm_conversation_id", "max_results": "2"}
    texts, token = [], None
    path = f"/2/dm_conversations/with/{jana}/dm_events"
    while True:
        more = {"pagination_token": token} if token else {}
        page = (await stage.x("GET", path, params=fields | more)).json()
        texts += [event["text"] for event in page["data"]]
        assert {event["sender_id"] for event in page["data"]} == {jana}
        token = page["meta"].get("next_token")
        if token is None:
            break
    assert texts == ["Zeile 3", "Zeile 2", "Zeile 1", "Zeile 0", "Moin, eine Frage."]
    everything = (await stage.x("GET", "/2/dm_events")).json()
    assert everything["meta"]["result_count"] == 6


async def test_messages_older_than_thirty_days_are_not_read(stage):
    await spoken_to(stage)
    await stage.do("/clock", advance=31 * 86_400)
    page = (await stage.x("GET", "/2/dm_events")).json()
    assert page == {"meta": {"result_count": 0}}


async def test_the_limits_of_an_account_are_not_those_of_another_world():
    async with playing() as stage:
        jana = await spoken_to(stage)
        answer = await stage.message(jana, "Moin")
        assert answer.headers["x-rate-limit-remaining"] == "14"
