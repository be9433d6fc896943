"""Puts the connectors of other companies together with the live system, for one process."""

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.history import archived_conversations
from chassis.app import App
from chassis.logs import get_logger
from connectors.facebook.attach import FacebookOut, attach_facebook, facebook_out
from connectors.facebook.people import conversations_of
from connectors.facebook.settings import FacebookSettings
from connectors.x.composition import X
from connectors.x.rounds import Rounds, rounds
from connectors.x.webhook import add_webhook
from connectors.x.wording import public_post
from conversation.files import NO_FILES, Files
from conversation.identity import Channel, ConversationId
from conversation.inviting import InvitingSender
from conversation.messages import Line
from conversation.people import person_of
from conversation.ports import Sender
from conversation.public_words import CarefulSender, PublicWords
from gateway.bootstrap import Live
from gateway.channels import ChannelSettings, channel_settings, listened_for, token_seal
from gateway.erasure import Eraser, ErasureOrders
from gateway.intake import ChannelIntake
from gateway.measures import IntakeMeasures
from gateway.privacy.detecting import detector_of
from gateway.privacy.wiring import seals_of, shield_of, vault_of
from gateway.private_ways import PrivateWays
from gateway.settings import Settings

#: Of one person in the archive; more than anybody has had.
MOST_ERASED = 10_000


@dataclass(frozen=True, slots=True)
class Connected:
    """The connectors that are on. `close` them in the end."""

    told: ChannelSettings
    intake: ChannelIntake
    x: X | None
    orders: ErasureOrders
    facebook: FacebookOut | None

    def senders(self, settings: Settings, live: Live) -> dict[Channel, Sender]:
        """Return the ways out. Where everybody reads along, the words are looked at once more."""
        senders: dict[Channel, Sender] = {}
        words = PublicWords(
            detector=detector_of(settings),
            cases=live.cases,
            transcripts=live.transcripts,
            vault=vault_of(settings, live.redis, live.keys),
        )

        def public(sender: Sender, leads: Callable[[Line], bool]) -> Sender:
            inviting = InvitingSender.around(sender, live.cases, leads=leads)
            return CarefulSender.around(inviting, words)

        if self.x is not None:
            told = self.x.settings
            senders[Channel.X_PUBLIC] = public(
                self.x.public, lambda line: public_post(line, told).leads
            )
            senders[Channel.X_DM] = self.x.direct
        if self.facebook is not None:
            comments = self.facebook.comments
            senders[Channel.FB_COMMENT] = public(comments, comments.leads)
            senders[Channel.MESSENGER] = self.facebook.messenger
        return senders

    @property
    def rounds(self) -> list[Rounds]:
        """What is to be kept going for X, in one kind of process."""
        return rounds(self.x) if self.x is not None else []

    def attach(self, app: App, live: Live) -> None:
        """Open the doors that face the platforms."""
        if self.x is not None:
            add_webhook(app, settings=self.x.settings, hearing=self.x.hearing)
        if self.told.facebook is not None:
            attach_facebook(
                app,
                settings=self.told.facebook,
                redis=live.redis,
                keys=live.keys,
                intake=self.intake,
                settlement=live.records,
                ways=_ways(live),
                erasure=self.orders,
                clock=live.clock,
            )

    def eraser(self, settings: Settings, live: Live, archive: AsyncEngine) -> Eraser | None:
        """Return what carries out orders to erase people; None without Facebook."""
        if self.facebook is None or self.told.facebook is None:
            return None
        facebook, out = self.told.facebook, self.facebook

        async def find(user_id: str) -> list[ConversationId]:
            known = await conversations_of(facebook, out.graph, user_id)
            people = {person_of(conversation) for conversation in known}
            past = await archived_conversations(archive, people=people, limit=MOST_ERASED)
            return [*known, *(one.conversation for one in past)]

        return Eraser(
            self.orders,
            find=find,
            desk=live.desk,
            records=live.records,
            cases=live.cases,
            contacts=SqlContacts(archive, live.clock),
            vault=vault_of(settings, live.redis, live.keys),
        )

    def say_what_is_off(self) -> None:
        """Log which channels have no keys."""
        for words in self.told.off:
            get_logger().warning("channel_off", words=words)

    async def close(self) -> None:
        """Close all connections to platforms."""
        if self.x is not None:
            await self.x.close()
        if self.facebook is not None:
            await self.facebook.close()


def connectors_of(
    settings: Settings, live: Live, registry: CollectorRegistry, *, files: Files = NO_FILES
) -> Connected:
    """Return the connectors that the settings have keys for. Raises SettingsError.

    `files` are those that agents send; only a process that sends needs them.
    """
    told = channel_settings(settings)
    intake = ChannelIntake(
        inbox=live.inbox,
        desk=live.desk,
        moves=live.moves,
        shield=shield_of(settings, live.redis, live.keys),
        records=live.records,
        accounts=live.accounts,
        cases=live.cases,
        measures=IntakeMeasures.on(registry),
    )
    return Connected(
        told=told,
        intake=intake,
        x=_x(told, settings, live, intake, files),
        orders=ErasureOrders(live.redis, live.keys, seals=seals_of(settings)),
        facebook=_facebook(told.facebook, live, intake, files),
    )


def _x(
    told: ChannelSettings, settings: Settings, live: Live, intake: ChannelIntake, files: Files
) -> X | None:
    if told.x is None:
        return None
    return X(
        settings=told.x,
        redis=live.redis,
        keys=live.keys,
        intake=intake,
        settling=live.records,
        clock=live.clock,
        seal=token_seal(settings),
        queries=listened_for(settings),
        files=files,
    )


def _facebook(
    facebook: FacebookSettings | None, live: Live, intake: ChannelIntake, files: Files
) -> FacebookOut | None:
    if facebook is None:
        return None
    return facebook_out(
        settings=facebook,
        redis=live.redis,
        keys=live.keys,
        intake=intake,
        ways=_ways(live),
        clock=live.clock,
        files=files,
    )


def _ways(live: Live) -> PrivateWays:
    return PrivateWays(cases=live.cases, records=live.records)
