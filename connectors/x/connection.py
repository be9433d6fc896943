"""Says in plain words whether the account is connected as it must be; changes nothing."""

from collections.abc import Mapping
from typing import Any

from connectors.x.api import Call, XApi
from connectors.x.auth import TokenDeadError
from connectors.x.enrolment import EVENTS, SUBSCRIPTIONS, WEBHOOKS
from connectors.x.fields import objects, part
from connectors.x.problems import XError
from connectors.x.settings import XSettings

OK, FAILS = "ok   ", "FAILS"


async def check_connection(settings: XSettings, *, user: XApi, app: XApi | None) -> list[str]:
    """Return a sentence for each thing looked at; those that begin with FAILS need a hand."""
    found = [await _account(settings, user)]
    if app is None:
        return [*found, f"{FAILS} There is no X_BEARER: no webhook, no replay, no stream."]
    if not settings.webhook_url:
        return [*found, f"{FAILS} There is no PUBLIC_URL with https: X cannot deliver to us."]
    return [*found, await _webhook(settings, app), await _subscriptions(settings, app)]


async def _account(settings: XSettings, user: XApi) -> str:
    answer = await _asked(user, "/2/users/me")
    if isinstance(answer, str):
        return f"{FAILS} X does not accept the account's keys ({answer})."
    id = str(part(answer, "data").get("id"))
    if id != settings.account:
        return f"{FAILS} The keys are those of account {id}, not of {settings.account}."
    return f"{OK} The keys are those of account {id}."


async def _webhook(settings: XSettings, app: XApi) -> str:
    answer = await _asked(app, WEBHOOKS)
    if isinstance(answer, str):
        return f"{FAILS} X does not tell about webhooks ({answer})."
    for webhook in objects(answer.get("data")):
        if webhook.get("url") == settings.webhook_url:
            if webhook.get("valid") is True:
                return f"{OK} X delivers to {settings.webhook_url}."
            return f"{FAILS} X's check of {settings.webhook_url} fails; nothing is delivered."
    return f"{FAILS} {settings.webhook_url} is not registered yet; a running worker does it."


async def _subscriptions(settings: XSettings, app: XApi) -> str:
    answer = await _asked(app, SUBSCRIPTIONS)
    if isinstance(answer, str):
        return f"{FAILS} X does not tell about subscriptions ({answer})."
    there = {
        str(one.get("event_type"))
        for one in objects(answer.get("data"))
        if part(one, "filter").get("user_id") == settings.account
    }
    missing = [event for event in EVENTS if event not in there]
    if missing:
        return f"{FAILS} Not subscribed to: {', '.join(missing)}."
    return f"{OK} All events are subscribed to."


async def _asked(api: XApi, path: str) -> Mapping[str, Any] | str:
    try:
        return await api.call(Call(method="GET", path=path))
    except TokenDeadError:
        return "the refresh token is dead"
    except XError as error:
        return str(error)
