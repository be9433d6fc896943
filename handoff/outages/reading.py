"""Reads groups and outages for supervisors; nothing here changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from conversation.outages import COUNTS_FOR, Group, Heard, Outage, OutageId, Outages, Place
from conversation.ports import Clock
from handoff.board.views import Since
from handoff.console.times import duration
from handoff.outages.views import GroupRow, OutageCard, OutagesView
from handoff.outages.words import title_of
from handoff.routing.side_by_side import side_by_side
from staff.language import _
from staff.ports import Accounts

ROOT = "/outages"
#: One alone is no group.
LEAST = 2
GROUPS_SHOWN = 50
CARDS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OutageReading:
    """Reads for whoever looks."""

    outages: Outages
    accounts: Accounts
    clock: Clock

    async def view(self) -> OutagesView:
        """Return all that the page shows."""
        now = self.clock.now()
        groups = await self.outages.groups(since=now - COUNTS_FOR)
        latest = (await self.outages.latest())[:CARDS_SHOWN]
        names = {str(one.id): one.name for one in await self.accounts.all()}
        heard = await side_by_side(self.outages.heard(one.id) for one in latest)
        running = {one.place for one in latest if one.fixed_at is None}
        return OutagesView(
            path=ROOT,
            groups=tuple(
                _row(group, now=now, running=group.place in running)
                for group in groups[:GROUPS_SHOWN]
                if group.many >= LEAST
            ),
            cards=tuple(
                _card(outage, its, names, now=now)
                for outage, its in zip(latest, heard, strict=True)
            ),
        )

    async def one(self, id: OutageId) -> Outage | None:
        """Return an outage that runs; None if it is over, or unknown."""
        latest = await self.outages.latest()
        return next((one for one in latest if one.id == id and one.fixed_at is None), None)

    async def many_at(self, place: Place) -> int:
        """Return how many tell of trouble at a place."""
        groups = await self.outages.groups(since=self.clock.now() - COUNTS_FOR)
        return next((group.many for group in groups if group.place == place), 0)


def writing_path(place: Place) -> str:
    """Return where a place's text is written."""
    return f"{ROOT}/new?{urlencode({'plz': place.postal_code, 'dienst': place.service})}"


def _row(group: Group, *, now: datetime, running: bool) -> GroupRow:
    return GroupRow(
        key=key_of(group.place),
        title=title_of(group.place),
        many=group.many,
        first=_since(group.first_at, now),
        last=_since(group.last_at, now),
        running=running,
        path=writing_path(group.place),
    )


def _card(outage: Outage, heard: Heard, names: Mapping[str, str], *, now: datetime) -> OutageCard:
    return OutageCard(
        key=outage.id,
        title=title_of(outage.place),
        state=_state(outage),
        over=outage.fixed_at is not None,
        text=outage.text,
        fixed_text=outage.fixed_text,
        by=names.get(outage.approved_by, ""),
        since=_since(outage.approved_at, now),
        told=heard.told,
        ended=heard.ended,
        path=f"{ROOT}/{outage.id}/end",
    )


def _state(outage: Outage) -> str:
    if outage.fixed_at is None:
        return _("läuft")
    return _("behoben") if outage.settled else _("behoben, wird gesagt")


def key_of(place: Place) -> str:
    """Return a place as an element's id: of its letters and digits."""
    return "".join(sign if sign.isalnum() else "-" for sign in str(place))


def _since(moment: datetime, now: datetime) -> Since:
    return Since(moment, duration(now - moment))
