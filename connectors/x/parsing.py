"""Turns a webhook's body into what it tells, whichever product of X's it comes from."""

from collections.abc import Mapping
from typing import Any

from connectors.x.account_activity import read_account_activity
from connectors.x.activity import read_activity
from connectors.x.fields import objects, part, words_or_none
from connectors.x.told import Nothing, Replayed, Told

COMPLETE = "Complete"


def read_body(body: Mapping[str, Any], *, account: str) -> list[Told]:
    """Return everything that `body` tells of `account`, at least by name; never raises."""
    if "replay_job_status" in body:
        return [_replayed(part(body, "replay_job_status"))]
    data = body.get("data")
    events = [data] if isinstance(data, dict) else list(objects(data))
    if events:
        return [told for event in events for told in read_activity(event, account=account)]
    return read_account_activity(body, account=account) or [Nothing("x.empty")]


def _replayed(status: Mapping[str, Any]) -> Told:
    return Replayed(
        job=words_or_none(status.get("job_id")), complete=status.get("job_state") == COMPLETE
    )
