"""What the world is told at its start; the defaults are two accounts of the fictional Fördekom."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

BESIDE = Path(__file__).parents[3] / "shared" / "specs"
Port = Annotated[int, Field(ge=0, le=65535)]


class XSettings(BaseModel):
    """The provider's app and account on X.

    `webhook_url` is registered at the start with all subscriptions of a care desk, as soon as its
    CRC holds. `summons` says whose mention allows a reply: of the very post (what X documents, read
    strictly), or anywhere in the conversation. `automated` is the profile's label: every reply
    counts as automated then, and not only what is marked `made_with_ai`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    account_id: str = "2244994945"
    username: str = "foerdekom"
    name: str = "Fördekom"
    consumer_key: str = "world-consumer-key"
    consumer_secret: str = "world-consumer-secret"
    access_token: str = "2244994945-world-access-token"
    access_token_secret: str = "world-access-token-secret"
    bearer_token: str = "world-bearer-token"
    client_id: str = "world-client-id"
    client_secret: str = "world-client-secret"
    oauth2_access_token: str = "world-oauth2-access-token"
    oauth2_refresh_token: str = "world-oauth2-refresh-token"
    webhook_url: str = ""
    summons: Literal["post", "conversation"] = "post"
    enterprise: bool = False
    automated: bool = False
    usage_cap: int | None = Field(None, ge=0, description="Posts that may be read a month.")


class FacebookSettings(BaseModel):
    """The provider's page and app at Meta.

    `webhook_url` is subscribed at the start, as soon as it answers the challenge. `retry_seconds`
    are the pauses before each further try of a webhook that was not answered with 200.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    page_id: str = "104857600000001"
    page_name: str = "Fördekom"
    app_id: str = "517776481860111"
    app_secret: str = "world-app-secret"
    page_token: str = "world-page-token"
    verify_token: str = "world-verify-token"
    webhook_url: str = ""
    deletion_url: str = ""
    require_proof: bool = False
    human_agent_approved: bool = True
    retry_seconds: tuple[float, ...] = (0.2, 1, 2, 5, 15, 30, 60, 120, 300, 600, 1200, 3600)
    unsubscribe_after: timedelta = timedelta(hours=1)


class Inhabitant(BaseModel):
    """Somebody who is there from the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    username: str
    name: str


class WorldSettings(BaseModel):
    """The world's settings, read once from standard input (chassis.settings).

    `hosts` stands for the internet's names: public origins (https, no port) that a webhook may be
    registered under, and the address at which the world really reaches each. `clock` sets the time
    at the start; with `clock_runs` false it stands until moved.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: Port
    clock: AwareDatetime | None = None
    clock_runs: bool = True
    specifications: Path = BESIDE
    hosts: dict[str, str] = {}
    people: tuple[Inhabitant, ...] = (
        Inhabitant(username="jana_k", name="Jana Klein"),
        Inhabitant(username="ole_kiel", name="Ole Hansen"),
    )
    page_post: str = "Moin! Fragen zu Glasfaser, Mobilfunk oder Rechnung? Schreib uns hier."
    x: XSettings = XSettings()
    facebook: FacebookSettings = FacebookSettings()
