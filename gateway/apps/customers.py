"""The gateway: what faces the internet. It verifies, writes down and acknowledges; no more."""

from archive.database import open_database
from archive.files import SqlFiles
from chassis.app import App, create_app
from connectors.webchat.attach import attach_webchat
from connectors.webchat.limits import shared_limiter
from connectors.webchat.log_redis import RedisWebchatLog
from connectors.webchat.settings import Allowances, WebchatSettings
from connectors.webchat.settings import Brand as ChatBrand
from conversation.identity import AgentId
from gateway.bootstrap import connect, follow_clock
from gateway.connecting import connectors_of
from gateway.privacy.wiring import shield_of
from gateway.settings import Settings
from gateway.video import video_of
from staff.accounts import SqlAccounts

# Meta sends up to 1,000 events at once; each door has its own, mostly lower limit.
MAX_BODY_BYTES = 2_000_000


def gateway_app(settings: Settings) -> App:
    """Compose the gateway."""
    live = connect(settings, name="gateway")
    app = create_app("gateway", checks={"redis": live.check}, max_body_bytes=MAX_BODY_BYTES)
    follow_clock(app, live)
    database = open_database(settings.archive_url)
    accounts = SqlAccounts(database)

    async def name_of(agent: AgentId) -> str:
        account = await accounts.by_id(agent)
        return account.name if account else ""

    attach_webchat(
        app,
        settings=webchat_settings(settings),
        inbox=live.inbox,
        outbox=live.outbox,
        desk=live.desk,
        shield=shield_of(settings, live.redis, live.keys),
        feed=live.feed,
        log=RedisWebchatLog(live.redis, live.keys),
        clock=live.clock,
        limiter=shared_limiter(live.redis, prefix=f"{live.keys.prefix}:limits"),
        notices=live.notices,
        name_of=name_of,
        files=SqlFiles(database),
        video=video_of(settings, live),
    )

    connected = connectors_of(settings, live, app.ctx.registry)
    connected.say_what_is_off()
    connected.attach(app, live)

    @app.after_server_stop
    async def close(_app: App) -> None:
        await connected.close()
        await database.dispose()
        await live.redis.aclose()

    return app


def webchat_settings(settings: Settings) -> WebchatSettings:
    """Translate the installation's settings into the web chat's own."""
    brand = settings.brand.model_dump(exclude={"help_handle"})
    return WebchatSettings(
        secrets=tuple(_listed(settings.session_secret.get_secret_value())),
        brand=ChatBrand(**brand),
        origins=tuple(_listed(settings.allowed_origins)),
        trusted_proxies=tuple(_listed(settings.trusted_proxies)),
        allowances=Allowances(
            lines_per_minute_and_session=settings.lines_per_minute,
            lines_per_minute_and_address=settings.address_lines_per_minute,
            sessions_per_hour_and_address=settings.address_sessions_per_hour,
            sockets_per_address=settings.address_sockets,
            sockets=settings.sockets,
        ),
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
