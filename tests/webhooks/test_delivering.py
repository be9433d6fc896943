"""Deliveries over real HTTP to a strict receiver: signed, in order, again, and not for ever."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from conversation.webhooks import State
from handoff.webhooks.delivering import PAUSES
from handoff.webhooks.registering import Registered
from handoff.webhooks.signing import headers_of, new_secret
from tests.staff.house import START
from tests.webhooks.stage import Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as stage:
        yield stage


def test_a_signature_is_that_of_the_specification() -> None:
    # The reference vector of the Standard Webhooks project.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = START.fromtimestamp(1614265330, START.tzinfo)
    headers = headers_of(
        secret, id="msg_p5jXN8AQM9LWM0D4loKWxJek", at=at, body=b'{"test": 2432232314}'
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_of_two_secrets_each_has_its_signature_with_a_space_between() -> None:
    new, old = new_secret(), new_secret()

    def signature(*known: str) -> str:
        return headers_of(*known, id="one", at=START, body=b"{}")["webhook-signature"]

    assert signature(new, old) == f"{signature(new)} {signature(old)}"
    assert len({signature(new), signature(old)}) == 2


async def test_what_happens_arrives_once_signed_and_is_logged(stage: Stage) -> None:
    hook = await stage.hook()
    await stage.happens(hook, "one")
    await stage.happens(hook, "one")
    assert await stage.deliver(hook) == 1
    ((id, body),) = stage.receiver.got
    assert body["type"] == "conversation.claimed"
    assert stage.receiver.refused == []
    (done,) = await stage.log(hook)
    assert (done.id, done.state, done.status, done.attempts) == (id, State.ARRIVED, 204, 1)
    assert done.milliseconds is not None
    assert "whsec_" not in hook.secret


async def test_one_with_another_secret_is_not_believed(stage: Stage) -> None:
    hook = await stage.hook()
    stage.receiver.secrets[:] = ["whsec_" + "A" * 43 + "="]
    await stage.happens(hook, "one")
    await stage.deliver(hook)
    assert stage.receiver.refused == ["not signed"]
    (left,) = await stage.log(hook)
    assert (left.state, left.status, left.problem) == (State.WAITING, 400, "refused")


async def test_for_a_day_a_renewed_secret_and_the_one_before_it_both_sign(stage: Stage) -> None:
    hook = await stage.hook()
    [first] = stage.receiver.secrets
    renewed = await stage.registering.renew(hook, stage.by)
    assert renewed is not None
    assert stage.audit.entries[-1].what == "webhook_secret_renewed"
    assert renewed.secret not in str(stage.audit.entries)

    async def takes(secret: str, source: str) -> bool:
        stage.receiver.secrets[:] = [secret]
        # As it was known before: the round reads the webhook anew.
        await stage.happens(hook, source, thread=source)
        await stage.deliver(hook)
        return source in stage.got

    assert await takes(first, "old")
    assert await takes(renewed.secret, "new")
    stage.clock.pass_by(hours=23, minutes=59)
    assert await takes(first, "still old")
    stage.clock.pass_by(minutes=2)
    assert await takes(renewed.secret, "new alone")
    assert not await takes(first, "too old")
    await stage.delivering.prune()
    known = await stage.webhooks.one(hook.id)
    assert (known.old_secret, known.old_until) == ("", None)
    assert await stage.registering.renew(replace(hook, id="gone"), stage.by) is None


async def test_a_former_secret_that_cannot_be_read_any_more_keeps_nothing_back(
    stage: Stage,
) -> None:
    hook = await stage.hook()
    lost = replace(hook, id="lost", secret="sealed under a key that is gone")
    await stage.webhooks.add(lost)
    renewed = await stage.registering.renew(lost, stage.by)
    assert renewed is not None
    stage.receiver.secrets[:] = [renewed.secret]
    await stage.happens(renewed.webhook, "one")
    await stage.deliver(renewed.webhook)
    assert stage.got == ["one"]


async def test_a_failed_one_holds_up_its_conversation_and_no_other(stage: Stage) -> None:
    hook = await stage.hook()
    stage.receiver.answers = [(500, {})]
    await stage.happens(hook, "a1", thread="a")
    await stage.delivering.round(hook)
    for source in ("a2", "a3"):
        await stage.happens(hook, source, thread="a")
    await stage.happens(hook, "b1", thread="b")
    await stage.deliver(hook)
    assert stage.got == ["b1"]
    stage.clock.pass_by(seconds=PAUSES[0].total_seconds() * 1.3)
    await stage.deliver(hook)
    assert stage.got == ["b1", "a1", "a2", "a3"]


async def test_pauses_grow_and_it_is_given_up_at_last_and_the_next_goes_on(stage: Stage) -> None:
    hook = await stage.hook()
    stage.receiver.answers = [(503, {})] * (len(PAUSES) + 1)
    await stage.happens(hook, "one")
    await stage.happens(hook, "two")
    waits = []
    for _ in PAUSES:
        assert await stage.delivering.round(hook) == 1
        one = (await stage.log(hook))[-1]
        waits.append(one.next_at - stage.clock.now())
        stage.clock.moment = one.next_at
    for pause, wait in zip(PAUSES, waits, strict=True):
        assert 0.79 * pause <= wait <= 1.21 * pause
    assert len({wait / pause for pause, wait in zip(PAUSES, waits, strict=True)}) > 1
    await stage.deliver(hook)
    two, one = await stage.log(hook)
    assert (one.state, one.attempts, two.state) == (State.GIVEN_UP, len(PAUSES) + 1, State.ARRIVED)
    await stage.registering.retry(hook.id, one.number, stage.by)
    await stage.deliver(hook)
    assert stage.got == ["two", "one"]


async def test_a_receiver_may_ask_for_more_patience(stage: Stage) -> None:
    hook = await stage.hook()
    stage.receiver.answers = [(429, {"Retry-After": "3600"})]
    await stage.happens(hook, "one")
    await stage.deliver(hook)
    (left,) = await stage.log(hook)
    assert left.next_at - stage.clock.now() == timedelta(hours=1)


async def test_a_redirect_is_not_followed(stage: Stage) -> None:
    hook = await stage.hook()
    stage.receiver.answers = [(307, {"Location": stage.receiver.url})]
    await stage.happens(hook, "one")
    await stage.delivering.round(hook)
    (left,) = await stage.log(hook)
    assert (left.status, left.problem, stage.got) == (307, "refused", [])


async def test_who_is_gone_is_switched_off_at_once_and_others_after_days(stage: Stage) -> None:
    gone, failing = await stage.hook(), await stage.hook()
    stage.receiver.answers = [(410, {})]
    await stage.happens(gone, "one")
    await stage.deliver(gone)
    stage.receiver.answers = [(500, {})] * 2
    await stage.happens(failing, "two")
    await stage.deliver(failing)
    stage.clock.pass_by(days=4.9)
    known = {one.id: one for one in await stage.webhooks.all()}
    assert (known[gone.id].off_by, known[failing.id].off_by) == ("lotse", "")
    stage.clock.pass_by(days=0.2)
    await stage.deliver(failing)
    acts = [(one.who, one.what, one.detail) for one in stage.audit.entries][-2:]
    assert acts == [
        ("lotse", "webhook_switched_off", f"{gone.id}: gone"),
        ("lotse", "webhook_switched_off", f"{failing.id}: failing"),
    ]
    await stage.registering.switch(failing.id, stage.by, on=True)
    stage.clock.pass_by(days=1)
    await stage.deliver(failing)
    assert stage.got == ["two"]


async def test_one_arrival_forgives_all_failures_before(stage: Stage) -> None:
    hook = await stage.hook()
    stage.receiver.answers = [(500, {})]
    await stage.happens(hook, "one", thread="a")
    await stage.happens(hook, "two", thread="b")
    await stage.deliver(hook)
    await stage.happens(hook, "three", thread="c")
    await stage.deliver(hook)
    known = await stage.webhooks.one(hook.id)
    assert known.failing_since is None


async def test_who_does_not_answer_or_is_not_there_is_tried_again() -> None:
    async with staged(patience=0.3) as stage:
        hook = await stage.hook()
        stage.receiver.hanging = asyncio.Event()
        await stage.happens(hook, "one")
        await stage.deliver(hook)
        (left,) = await stage.log(hook)
        assert (left.state, left.status, left.problem) == (State.WAITING, None, "timeout")
        nobody = await stage.registering.add(
            "http://127.0.0.1:9/", ["conversation.claimed"], stage.by
        )
        assert isinstance(nobody, Registered)
        await stage.happens(nobody.webhook, "two")
        await stage.deliver(nobody.webhook)
        (left,) = await stage.log(nobody.webhook)
        assert (left.state, left.problem) == (State.WAITING, "unreachable")


async def test_nothing_goes_to_our_own_net_unless_a_setting_allows_it() -> None:
    async with staged(private=False) as stage:
        hook = await stage.hook()
        await stage.happens(hook, "one")
        await stage.deliver(hook)
        (left,) = await stage.log(hook)
        assert (left.problem, stage.receiver.refused, stage.got) == ("private_address", [], [])


async def test_a_webhook_needs_an_address_and_known_events(stage: Stage) -> None:
    strict = replace(stage.registering, private=False)
    for address, events in (
        ("http://example.org", ["conversation.claimed"]),
        ("https://10.0.0.1", ["conversation.claimed"]),
        ("https://example.org", []),
        ("https://example.org", ["webhook.test"]),
        ("https://example.org", ["conversation.claimed", "nothing"]),
    ):
        assert isinstance(await strict.add(address, events, stage.by), str)
    assert await stage.webhooks.all() == []
