"""Gives the door of an application a second way in: by the provider."""

import secrets
from dataclasses import dataclass
from types import MappingProxyType

import httpx
from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from conversation.ports import Clock
from staff.access import for_everybody
from staff.language import N_
from staff.ports import Accounts, Attempts, Audit, Sessions
from staff.routes import Door
from staff.sign_on.coming_in import SECRET_BYTES, Refusal, SignOn, SignOnRefusedError
from staff.sign_on.ports import LONGEST_SIGN_ON, Identities, PendingSignOns
from staff.sign_on.provider import Provider
from staff.sign_on.settings import BEGIN, CALLBACK, SignOnSettings
from staff.signing_in import TooManyAttemptsError
from staff.targets import local_target

ANSWERED = ("state", "code", "iss", "error")
REFUSED = MappingProxyType(
    {
        Refusal.AWAY: (
            503,
            N_(
                "Die Anmeldung über das Firmenkonto antwortet gerade nicht. "
                "Bitte gleich noch einmal."
            ),
        ),
        Refusal.EXPIRED: (
            400,
            N_(
                "Diese Anmeldung ist abgelaufen oder wurde schon benutzt. "
                "Bitte noch einmal anmelden."
            ),
        ),
        Refusal.CANCELLED: (403, N_("Die Anmeldung wurde abgebrochen.")),
        Refusal.UNTRUE: (
            403,
            N_(
                "Die Anmeldung war nicht zu prüfen. Bitte noch einmal; bleibt es dabei, hilft die "
                "Administration."
            ),
        ),
        Refusal.NOT_ADMITTED: (
            403,
            N_(
                "Dieses Firmenkonto ist hier nicht freigeschaltet. "
                "Bitte an die Administration wenden."
            ),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class SignOnParts:
    """What signing on is made of. `clock` runs, also where another one stands."""

    settings: SignOnSettings
    pending: PendingSignOns
    identities: Identities
    http: httpx.AsyncClient
    clock: Clock


def sign_on_of(
    parts: SignOnParts,
    *,
    accounts: Accounts,
    sessions: Sessions,
    attempts: Attempts,
    audit: Audit,
) -> SignOn:
    """Compose signing on."""
    return SignOn(
        settings=parts.settings,
        provider=Provider(parts.settings, http=parts.http, clock=parts.clock),
        pending=parts.pending,
        identities=parts.identities,
        accounts=accounts,
        sessions=sessions,
        attempts=attempts,
        audit=audit,
        clock=parts.clock,
    )


def add_sign_on(app: App, door: Door, sign_on: SignOn) -> None:
    """Put the way to the provider and back into an application."""

    # A link and no form: our policy lets no form be answered with the way to another site.
    @app.get(BEGIN, name="sign_on")
    @for_everybody
    async def begin(request: Request) -> HTTPResponse:
        target = local_target(request.args.get("next", ""))
        browser = door.cookies.sign_on(request) or secrets.token_urlsafe(SECRET_BYTES)
        try:
            way = await sign_on.begin(target, browser=browser, address=request.client_ip)
        except TooManyAttemptsError as error:
            return door.too_many(request, error, target=target)
        except SignOnRefusedError as error:
            return _refused(request, door, error, target=target)
        response = redirect(way, status=303)
        seconds = int(LONGEST_SIGN_ON.total_seconds())
        door.cookies.keep_sign_on(response, browser, max_age=seconds)
        return response

    @app.get(CALLBACK, name="sign_on_done")
    @for_everybody
    async def end(request: Request) -> HTTPResponse:
        answer = {name: request.args.get(name) for name in ANSWERED if name in request.args}
        browser = door.cookies.sign_on(request)
        try:
            entered = await sign_on.end(answer, browser=browser, address=request.client_ip)
        except SignOnRefusedError as error:
            return _refused(request, door, error)
        response = await door.let_in(request, entered.secret, target=entered.target)
        door.cookies.keep_sign_on(response, "", max_age=0)
        return response


def _refused(
    request: Request, door: Door, error: SignOnRefusedError, *, target: str = "/"
) -> HTTPResponse:
    status, problem = REFUSED[error.refusal]
    return door.refused(request, target=target, problem=problem, status=status)
