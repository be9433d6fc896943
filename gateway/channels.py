"""The channels of other companies as the settings want them: on with all their keys, else off."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from connectors.facebook.settings import FacebookSettings, Page
from connectors.x.rules import Query, queries, read_rules
from connectors.x.settings import OAuth1Keys, OAuth2Keys, XSettings
from conversation.identity import Channel, ConversationId
from gateway.settings import ROOT, Settings, SettingsError

LISTENING = ROOT / "listening" / "x.yml"
X_WEBHOOK = "/webhooks/x"
TOKEN_PATH = "/2/oauth2/token"  # noqa: S105 - an address, no secret
OAUTH1 = ("x_consumer_key", "x_token", "x_token_secret")
OAUTH2 = ("x_client_id", "x_refresh_token")
FACEBOOK = ("facebook_app_secret", "facebook_verify_token", "facebook_pages")


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What the connectors are told; None: that channel is off."""

    x: XSettings | None
    facebook: FacebookSettings | None

    @property
    def off(self) -> list[str]:
        """Sentences on the channels that are off, for the start."""
        missing = []
        if self.x is None:
            missing.append("X is off: X_ACCOUNT is not set.")
        if self.facebook is None:
            missing.append("Facebook is off: FACEBOOK_APP_ID is not set.")
        return missing

    def account_of(self) -> Callable[[ConversationId], str]:
        """Return what says which account of ours a conversation is held with; empty: none."""
        x = self.x.account if self.x else ""

        def account(conversation: ConversationId) -> str:
            match conversation.channel:
                case Channel.X_PUBLIC | Channel.X_DM:
                    return x
                case Channel.MESSENGER:
                    return conversation.thread
                case Channel.FB_COMMENT:
                    return conversation.thread.partition("_")[0]
            return ""

        return account


def channel_settings(settings: Settings) -> ChannelSettings:
    """Return the channels' settings. Raises SettingsError for one that is set up by half."""
    try:
        return ChannelSettings(x=_x(settings), facebook=_facebook(settings))
    except ValueError as error:
        raise SettingsError(str(error)) from None


def listened_for(settings: Settings, rules: Path = LISTENING) -> list[Query]:
    """Return what is listened for on X, if anything."""
    if not (settings.x_listening and settings.x_account):
        return []
    return queries(read_rules(rules), account=settings.x_account)


def token_seal(settings: Settings) -> MultiFernet:
    """Return what encrypts tokens that change."""
    keys = settings.vault_keys.get_secret_value().split(",")
    return MultiFernet([Fernet(key) for key in keys if key])


def _x(settings: Settings) -> XSettings | None:
    if not settings.x_account:
        return None
    _need(settings, ("x_consumer_secret",), because="X_ACCOUNT")
    base = settings.x_base_url.rstrip("/")
    return XSettings(
        account=settings.x_account,
        consumer_secret=settings.x_consumer_secret.get_secret_value(),
        keys=_x_keys(settings, base),
        bearer=settings.x_bearer.get_secret_value(),
        webhook_url=_reached(settings, X_WEBHOOK),
        webhook_path=X_WEBHOOK,
        base_url=base,
        web_url=settings.x_web_url.rstrip("/"),
        privacy_url=settings.brand.privacy_url,
        assistant=settings.brand.assistant,
        own_domains=(settings.brand.website.partition("://")[2],),
        links_allowed=settings.x_links_allowed,
        private_way=settings.x_private_way,
        enterprise=settings.x_enterprise,
    )


def _x_keys(settings: Settings, base: str) -> OAuth1Keys | OAuth2Keys:
    if settings.x_client_id:
        _need(settings, OAUTH2, because="X_CLIENT_ID")
        return OAuth2Keys(
            client_id=settings.x_client_id,
            client_secret=settings.x_client_secret.get_secret_value(),
            refresh_token=settings.x_refresh_token.get_secret_value(),
            token_url=f"{base}{TOKEN_PATH}",
        )
    _need(settings, OAUTH1, because="X_ACCOUNT")
    return OAuth1Keys(
        consumer_key=settings.x_consumer_key,
        consumer_secret=settings.x_consumer_secret.get_secret_value(),
        token=settings.x_token,
        token_secret=settings.x_token_secret.get_secret_value(),
    )


def _facebook(settings: Settings) -> FacebookSettings | None:
    if not settings.facebook_app_id:
        return None
    _need(settings, FACEBOOK, because="FACEBOOK_APP_ID")
    return FacebookSettings(
        app_id=settings.facebook_app_id,
        app_secret=settings.facebook_app_secret.get_secret_value(),
        verify_token=settings.facebook_verify_token.get_secret_value(),
        pages=tuple(_pages(settings.facebook_pages.get_secret_value())),
        public_url=settings.chat_url,
        brand=settings.brand.name,
        assistant=settings.brand.assistant,
        privacy_url=settings.brand.privacy_url,
        graph_url=settings.facebook_graph_url,
        version=settings.facebook_version,
        human_agent=settings.facebook_human_agent,
    )


def _pages(text: str) -> list[Page]:
    pairs = [entry.strip().partition(":") for entry in text.split(",") if entry.strip()]
    if not all(id and token for id, _, token in pairs):
        raise SettingsError("FACEBOOK_PAGES: write `id:token`, several by comma.")
    return [Page(id=id, token=token) for id, _, token in pairs]


def _need(settings: Settings, names: tuple[str, ...], *, because: str) -> None:
    """Raise SettingsError, naming all that is missing."""
    missing = [name.upper() for name in names if not _text(getattr(settings, name))]
    if missing:
        raise SettingsError(f"{', '.join(missing)}: missing, while {because} is set.")


def _text(value: object) -> str:
    secret = getattr(value, "get_secret_value", None)
    return str(secret() if secret else value)


def _reached(settings: Settings, path: str) -> str:
    """Return where the internet reaches a path of ours; empty where platforms would not go."""
    public = settings.public_url.rstrip("/")
    return f"{public}{path}" if public.startswith("https://") else ""
