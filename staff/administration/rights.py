"""Who may look after whom and what: by role, and only at one's own site."""

from staff.ports import Account
from staff.roles import Role

LEADING = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def covers(actor: Account, site: str) -> bool:
    """Say whether somebody is in charge of a site; "" is everywhere, and nobody else's."""
    return actor.site in ("", site)


def may_administer(actor: Account, account: Account) -> bool:
    """Say whether somebody may change another's account: never one's own."""
    own = actor.id == account.id
    return actor.role is Role.ADMINISTRATOR and covers(actor, account.site) and not own


def may_give(actor: Account, *, site: str) -> bool:
    """Say whether somebody may make accounts, of whatever role, that belong to this site."""
    return actor.role is Role.ADMINISTRATOR and covers(actor, site)


def may_lead(actor: Account, site: str) -> bool:
    """Say whether somebody may change teams, hours and skills at a site."""
    return actor.role in LEADING and covers(actor, site)
