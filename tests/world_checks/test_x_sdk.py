"""X's official SDK, which knows nothing of us, takes the world for X."""

import asyncio
from typing import Any

import pytest
from xdk import Client
from xdk.oauth1_auth import OAuth1

from tests.world_checks.stage import ORIGIN

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def client(stage, **more: Any) -> Client:
    x = stage.settings.x
    auth = OAuth1(
        api_key=x.consumer_key,
        api_secret=x.consumer_secret,
        callback="https://lotse.example/back",
        access_token=x.access_token,
        access_token_secret=x.access_token_secret,
    )
    made = Client(base_url=stage.url, **({"auth": auth} | more))
    made.session.trust_env = False
    return made


async def called(function, *given, **more):
    """Call the SDK, which blocks, beside the world that answers it."""
    return await asyncio.to_thread(function, *given, **more)


def said(item: Any, name: str) -> Any:
    """Return a field; the SDK gives some items as models and some as they came."""
    return item[name] if isinstance(item, dict) else getattr(item, name)


def first_page(pages):
    return next(iter(pages))


async def test_it_posts_replies_and_deletes(stage):
    x = client(stage)
    made = await called(x.posts.create, {"text": "Moin aus dem SDK"})
    assert made.data.text == "Moin aus dem SDK"
    mention = await stage.post("@foerdekom Frage")
    body = {"text": "Antwort", "reply": {"in_reply_to_tweet_id": mention}}
    reply = await called(x.posts.create, body)
    assert stage.world.x.timeline.get(reply.data.id).in_reply_to == mention
    deleted = await called(x.posts.delete, made.data.id)
    assert deleted.data.deleted is True


async def test_it_reads_mentions_through_all_pages(stage):
    ids = [await stage.post(f"@foerdekom Frage {number}") for number in range(12)]
    x = client(stage, bearer_token=stage.settings.x.bearer_token)

    def read():
        own = stage.settings.x.account_id
        pages = x.users.get_mentions(
            own, max_results=5, post_fields=["created_at"], expansions=["author_id"]
        )
        return [said(post, "id") for page in pages for post in page.data]

    assert await called(read) == list(reversed(ids))


async def test_it_searches(stage):
    await stage.post("Internet tot in Kiel")
    x = client(stage, bearer_token=stage.settings.x.bearer_token)
    page = await called(lambda: first_page(x.posts.search_recent(query='"internet tot"')))
    (post,) = page.data
    assert said(post, "text") == "Internet tot in Kiel"


async def test_it_writes_and_reads_messages(stage):
    jana = (await stage.person())["x_id"]
    await stage.do("/x/messages", person="jana_k", text="Moin!")
    x = client(stage)
    create = x.direct_messages.create_by_participant_id
    made = await called(create, jana, {"text": "Moin Jana!"})
    assert made.data.dm_event_id
    page = await called(lambda: first_page(x.direct_messages.get_events()))
    assert [said(event, "text") for event in page.data] == ["Moin Jana!", "Moin!"]


async def test_it_registers_a_webhook_and_subscribes(stage):
    app = client(stage, auth=None, bearer_token=stage.settings.x.bearer_token)
    hook = await called(app.webhooks.create, {"url": f"{ORIGIN}/webhooks/x"})
    assert hook.data.valid is True
    x = client(stage)
    body = {
        "event_type": "dm.received",
        "filter": {"user_id": stage.settings.x.account_id},
        "webhook_id": hook.data.id,
    }
    await called(x.activity.create_subscription, body)
    await stage.do("/x/messages", person="jana_k", text="Moin!")
    await stage.settle()
    assert len(stage.receiver.x_events("dm.received")) == 1


async def test_it_refreshes_its_token(stage, monkeypatch):
    # It refuses plain http otherwise, even on this machine.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    x = stage.settings.x
    sdk = client(
        stage,
        auth=None,
        client_id=x.client_id,
        client_secret=x.client_secret,
        redirect_uri="https://lotse.example/back",
        token={
            "access_token": x.oauth2_access_token,
            "refresh_token": x.oauth2_refresh_token,
            "token_type": "bearer",
            "expires_at": 1,
        },
    )
    made = await called(sdk.posts.create, {"text": "Mit neuem Schlüssel"})
    assert made.data.id
    assert sdk.token["refresh_token"] != x.oauth2_refresh_token
