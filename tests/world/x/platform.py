"""X as a whole: its parts put together, and what people do on it."""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from tests.world.changes import Changes
from tests.world.clock import WorldClock, iso_of, milliseconds_of
from tests.world.numbers import Numbers
from tests.world.settings import XSettings
from tests.world.trouble import Trouble
from tests.world.x.accounts import Accounts
from tests.world.x.activity import CARE, Activity, Subscription, Subscriptions
from tests.world.x.auth import Authority
from tests.world.x.limits import Limits
from tests.world.x.mail import Mail
from tests.world.x.media import Pictures
from tests.world.x.query import Queries
from tests.world.x.reading import Reading
from tests.world.x.state import Draft, Message, Post
from tests.world.x.stream import Channel, Rules
from tests.world.x.timeline import Timeline
from tests.world.x.tokens import Tokens
from tests.world.x.views import Views
from tests.world.x.webhooks import Webhooks

APP_ID = "13090192"


class XPlatform:
    """Everything that is X. Its verbs have effects and tell subscribers of them."""

    def __init__(
        self,
        settings: XSettings,
        *,
        clock: WorldClock,
        trouble: Trouble,
        changes: Changes,
        hosts: Mapping[str, str],
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._changes = changes
        self.numbers = Numbers(clock)
        self.accounts = Accounts(clock, self.numbers)
        self.timeline = Timeline(settings, clock, self.numbers, self.accounts)
        self.pictures = Pictures(clock, self.numbers)
        self.mail = Mail(clock, self.numbers, self.accounts, self.timeline)
        self.tokens = Tokens(settings, clock)
        self.authority = Authority(settings, self.tokens, trouble)
        self.limits = Limits(clock)
        self.queries = Queries(self.accounts)
        self.rules = Rules(self.queries, self.numbers)
        self.views = Views(self.accounts, self.timeline)
        self.reading = Reading(self.views, self.accounts, self.timeline)
        self.filtered, self.activities = Channel(), Channel()
        self.webhooks = Webhooks(
            secret=settings.consumer_secret,
            hosts=hosts,
            clock=clock,
            numbers=self.numbers,
            trouble=trouble,
        )
        self.subscriptions = Subscriptions(clock, self.numbers)
        self._activity = Activity(
            subscriptions=self.subscriptions,
            numbers=self.numbers,
            views=self.views,
            accounts=self.accounts,
            timeline=self.timeline,
            tell=self._tell,
        )
        self.posts_read = 0
        self.accounts.create(settings.username, settings.name, id=settings.account_id)

    def publish(self, draft: Draft, *, by_api: bool = False) -> Post:
        post = self.timeline.publish(draft, by_api=by_api)
        self._published(post)
        return post

    def edit(self, id: str, text: str) -> Post:
        post = self.timeline.edit(id, text)
        self._published(post)
        return post

    def delete(self, id: str) -> Post | None:
        post = self.timeline.delete(id)
        if post:
            self._activity.deleted(post)
            self._changes.happened()
        return post

    def write(
        self,
        sender: str,
        recipient: str,
        text: str,
        *,
        by_api: bool = False,
        media: tuple[str, ...] = (),
    ) -> Message:
        message = self.mail.send(sender, recipient, text, by_api=by_api, media=media)
        self._activity.written(message)
        self._changes.happened()
        return message

    def type(self, writer: str, reader: str) -> None:
        self._activity.typing(writer, reader, self._stamp())

    def read(self, reader: str, writer: str) -> Message | None:
        message = self.mail.read(reader, writer)
        if message:
            self._activity.read(message, self._stamp())
            self._changes.happened()
        return message

    def encrypt(self, sender: str, recipient: str) -> None:
        cipher = base64.b64encode(secrets.token_bytes(96)).decode()
        self._activity.encrypted(sender, recipient, self._stamp(), cipher)

    def revoke(self) -> None:
        """Let the account's owner take the app's access away."""
        self._activity.revoked(self.settings.account_id, APP_ID, iso_of(self.clock.now()))

    def subscribe_all(self, webhook_id: str) -> None:
        """Subscribe a webhook to everything that a care desk wants to know."""
        for event_type, direction in CARE:
            filter = {"user_id": self.settings.account_id}
            if direction:
                filter["direction"] = direction
            self.subscriptions.add(event_type, filter, tag="care", webhook_id=webhook_id)

    def _published(self, post: Post) -> None:
        self._activity.posted(post)
        rules = self.rules.fitting(post)
        if rules and not self.accounts.of(post.author_id).protected:
            matching = [
                {"id": rule.id, **({"tag": rule.tag} if rule.tag else {})} for rule in rules
            ]
            event = {"data": self.views.post(post), "includes": self.views.includes(post)}
            self.filtered.send({**event, "matching_rules": matching})
        self._changes.happened()

    def _tell(self, subscription: Subscription, event: dict[str, Any]) -> None:
        self.webhooks.tell(subscription, event)
        self.activities.send(event)

    def _stamp(self) -> str:
        return str(milliseconds_of(self.clock.now()))
