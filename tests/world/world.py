"""The whole world put together: its time, its two platforms, its people and its troubles."""

import asyncio

from chassis.tasks import cancelled
from tests.world.changes import Changes
from tests.world.clock import WorldClock
from tests.world.journal import Journal
from tests.world.meta.errors import GraphError
from tests.world.meta.hooks import FIELDS
from tests.world.meta.platform import MetaPlatform
from tests.world.people import People
from tests.world.settings import WorldSettings
from tests.world.trouble import Trouble, TroubleRequest
from tests.world.x.platform import XPlatform

PATIENCE = 0.5


class World:
    """What a process of the fake world holds."""

    def __init__(self, settings: WorldSettings) -> None:
        self.settings = settings
        self.clock = WorldClock(settings.clock, runs=settings.clock_runs)
        self.changes = Changes()
        self.trouble = Trouble()
        self.journal = Journal(self.clock)
        self.x = XPlatform(
            settings.x,
            clock=self.clock,
            trouble=self.trouble,
            changes=self.changes,
            hosts=settings.hosts,
        )
        self.meta = MetaPlatform(
            settings.facebook, clock=self.clock, trouble=self.trouble, changes=self.changes
        )
        self.people = People(self.x, self.meta)
        for inhabitant in settings.people:
            self.people.create(inhabitant.username, inhabitant.name)
        if settings.page_post:
            self.meta.announce(settings.page_post)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to deliver, and to connect the webhooks of the settings."""
        self.x.webhooks.courier.start()
        self.meta.hooks.courier.start()
        loop = asyncio.get_running_loop()
        if self.settings.x.webhook_url:
            self._tasks.append(loop.create_task(self._connect_x()))
        if self.settings.facebook.webhook_url:
            self._tasks.append(loop.create_task(self._connect_facebook()))

    async def stop(self) -> None:
        await cancelled(*self._tasks)
        await self.x.webhooks.courier.stop()
        await self.meta.hooks.courier.stop()

    def trouble_begins(self, wanted: TroubleRequest) -> None:
        """Let things go wrong; access that is revoked on X is told to the app."""
        before = set(self.trouble.revoked)
        self.trouble.begin(wanted)
        if "x" in self.trouble.revoked - before:
            self.x.revoke()

    async def settled(self, patience: float) -> bool:
        """Return whether all webhooks are delivered or given up."""
        first = await self.x.webhooks.courier.settled(patience)
        return await self.meta.hooks.courier.settled(patience) and first

    async def _connect_x(self) -> None:
        # The gateway may start after us.
        while (webhook := await self.x.webhooks.connect(self.settings.x.webhook_url)) is None:
            await asyncio.sleep(PATIENCE)
        self.x.subscribe_all(webhook.id)
        self.changes.happened()

    async def _connect_facebook(self) -> None:
        facebook, hooks = self.settings.facebook, self.meta.hooks
        while not hooks.url:
            try:
                await hooks.subscribe(
                    facebook.webhook_url, verify_token=facebook.verify_token, fields=FIELDS
                )
            except GraphError:
                await asyncio.sleep(PATIENCE)
        hooks.page_fields = set(FIELDS)
        self.changes.happened()
