"""Puts the X connector together: the way in for gateways, the way out for workers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import httpx
from cryptography.fernet import MultiFernet
from redis.asyncio import Redis

from connectors.incoming import Intake
from connectors.x.account import Account
from connectors.x.api import XApi, http_client
from connectors.x.attempts import Attempts
from connectors.x.auth import AppBearer, Authorization, OAuth1
from connectors.x.budgets import Budgets
from connectors.x.connection import check_connection
from connectors.x.direct import XDirectSender
from connectors.x.echoes import Echoes
from connectors.x.enrolment import Enrolment
from connectors.x.hearing import Hearing
from connectors.x.keys import XKeys
from connectors.x.known import KnownMessages
from connectors.x.listening import Listening
from connectors.x.locks import Locks
from connectors.x.looking import Looking
from connectors.x.marks import Marks
from connectors.x.media import Media
from connectors.x.ports import Settling
from connectors.x.public import XPublicSender
from connectors.x.reading import Reading
from connectors.x.recovery import Recovery
from connectors.x.rules import Query
from connectors.x.sending import Sending
from connectors.x.settings import OAuth1Keys, XSettings
from connectors.x.stream import FilteredStream
from connectors.x.threads import Threads
from connectors.x.tokens import OAuth2
from connectors.x.watch import Watch
from conversation.files import NO_FILES, Files
from conversation.keys import Keys
from conversation.ports import Clock


@dataclass(kw_only=True, eq=False)
class X:
    """The connector's parts, each made when it is first asked for. `close` it in the end.

    `seal` encrypts the rotating token. `queries` are what to listen for. Nothing connects before it
    is used.
    """

    settings: XSettings
    redis: Redis
    keys: Keys
    intake: Intake
    settling: Settling
    clock: Clock
    seal: MultiFernet
    queries: Sequence[Query] = ()
    files: Files = NO_FILES

    async def check_connection(self) -> list[str]:
        """Say in sentences whether the account is connected as it must be; change nothing."""
        return await check_connection(self.settings, user=self._user, app=self._app)

    async def close(self) -> None:
        """Close the connections to X."""
        await self.http.aclose()

    @cached_property
    def hearing(self) -> Hearing:
        """The one way in; `webhook.add_webhook` wants it."""
        return Hearing(
            account=self.settings.account,
            known=self._echoes.known,
            threads=self.threads,
            echoes=self._echoes,
            intake=self.intake,
            settling=self.settling,
            clock=self.clock,
        )

    @cached_property
    def public(self) -> XPublicSender:
        """The way out of public threads."""
        return XPublicSender(
            self.redis,
            self._keys,
            sending=self._sending,
            media=self._media,
            threads=self.threads,
            settings=self.settings,
        )

    @cached_property
    def direct(self) -> XDirectSender:
        """The way out of direct messages."""
        return XDirectSender(
            sending=self._sending, media=self._media, threads=self.threads, settings=self.settings
        )

    @cached_property
    def budgets(self) -> Budgets:
        """What may still be done, for the console too."""
        return Budgets(
            self.redis,
            self._keys,
            windows=self.settings.budgets,
            prices=self.settings.prices,
            clock=self.clock,
        )

    @cached_property
    def threads(self) -> Threads:
        """What to reply to and whether we may, for the console too."""
        return Threads(self.redis, self._keys)

    @cached_property
    def locks(self) -> Locks:
        """What only one process does at a time."""
        return Locks(self.redis, self._keys)

    @cached_property
    def recovery(self) -> Recovery:
        """What makes up for missed deliveries and settles doubts."""
        return Recovery(
            reading=self._reading,
            hearing=self.hearing,
            looking=self._looking,
            attempts=self._echoes.attempts,
            settling=self.settling,
            marks=self._marks,
            clock=self.clock,
        )

    @cached_property
    def watch(self) -> Watch | None:
        """What keeps X delivering; None without an app token or an address of ours."""
        if self._app is None or not self.settings.webhook_url:
            return None
        return Watch(
            app=self._app,
            enrolment=Enrolment(app=self._app, user=self._user, settings=self.settings),
            account=self._account,
            marks=self._marks,
            clock=self.clock,
        )

    @cached_property
    def listening(self) -> Listening:
        """Listening by search."""
        return Listening(
            queries=self.queries,
            reading=self._reading,
            hearing=self.hearing,
            marks=self._marks,
            clock=self.clock,
        )

    @cached_property
    def stream(self) -> FilteredStream | None:
        """Listening by stream; None without an app token or anything to listen for."""
        if self._app is None or not self.queries:
            return None
        return FilteredStream(
            queries=self.queries,
            http=self.http,
            auth=AppBearer(self.settings.bearer),
            app=self._app,
            hearing=self.hearing,
            breaker=self._account,
        )

    @cached_property
    def http(self) -> httpx.AsyncClient:
        """The one client to X of this process."""
        return http_client(self.settings)

    @cached_property
    def _keys(self) -> XKeys:
        return XKeys(self.keys, self.settings.account)

    @cached_property
    def _account(self) -> Account:
        return Account(
            self.redis,
            self._keys,
            settings=self.settings,
            intake=self.intake,
            clock=self.clock,
        )

    @cached_property
    def _echoes(self) -> Echoes:
        return Echoes(
            known=KnownMessages(self.redis, self._keys), attempts=Attempts(self.redis, self._keys)
        )

    @cached_property
    def _marks(self) -> Marks:
        return Marks(self.redis, self._keys, clock=self.clock)

    @cached_property
    def _user(self) -> XApi:
        return XApi(self.http, self._user_auth(), budgets=self.budgets, clock=self.clock)

    @cached_property
    def _app(self) -> XApi | None:
        if not self.settings.bearer:
            return None
        auth = AppBearer(self.settings.bearer)
        return XApi(self.http, auth, budgets=self.budgets, clock=self.clock)

    @cached_property
    def _reading(self) -> Reading:
        return Reading(
            account=self.settings.account,
            api=self._user,
            budgets=self.budgets,
            breaker=self._account,
        )

    @cached_property
    def _looking(self) -> Looking:
        return Looking(account=self.settings.account, reading=self._reading, echoes=self._echoes)

    @cached_property
    def _media(self) -> Media:
        return Media(
            api=self._user,
            files=self.files,
            redis=self.redis,
            keys=self._keys,
            account=self._account,
            clock=self.clock,
            patience=self.settings.patience,
        )

    @cached_property
    def _sending(self) -> Sending:
        return Sending(
            api=self._user,
            budgets=self.budgets,
            attempts=self._echoes.attempts,
            echoes=self._echoes,
            looking=self._looking,
            account=self._account,
            clock=self.clock,
            patience=self.settings.patience,
        )

    def _user_auth(self) -> Authorization:
        keys = self.settings.keys
        if isinstance(keys, OAuth1Keys):
            return OAuth1(keys)
        return OAuth2(
            self.redis, self._keys, oauth=keys, http=self.http, seal=self.seal, clock=self.clock
        )
