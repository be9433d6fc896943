"""What the back office is told at its start."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr, field_validator

from backoffice.database import DRIVERS


class Settings(BaseModel):
    """The back office's settings, read once from standard input (chassis.settings).

    `clock` stops the time at one moment, until it is set to another, for demonstrations and tests.
    With `sample_data` the fictional Fördekom's catalogue, customers and all else are loaded at the
    start. `administration_token` is asked for below /admin/, and lets its bearer list tickets and
    appointments at large; without one nobody lists them so.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)]
    database_url: str = "sqlite+aiosqlite:///var/backoffice.sqlite"
    token: SecretStr
    administration_token: SecretStr | None = None
    sample_data: bool = False
    clock: AwareDatetime | None = None

    @field_validator("token", "administration_token")
    @classmethod
    def _token_is_not_empty(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().strip():
            raise ValueError("the token must not be empty, or anybody could read and write")
        return token

    @field_validator("database_url")
    @classmethod
    def _driver_is_known(cls, url: str) -> str:
        if not url.startswith(tuple(f"{driver}://" for driver in DRIVERS)):
            raise ValueError(f"must begin with one of {', '.join(DRIVERS)} and ://")
        return url
