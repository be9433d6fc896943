"""Puts the connectors of other companies together with the live system, for one process."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry

from chassis.app import App
from chassis.logs import get_logger
from connectors.facebook.attach import FacebookOut, attach_facebook, facebook_out
from connectors.facebook.people import conversations_of
from connectors.facebook.settings import FacebookSettings
from connectors.x.composition import X
from connectors.x.rounds import Rounds, rounds
from connectors.x.webhook import add_webhook
from conversation.identity import Channel, ConversationId
from conversation.ports import Sender
from gateway.bootstrap import Live
from gateway.channels import ChannelSettings, channel_settings, listened_for, token_seal
from gateway.erasure import Eraser, ErasureOrders
from gateway.intake import ChannelIntake
from gateway.measures import IntakeMeasures
from gateway.privacy.wiring import seals_of, shield_of, vault_of
from gateway.settings import Settings


@dataclass(frozen=True, slots=True)
class Connected:
    """The connectors that are on. `close` them in the end."""

    told: ChannelSettings
    intake: ChannelIntake
    x: X | None
    orders: ErasureOrders
    facebook: FacebookOut | None

    @property
    def senders(self) -> dict[Channel, Sender]:
        """The ways out."""
        senders: dict[Channel, Sender] = {}
        if self.x is not None:
            senders |= {Channel.X_PUBLIC: self.x.public, Channel.X_DM: self.x.direct}
        if self.facebook is not None:
            senders |= self.facebook.senders
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
                erasure=self.orders,
                clock=live.clock,
            )

    def eraser(self, settings: Settings, live: Live) -> Eraser | None:
        """Return what carries out orders to erase people; None without Facebook."""
        if self.facebook is None or self.told.facebook is None:
            return None
        facebook, out = self.told.facebook, self.facebook

        async def find(user_id: str) -> list[ConversationId]:
            return await conversations_of(facebook, out.graph, user_id)

        return Eraser(
            self.orders,
            find=find,
            transcripts=live.transcripts,
            records=live.records,
            vault=vault_of(settings, live.redis, live.keys),
            clock=live.clock,
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


def connectors_of(settings: Settings, live: Live, registry: CollectorRegistry) -> Connected:
    """Return the connectors that the settings have keys for. Raises SettingsError."""
    told = channel_settings(settings)
    intake = ChannelIntake(
        inbox=live.inbox,
        desk=live.desk,
        moves=live.moves,
        shield=shield_of(settings, live.redis, live.keys),
        records=live.records,
        accounts=live.accounts,
        measures=IntakeMeasures.on(registry),
    )
    return Connected(
        told=told,
        intake=intake,
        x=_x(told, settings, live, intake),
        orders=ErasureOrders(live.redis, live.keys, seals=seals_of(settings)),
        facebook=_facebook(told.facebook, live, intake),
    )


def _x(told: ChannelSettings, settings: Settings, live: Live, intake: ChannelIntake) -> X | None:
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
    )


def _facebook(
    facebook: FacebookSettings | None, live: Live, intake: ChannelIntake
) -> FacebookOut | None:
    if facebook is None:
        return None
    return facebook_out(
        settings=facebook, redis=live.redis, keys=live.keys, intake=intake, clock=live.clock
    )
