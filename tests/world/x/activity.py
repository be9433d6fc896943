"""The X Activity API: who has subscribed to what, and the events that follow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.world.clock import WorldClock, iso_of
from tests.world.numbers import Numbers
from tests.world.x.accounts import Accounts
from tests.world.x.problems import invalid
from tests.world.x.state import Direction, Message, Post
from tests.world.x.timeline import Timeline
from tests.world.x.views import Views

MOST = 1_500
CARE = (
    ("post.mention.create", None),
    ("post.reply.create", None),
    ("post.quote.create", None),
    ("post.create", None),
    ("post.delete", None),
    ("dm.received", "inbound"),
    ("dm.sent", "outbound"),
    ("dm.read", None),
    ("dm.indicate_typing", None),
    ("chat.received", None),
    ("chat.sent", None),
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One wish to be told of one kind of event about one account."""

    id: str
    event_type: str
    filter: dict[str, str]
    created_at: str
    updated_at: str
    tag: str | None = None
    webhook_id: str | None = None

    def fits(self, event_type: str, user: str, direction: Direction | None, text: str) -> bool:
        return (
            self.event_type == event_type
            and self.filter.get("user_id", user) == user
            and self.filter.get("direction") in (None, direction)
            and self.filter.get("keyword", "").lower() in text.lower()
        )

    def shown(self) -> dict[str, Any]:
        shown = {
            "subscription_id": self.id,
            "event_type": self.event_type,
            "filter": self.filter,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        }
        more = {"tag": self.tag, "webhook_id": self.webhook_id}
        return {**shown, **{name: value for name, value in more.items() if value}}


class Subscriptions:
    """All subscriptions of the app."""

    def __init__(self, clock: WorldClock, numbers: Numbers) -> None:
        self._clock = clock
        self._numbers = numbers
        self._all: dict[str, Subscription] = {}

    def __len__(self) -> int:
        return len(self._all)

    def all(self) -> list[Subscription]:
        return list(self._all.values())

    def add(
        self, event_type: str, filter: dict[str, str], *, tag: str | None, webhook_id: str | None
    ) -> Subscription:
        """Subscribe. Raises XProblemError if there is the same already, or too many."""
        if not filter:
            raise invalid("filter: name a user_id or a keyword")
        for one in self.all():
            if (one.event_type, one.filter, one.webhook_id) == (event_type, filter, webhook_id):
                raise invalid("DuplicateSubscription: the subscription exists already")
        if len(self) >= MOST:
            raise invalid("SubscriptionLimitExceeded")
        now = iso_of(self._clock.now())
        id = self._numbers.snowflake()
        self._all[id] = Subscription(id, event_type, filter, now, now, tag, webhook_id)
        return self._all[id]

    def change(self, id: str, changes: dict[str, str]) -> Subscription | None:
        if id in self._all:
            changed = {**changes, "updated_at": iso_of(self._clock.now())}
            self._all[id] = replace(self._all[id], **changed)
        return self._all.get(id)

    def remove(self, id: str) -> bool:
        return self._all.pop(id, None) is not None


class Activity:
    """Tells subscribers what happens; `tell` gets a subscription and its event."""

    def __init__(
        self,
        *,
        subscriptions: Subscriptions,
        numbers: Numbers,
        views: Views,
        accounts: Accounts,
        timeline: Timeline,
        tell: Callable[[Subscription, dict[str, Any]], None],
    ) -> None:
        self._subscriptions = subscriptions
        self._numbers = numbers
        self._views = views
        self._accounts = accounts
        self._timeline = timeline
        self._tell = tell

    def posted(self, post: Post) -> None:
        """Tell of a new post: to its author, to whom it names, answers and quotes."""
        if self._accounts.of(post.author_id).protected:
            return
        payload, includes = self._views.post(post), self._views.includes(post)
        self._emit("post.create", post.author_id, payload, includes)
        for id in post.mentioned:
            self._emit("post.mention.create", id, payload, includes)
        for kind, referred in (("reply", post.in_reply_to), ("quote", post.quoted)):
            other = self._timeline.get(referred)
            if other and other.author_id != post.author_id:
                self._emit(f"post.{kind}.create", other.author_id, payload, includes)

    def deleted(self, post: Post) -> None:
        """Tell only the author's own app: others never hear that a post is gone."""
        author = self._accounts.of(post.author_id)
        includes = {"users": [{"data": self._views.account(author)}]}
        payload = {"id": post.id, "author_id": post.author_id}
        self._emit("post.delete", post.author_id, payload, includes)

    def written(self, message: Message) -> None:
        """Tell both sides of a direct message."""
        payload = {
            "direct_message_events": [self._views.message_event(message)],
            "users": self._views.wrapped_users(message.sender_id, message.recipient_id),
        }
        self._emit("dm.received", message.recipient_id, payload, direction="inbound")
        self._emit("dm.sent", message.sender_id, payload, direction="outbound")

    def typing(self, writer: str, reader: str, at: str) -> None:
        event = {"created_timestamp": at, "sender_id": writer, "target": {"recipient_id": reader}}
        users = self._views.wrapped_users(writer, reader)
        payload = {"direct_message_indicate_typing_events": [event], "users": users}
        self._emit("dm.indicate_typing", reader, payload, direction="inbound")

    def read(self, message: Message, at: str) -> None:
        """Tell a writer that their message has been read."""
        reader, writer = message.recipient_id, message.sender_id
        event = {
            "created_timestamp": at,
            "sender_id": reader,
            "target": {"recipient_id": writer},
            "last_read_event_id": message.id,
        }
        users = self._views.wrapped_users(reader, writer)
        payload = {"direct_message_mark_read_events": [event], "users": users}
        self._emit("dm.read", writer, payload, direction="inbound")

    def encrypted(self, sender: str, recipient: str, at: str, secret: str) -> None:
        """Tell of an encrypted message: of its words there is nothing but cipher text."""
        payload = {
            "conversation_token": self._numbers.snowflake(),
            "id": self._numbers.snowflake(),
            "created_at_msec": at,
            "sender_id": sender,
            "conversation_id": f"{sender}:{recipient}",
            "conversation_key_version": "1",
            "encoded_event": secret,
            "conversation_key_change_event": "",
            "message_event_signature": {
                "public_key_version": "1",
                "signature": secret[:32],
                "signature_version": "1",
                "signing_public_key": secret[:16],
            },
        }
        self._emit("chat.received", recipient, payload, direction="inbound")

    def revoked(self, user: str, app: str, at: str) -> None:
        """Tell every webhook that the account has taken the app's access away."""
        payload = {"date_time": at, "user_id": user, "app_id": app}
        webhooks = {one.webhook_id: one for one in self._subscriptions.all() if one.webhook_id}
        for one in webhooks.values():
            event = self._event("oauth.revoke", {}, payload)
            self._tell(replace(one, event_type="oauth.revoke"), event)

    def _emit(
        self,
        event_type: str,
        user: str,
        payload: dict[str, Any],
        includes: dict[str, Any] | None = None,
        *,
        direction: Direction | None = None,
    ) -> None:
        for one in self._subscriptions.all():
            if one.fits(event_type, user, direction, str(payload.get("text", ""))):
                event = self._event(event_type, one.filter, payload, tag=one.tag)
                if includes:
                    event["data"]["includes"] = includes
                self._tell(one, event)

    def _event(
        self, event_type: str, filter: dict[str, str], payload: Any, *, tag: str | None = None
    ) -> dict[str, Any]:
        data: dict[str, Any] = {
            "event_uuid": self._numbers.event(),
            "filter": filter,
            "event_type": event_type,
        }
        if tag:
            data["tag"] = tag
        return {"data": {**data, "payload": payload}}
