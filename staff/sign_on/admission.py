"""Whom the provider's word lets in: login, name, role and site, read from a token's claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from staff.roles import Role

Meaning = TypeVar("Meaning")

EVERYWHERE = "*"
EMAIL = "email"
LONGEST_LOGIN = 100
LONGEST_NAME = 200


class NotAdmittedError(Exception):
    """The provider knows this person, and we do not let them in; the word says why, for the log."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who comes in. `role` or `site` is None where the provider has no say in it."""

    login: str
    name: str
    role: Role | None
    site: str | None


@dataclass(frozen=True, slots=True)
class Admission:
    """Which claim says what. Of several values that fit, the one named first in here counts.

    Without `roles` or `sites` the provider has no say in them. `create`: who has no account here
    gets one; else only those come in who have one.
    """

    login_claim: str = "preferred_username"
    roles_claim: str = "groups"
    roles: tuple[tuple[str, Role], ...] = ()
    sites_claim: str = "groups"
    sites: tuple[tuple[str, str], ...] = ()
    create: bool = False

    def admit(self, claims: Mapping[str, Any]) -> Admitted:
        """Read a verified token's claims. Raises NotAdmittedError."""
        login = self._login(claims)
        name = _text(claims.get("name")) or login
        return Admitted(
            login=login,
            name=name[:LONGEST_NAME],
            role=_first(self.roles, _values(claims, self.roles_claim), "no_role"),
            site=_first(self.sites, _values(claims, self.sites_claim), "no_site"),
        )

    def _login(self, claims: Mapping[str, Any]) -> str:
        login = _text(claims.get(self.login_claim)).casefold()
        if not login or len(login) > LONGEST_LOGIN:
            raise NotAdmittedError("no_login")
        if self.login_claim == EMAIL and claims.get("email_verified") is not True:
            raise NotAdmittedError("email_not_verified")
        return login


def roles_in(text: str) -> tuple[tuple[str, Role], ...]:
    """Read `desk-leads=supervisor, desk=agent`. Raises ValueError."""
    return tuple((value, Role(role)) for value, role in _pairs(text))


def sites_in(text: str) -> tuple[tuple[str, str], ...]:
    """Read `kiel=Kiel, head-office=*`; `*` is every site, kept as "". Raises ValueError."""
    return tuple((value, "" if site == EVERYWHERE else site) for value, site in _pairs(text))


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = []
    for entry in filter(None, (one.strip() for one in text.split(","))):
        # From the right: a group may be called by a distinguished name.
        value, _, meaning = (part.strip() for part in entry.rpartition("="))
        if not value or not meaning:
            raise ValueError(f"{entry} is not written as value=meaning.")
        pairs.append((value, meaning))
    return pairs


def _first(
    table: tuple[tuple[str, Meaning], ...], values: frozenset[str], problem: str
) -> Meaning | None:
    """Return the meaning of the first value somebody has; None where the table is empty."""
    if not table:
        return None
    for value, meaning in table:
        if value in values:
            return meaning
    raise NotAdmittedError(problem)


def _values(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """Return a claim's values; `realm_access.roles` is also looked for within `realm_access`."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return frozenset(one for one in values if isinstance(one, str))


def _text(value: Any) -> str:
    """Return a claim in one printable line, empty if it is none."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text.isprintable() else ""
