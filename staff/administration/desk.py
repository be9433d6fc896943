"""What all pages of the administration share: who looks, what they may open, and its frame."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sanic import Request

from conversation.ports import Clock
from staff.access import signed_in
from staff.administration.views import Choice
from staff.frame import Staff
from staff.language import _
from staff.pages import Layout, Link
from staff.passwords import Passwords
from staff.ports import Account, Accounts, AuditLog
from staff.roles import Role
from staff.sign_on.ports import Identities
from staff.teams import SqlTeams

ROOT = "/administration"
PEOPLE, TEAMS, LOG = (f"{ROOT}/{name}" for name in ("people", "teams", "log"))
STYLES = ("administration/administration.css",)
REFUSED = 409


@dataclass(frozen=True, slots=True)
class AdministrationParts:
    """What the administration works on."""

    accounts: Accounts
    passwords: Passwords
    identities: Identities
    teams: SqlTeams
    log: AuditLog
    clock: Clock
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts, and what a page is made of."""

    staff: Staff
    parts: AdministrationParts

    def actor(self, request: Request) -> Account:
        """Return who is behind a request."""
        return signed_in(request).account

    def layout(self, request: Request, title: str) -> Layout:
        """Return a page's frame."""
        return self.staff.layout(request, title=title, styles=STYLES)

    def tabs(self, request: Request) -> tuple[Link, ...]:
        """Return the pages that this person may open."""
        actor = self.actor(request)
        pages = [(_("Menschen"), PEOPLE), (_("Teams und Zeiten"), TEAMS)]
        if actor.role is Role.ADMINISTRATOR:
            pages.append((_("Protokoll"), LOG))
        return tuple(
            Link(label=label, path=path, current=request.path.startswith(path))
            for label, path in pages
        )

    async def sites(self) -> list[str]:
        """Return all sites that anything or anybody belongs to."""
        directory = await self.parts.teams.current()
        named = {team.site for team in directory.teams.values()}
        named |= {account.site for account in await self.parts.accounts.all()}
        return sorted(named - {""})

    async def audit(self, request: Request, what: str, detail: str) -> None:
        """Write down what this person did."""
        await self.staff.audit.record(self.actor(request).id, what, detail=detail)


def choices(labels: Mapping[str, str], *chosen: str) -> tuple[Choice, ...]:
    """Return options by value and label."""
    return tuple(
        Choice(value=value, label=label, chosen=value in chosen) for value, label in labels.items()
    )
