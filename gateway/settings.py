"""Every setting, read once from the environment, typed and loud. Documented in docs/settings.md."""

import os
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from connectors.facebook.settings import GRAPH_URL, GRAPH_VERSION
from connectors.x.settings import PrivateWay
from conversation.escalation.table import Table, table_from

ROOT = Path(__file__).parent.parent

_NONE = SecretStr("")


class Admitting(StrEnum):
    """Whom single sign-on lets in: people with an account here, or everybody with a role."""

    KNOWN = "known"
    CREATE = "create"


class PasswordLogin(StrEnum):
    """Who may still come in by a password where there is single sign-on."""

    EVERYBODY = "everybody"
    ADMINISTRATORS = "administrators"
    NOBODY = "nobody"


Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsError(Exception):
    """A setting is missing or wrong; the sentence names it."""


class Brand(BaseModel):
    """The provider's names and links, from `brand.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    assistant: str
    help_handle: str
    website: str
    privacy_url: str
    imprint_url: str
    phone: str
    region: str
    timezone: str
    address_form: str

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which customers and agents live."""
        return ZoneInfo(self.timezone)


class Settings(BaseModel):
    """What the processes need to know. Field names in capitals are the environment's names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("var"), description="Folder for databases, logs and secrets.")
    models_dir: Path = Field(Path("models"), description="Folder of trained models.")
    content_dir: Path = Field(Path(), description="Repository whose content the studio changes.")
    redis_url: str = Field("", description="Redis; empty: an embedded server is run.")
    database_url: str = Field("", description="SQL archive; empty: SQLite in the data folder.")
    partitions: int = Field(4, ge=1, le=256, description="Partitions of the live state.")

    gateway_host: str = Field("127.0.0.1", description="Address the gateway listens on.")
    gateway_port: Port = Field(8000, description="Port of the gateway (web chat, webhooks).")
    desk_host: str = Field("127.0.0.1", description="Address the desk listens on.")
    desk_port: Port = Field(8001, description="Port of the desk (agent console, API).")
    worker_port: Port = Field(8002, description="Loopback port of the worker (vault, health).")
    actions_port: Port = Field(8003, description="Loopback port of the action server.")
    encoder_port: Port = Field(8004, description="Loopback port of the encoder.")
    backoffice_port: Port = Field(8005, description="Loopback port of the embedded back office.")
    keeper_port: Port = Field(8006, description="Loopback port of the engines' keeper (health).")
    redis_port: Port = Field(8007, description="Loopback port of the embedded Redis.")
    trainer_port: Port = Field(8008, description="Loopback port of the trainer (health).")
    world_port: Port = Field(8009, description="Loopback port of the fake world, if it runs.")
    webhooks_port: Port = Field(8050, description="Loopback port of the webhooks (health).")
    engine_ports: Port = Field(8010, description="First loopback port of the engine processes.")

    engines: int = Field(2, ge=1, le=32, description="How many engine processes run.")
    shadow_share: float = Field(
        1.0, gt=0, le=1, description="Share of customers' turns that a shadowed candidate reads."
    )
    engine_timeout: float = Field(10.0, gt=0, description="Seconds a turn may take.")
    encoder_model: str = Field("", description="Encoder's base model; empty: the packaged one.")
    backoffice_url: str = Field("", description="A provider's TM Forum APIs; empty: embedded.")
    backoffice_database_url: str = Field("", description="The embedded back office's database.")

    merge_window: float = Field(1.2, ge=0, le=10, description="Seconds a turn waits for more.")
    promise_minutes: int = Field(10, ge=1, description="Minutes until a person answers.")
    lease_seconds: float = Field(30.0, gt=0, description="Seconds until a dead worker's mail.")
    turns_at_once: int = Field(8, ge=1, description="Conversations a worker answers at once.")
    clock: str = Field("", description="A local ISO time at which the clock stands; empty: now.")

    lines_per_minute: int = Field(20, ge=1, description="Lines a web-chat session may send.")
    address_lines_per_minute: int = Field(60, ge=1, description="Lines all from one address.")
    address_sessions_per_hour: int = Field(60, ge=1, description="New sessions from one address.")
    address_sockets: int = Field(20, ge=1, description="Open sockets from one address.")
    sockets: int = Field(5000, ge=1, description="Open sockets of a gateway process.")

    public_url: str = Field("", description="Where customers reach the gateway; for links.")
    allowed_origins: str = Field("", description="Origins that may embed the chat, by comma.")
    trusted_proxies: str = Field("", description="Addresses whose X-Forwarded-For counts.")
    jitsi_url: str = Field("", description="Jitsi server for video talks; empty: none on offer.")
    https: bool = Field(False, description="Whether the desk is reached over HTTPS.")
    desk_url: str = Field("", description="Where staff reach the desk; for single sign-on.")

    oidc_issuer: str = Field("", description="Single sign-on: the issuer; empty: it is off.")
    oidc_client_id: str = Field("", description="Single sign-on: our client id.")
    oidc_client_secret: SecretStr = Field(_NONE, description="Single sign-on: our client secret.")
    oidc_name: str = Field("Firmenkonto", description="Single sign-on: what the button says.")
    oidc_scopes: str = Field("openid profile email", description="Single sign-on: what is asked.")
    oidc_algorithms: str = Field(
        "RS256,PS256,ES256", description="Single sign-on: signatures that count, by comma."
    )
    oidc_accounts: Admitting = Field(
        Admitting.KNOWN, description="Single sign-on: who comes in: `known`, or `create` accounts."
    )
    oidc_login_claim: str = Field(
        "preferred_username", description="Single sign-on: claim that says the login."
    )
    oidc_roles_claim: str = Field("groups", description="Single sign-on: claim that says the role.")
    oidc_roles: str = Field(
        "", description="Single sign-on: `value=role` by comma; empty: roles are given here."
    )
    oidc_sites_claim: str = Field("groups", description="Single sign-on: claim that says the site.")
    oidc_sites: str = Field(
        "", description="Single sign-on: `value=site` by comma, `*` for all; empty: given here."
    )
    password_login: PasswordLogin = Field(
        PasswordLogin.EVERYBODY,
        description="Beside single sign-on a password lets in: everybody, administrators, nobody.",
    )

    elsewhere_minutes: float = Field(
        30.0, gt=0, description="Minutes until a customer of a colleague elsewhere is queued."
    )
    elsewhere_hours: float = Field(
        24.0,
        gt=0,
        description="Hours of silence until what is held elsewhere is given back.",
    )

    agent_away_seconds: float = Field(
        45.0, gt=0, description="Seconds without a sign until an agent is away, gets no offers."
    )
    agent_gone_minutes: float = Field(
        5.0, gt=0, description="Minutes without a sign until what an agent holds goes to others."
    )
    sites_apart: bool = Field(
        True, description="Whether people of one site see and steer only what is there."
    )
    agent_figures_from: int = Field(
        10, ge=0, description="Size of teams whose single agents have figures in reports; 0: none."
    )

    satisfaction_days: int = Field(
        30, ge=0, description="Days in which a customer is asked once if satisfied; 0: never."
    )
    satisfaction_hours: float = Field(
        24.0, gt=0, description="Hours until the question about satisfaction lapses."
    )
    credit_limit_agent: int = Field(
        20, ge=0, description="Highest credit in euro that an agent may ask for; 0: none."
    )
    credit_limit_supervisor: int = Field(
        100, ge=0, description="Highest credit in euro that a supervisor may ask for; 0: none."
    )
    webhooks_private: bool = Field(
        False, description="Whether webhooks may go to addresses in our own network."
    )
    webhooks_off_days: int = Field(
        5, ge=1, le=90, description="Days of failure until a webhook is switched off."
    )

    x_account: str = Field("", description="X: our account's numeric id; empty: X is off.")
    x_consumer_key: str = Field("", description="X: the app's consumer key (OAuth 1.0a).")
    x_consumer_secret: SecretStr = Field(_NONE, description="X: consumer secret; signs webhooks.")
    x_token: str = Field("", description="X: the account's access token (OAuth 1.0a).")
    x_token_secret: SecretStr = Field(_NONE, description="X: the access token's secret.")
    x_client_id: str = Field("", description="X: client id (OAuth 2, instead of OAuth 1.0a).")
    x_client_secret: SecretStr = Field(_NONE, description="X: client secret (OAuth 2).")
    x_refresh_token: SecretStr = Field(_NONE, description="X: the first refresh token (OAuth 2).")
    x_bearer: SecretStr = Field(_NONE, description="X: app-only token, for webhook and stream.")
    x_base_url: str = Field("https://api.x.com", description="X: address of the API.")
    x_web_url: str = Field("https://x.com", description="X: address of the site, for links.")
    x_links_allowed: bool = Field(False, description="X: whether public replies may have links.")
    x_private_way: PrivateWay = Field(
        PrivateWay.BUTTON, description="X: way into private messages: button, link or words."
    )
    x_enterprise: bool = Field(False, description="X: whether the plan replies unsummoned.")
    x_listening: bool = Field(False, description="X: whether listening/x.yml is listened for.")

    facebook_app_id: str = Field("", description="Facebook: the app's id; empty: Facebook is off.")
    facebook_app_secret: SecretStr = Field(_NONE, description="Facebook: the app's secret.")
    facebook_verify_token: SecretStr = Field(_NONE, description="Facebook: word of the webhook.")
    facebook_pages: SecretStr = Field(_NONE, description="Facebook: `id:token` of pages, by comma.")
    facebook_graph_url: str = Field(GRAPH_URL, description="Facebook: address of the Graph API.")
    facebook_version: str = Field(GRAPH_VERSION, description="Facebook: the Graph API's version.")
    facebook_human_agent: bool = Field(True, description="Facebook: is HUMAN_AGENT approved?")

    session_secret: SecretStr = Field(description="Signs web-chat sessions.")
    vault_keys: SecretStr = Field(description="Fernet keys by comma; the first one encrypts.")
    vault_token: SecretStr = Field(description="Lets the actions resolve placeholders.")
    engine_token: SecretStr = Field(description="Lets the worker ask the engines.")
    actions_token: SecretStr = Field(description="Lets the engines call the actions.")
    backoffice_token: SecretStr = Field(description="Lets the actions ask the back office.")
    api_tokens: SecretStr = Field(description="Tokens of programs for the desk's API, by comma.")
    redis_password: SecretStr = Field(SecretStr(""), description="The embedded Redis's password.")

    @field_validator("session_secret", "vault_keys", "vault_token", "engine_token", mode="after")
    @classmethod
    def _long_enough(cls, secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value()) < 32:
            raise ValueError("a secret has at least 32 characters")
        return secret

    @field_validator("jitsi_url", mode="after")
    @classmethod
    def _bare_address(cls, url: str) -> str:
        if url and not re.fullmatch(
            r"https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost)(:\d+)?", url
        ):
            raise ValueError("an address such as https://meet.example, without a path")
        return url

    @cached_property
    def brand(self) -> Brand:
        """The brand file's content. Raises SettingsError."""
        try:
            return Brand.model_validate(YAML(typ="safe").load(ROOT / "brand.yml"))
        except ValidationError as error:
            raise SettingsError(f"brand.yml: {_sentence(error)}") from None

    @cached_property
    def escalation(self) -> Table:
        """When a person is fetched, from `escalation.yml`. Raises SettingsError."""
        return escalation_in(ROOT / "escalation.yml")

    @property
    def fixed_moment(self) -> str | None:
        """Where the clock stands, as an ISO time with offset; None if it runs."""
        if not self.clock:
            return None
        try:
            moment = datetime.fromisoformat(self.clock)
        except ValueError:
            raise SettingsError(f"CLOCK: {self.clock} is no ISO time.") from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.brand.zone)).isoformat()

    @property
    def live_url(self) -> str:
        """The Redis that holds the live state."""
        if self.redis_url:
            return self.redis_url
        password = self.redis_password.get_secret_value()
        return f"redis://:{password}@127.0.0.1:{self.redis_port}/0"

    @property
    def archive_url(self) -> str:
        """The database that holds what happened."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.resolve()}/archive.db"

    @property
    def offers_url(self) -> str:
        """The back office that the actions ask."""
        return self.backoffice_url or f"http://127.0.0.1:{self.backoffice_port}"

    @property
    def actions_url(self) -> str:
        """The action server."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def chat_url(self) -> str:
        """Where customers reach the web chat."""
        return self.public_url or f"http://127.0.0.1:{self.gateway_port}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment. Raises SettingsError, naming what is wrong."""
    environment = os.environ if environment is None else environment
    values = {
        name: environment[name.upper()]
        for name in Settings.model_fields
        if environment.get(name.upper(), "") != ""
    }
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def escalation_in(file: Path) -> Table:
    """Read the table of thresholds; without a file the defaults. Raises SettingsError."""
    if not file.exists():
        return Table()
    try:
        return table_from(YAML(typ="safe").load(file))
    except YAMLError:
        raise SettingsError(f"{file.name} is no YAML.") from None
    except ValueError as error:
        raise SettingsError(f"{file.name}: {error}") from None


def whole_environment() -> dict[str, str]:
    """Return a copy of the environment, for processes that are not ours to configure."""
    return dict(os.environ)


def _sentence(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    ]
    return "; ".join(problems) + "."
