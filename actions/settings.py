"""What the action server is told at its start."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, field_validator

Seconds = Annotated[float, Field(gt=0, le=30)]


class Brand(BaseModel):
    """What of the brand the actions speak of. Other keys of the brand's file are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    phone: str = ""
    timezone: str = "Europe/Berlin"

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        ZoneInfo(name)
        return name


class Settings(BaseModel):
    """The action server's settings, read once from standard input (chassis.settings).

    `token` is what the engine has to show. `clock` stops the time at one moment, for
    demonstrations and tests. Seconds are the longest wait for one call.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)]
    token: SecretStr
    backoffice_url: str
    backoffice_token: SecretStr
    backoffice_seconds: Seconds = 3.0
    vault_url: str
    vault_token: SecretStr
    vault_seconds: Seconds = 2.0
    # Where questions are looked up by meaning; without it such a question goes to a person.
    encoder_url: str = ""
    encoder_seconds: Seconds = 3.0
    brand: Brand
    clock: AwareDatetime | None = None

    @field_validator("token")
    @classmethod
    def _token_is_not_empty(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().strip():
            raise ValueError("the token must not be empty, or anybody could call an action")
        return token
