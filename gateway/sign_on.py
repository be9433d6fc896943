"""Single sign-on as the settings want it: on with all it needs, else off."""

import httpx
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from conversation.ports import Clock
from gateway.settings import Admitting, PasswordLogin, Settings, SettingsError
from staff.roles import Role
from staff.sign_on.admission import Admission, roles_in, sites_in
from staff.sign_on.attach import SignOnParts
from staff.sign_on.identities import SqlIdentities
from staff.sign_on.pending import RedisPendingSignOns
from staff.sign_on.settings import SignOnSettings

NEEDED = ("oidc_client_id", "oidc_client_secret", "desk_url")
SECONDS = 10.0
BY_PASSWORD = {
    PasswordLogin.EVERYBODY: frozenset(Role),
    PasswordLogin.ADMINISTRATORS: frozenset({Role.ADMINISTRATOR}),
    PasswordLogin.NOBODY: frozenset[Role](),
}


def sign_on_settings(settings: Settings) -> SignOnSettings | None:
    """Return what signing on is told; None: it is off. Raises SettingsError where it is by half."""
    secret = settings.oidc_client_secret.get_secret_value()
    if not settings.oidc_issuer:
        if settings.oidc_client_id or secret or settings.password_login != PasswordLogin.EVERYBODY:
            raise SettingsError("OIDC_ISSUER is not set, and other settings of single sign-on are.")
        return None
    given = {"oidc_client_secret": secret}
    missing = [name.upper() for name in NEEDED if not given.get(name, getattr(settings, name))]
    if missing:
        raise SettingsError(f"Single sign-on needs {', '.join(missing)} as well.")
    if settings.desk_url.startswith("https:") and not settings.https:
        raise SettingsError("DESK_URL begins with https, and HTTPS is off.")
    try:
        return SignOnSettings(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=secret,
            desk_url=settings.desk_url,
            name=settings.oidc_name,
            scopes=settings.oidc_scopes,
            algorithms=frozenset(filter(None, _parts(settings.oidc_algorithms))),
            admission=Admission(
                login_claim=settings.oidc_login_claim,
                roles_claim=settings.oidc_roles_claim,
                roles=roles_in(settings.oidc_roles),
                sites_claim=settings.oidc_sites_claim,
                sites=sites_in(settings.oidc_sites),
                create=settings.oidc_accounts is Admitting.CREATE,
            ),
            password_roles=BY_PASSWORD[settings.password_login],
        )
    except ValueError as error:
        raise SettingsError(f"Single sign-on: {error}") from None


def sign_on_parts(
    settings: Settings, redis: Redis, database: AsyncEngine, *, prefix: str, clock: Clock
) -> SignOnParts | None:
    """Return what signing on is made of, if it is on. Raises SettingsError."""
    told = sign_on_settings(settings)
    if told is None:
        return None
    return SignOnParts(
        settings=told,
        pending=RedisPendingSignOns(redis, prefix=prefix, clock=clock),
        identities=SqlIdentities(database),
        http=httpx.AsyncClient(timeout=SECONDS, follow_redirects=False),
        clock=clock,
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]
