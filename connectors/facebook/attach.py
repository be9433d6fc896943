"""Puts Facebook together: what faces Meta on a gateway's app, and the ways out for a worker."""

from dataclasses import dataclass

from redis.asyncio import Redis

from chassis.app import App
from connectors.facebook.comment_book import CommentBook
from connectors.facebook.comment_sender import CommentSender
from connectors.facebook.deletion import Deletion
from connectors.facebook.dispatch import Dispatch
from connectors.facebook.graph import Graph
from connectors.facebook.inbound import Inbound
from connectors.facebook.journal import Journal
from connectors.facebook.marks import Marks
from connectors.facebook.messenger_sender import MessengerSender
from connectors.facebook.names import FacebookKeys
from connectors.facebook.pacing import Pacing
from connectors.facebook.ports import Erasure, PrivateWays, Settlement
from connectors.facebook.settings import FacebookSettings
from connectors.facebook.standing import Standing
from connectors.facebook.uploading import Uploading
from connectors.facebook.webhook import Webhook
from connectors.facebook.windows import Windows
from connectors.incoming import Intake
from conversation.files import NO_FILES, Files
from conversation.keys import Keys
from conversation.ports import Clock


def attach_facebook(
    app: App,
    *,
    settings: FacebookSettings,
    redis: Redis,
    keys: Keys,
    intake: Intake,
    settlement: Settlement,
    ways: PrivateWays,
    erasure: Erasure,
    clock: Clock,
) -> None:
    """Add the webhook, the data-deletion callback and its page to `app`.

    The app must take bodies as large as the settings say.
    """
    names = FacebookKeys(keys)
    inbound = Inbound(
        settings=settings,
        marks=Marks(redis, names),
        journal=Journal(redis, names),
        book=CommentBook(redis, names),
        settlement=settlement,
        ways=ways,
    )
    Webhook(settings=settings, inbound=inbound, intake=intake, clock=clock).register(app)
    Deletion(settings=settings, erasure=erasure, clock=clock).register(app)


@dataclass(frozen=True, slots=True)
class FacebookOut:
    """The ways out, what the console shows of them, and the client they share."""

    messenger: MessengerSender
    comments: CommentSender
    windows: Windows
    standing: Standing
    graph: Graph

    async def close(self) -> None:
        """End all connections."""
        await self.graph.close()


def facebook_out(
    *,
    settings: FacebookSettings,
    redis: Redis,
    keys: Keys,
    intake: Intake,
    ways: PrivateWays,
    clock: Clock,
    files: Files = NO_FILES,
) -> FacebookOut:
    """Return the ways out. `intake` hears when Facebook no longer lets us speak for a page.

    `files` is where those are that agents send.
    """
    names, graph = FacebookKeys(keys), Graph(settings)
    standing = Standing(redis=redis, names=names, intake=intake, clock=clock)
    dispatch = Dispatch(
        journal=Journal(redis, names),
        standing=standing,
        pacing=Pacing(redis, names),
        clock=clock,
    )
    windows = facebook_windows(settings=settings, redis=redis, keys=keys)
    return FacebookOut(
        messenger=MessengerSender(
            settings=settings,
            graph=graph,
            dispatch=dispatch,
            windows=windows,
            uploading=Uploading(
                graph=graph, dispatch=dispatch, files=files, redis=redis, names=names
            ),
            clock=clock,
        ),
        comments=CommentSender(
            settings=settings,
            graph=graph,
            dispatch=dispatch,
            book=CommentBook(redis, names),
            ways=ways,
            clock=clock,
        ),
        windows=windows,
        standing=standing,
        graph=graph,
    )


def facebook_windows(*, settings: FacebookSettings, redis: Redis, keys: Keys) -> Windows:
    """Return what a console counts down: how long Messenger lets whom answer."""
    return Windows(Marks(redis, FacebookKeys(keys)), human_agent=settings.human_agent)
