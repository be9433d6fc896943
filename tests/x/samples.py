"""Payloads as X sends them, signed as X signs them, with ids of the tests' own."""

import base64
import hashlib
import hmac
import json
from typing import Any

from tests.x.oauth import CONSUMER_SECRET

ACCOUNT = "222222222"
CUSTOMER = "111111111"
BEARER = "the-app-token-of-the-tests"
POST = "2080761390344937796"
LATER = "2080761390344937800"
DM_PATH = f"/2/dm_conversations/with/{CUSTOMER}/messages"
NOT_SUMMONED = {
    "title": "Forbidden",
    "type": "about:blank",
    "status": 403,
    "detail": "Reply to this conversation is not allowed because you have not been mentioned or "
    "otherwise engaged by the author of the post you are replying to.",
}


def signature(body: bytes, *, secret: str = CONSUMER_SECRET) -> str:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def signed(body: bytes, *, content_type: str = "application/json") -> dict[str, str]:
    return {"x-twitter-webhooks-signature": signature(body), "content-type": content_type}


def event(kind: str, payload: Any, *, uuid: str = "1", user: str = ACCOUNT, **more: Any) -> Any:
    data = {"event_uuid": uuid, "filter": {"user_id": user}, "event_type": kind, "payload": payload}
    return {"data": {**data, **more}}


def body(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def post(id: str = POST, text: str = "@mybot Internet weg", **more: Any) -> dict[str, Any]:
    usual = {
        "id": id,
        "text": text,
        "author_id": CUSTOMER,
        "created_at": "2026-11-24T09:00:00.000Z",
        "conversation_id": more.get("conversation_id", id),
        "entities": {"mentions": [{"start": 0, "end": 6, "username": "mybot", "id": ACCOUNT}]},
        "reply_settings": "everyone",
        "edit_history_tweet_ids": [id],
    }
    return {**usual, **more}


def message(
    id: str = "2080765901528535096",
    text: str = "hallo",
    *,
    sender: str = CUSTOMER,
    to: str = ACCOUNT,
) -> dict[str, Any]:
    content = {"text": text, "entities": {"urls": [], "hashtags": []}}
    return {
        "direct_message_events": [
            {
                "type": "message_create",
                "id": id,
                "created_timestamp": "1795597200000",
                "message_create": {
                    "target": {"recipient_id": to},
                    "sender_id": sender,
                    "message_data": content,
                },
            }
        ],
        "users": {CUSTOMER: {"data": {"id": CUSTOMER, "username": "kundin"}}},
    }


def tweet(id: str, text: str = "@mybot Hilfe", **more: Any) -> dict[str, Any]:
    """Return a post in the shape of X's first API, its numeric id rounded as JSON does."""
    usual = {
        "created_at": "Tue Nov 24 09:00:00 +0000 2026",
        "id": int(float(id)),
        "id_str": id,
        "text": text,
        "user": {"id": int(CUSTOMER), "id_str": CUSTOMER, "screen_name": "kundin"},
        "entities": {"user_mentions": [{"id_str": ACCOUNT, "screen_name": "mybot"}], "urls": []},
    }
    return {**usual, **more}
