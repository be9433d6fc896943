"""What people are here for; a role opens some doors and no others."""

from enum import StrEnum


class Role(StrEnum):
    """One account has one role. Nothing follows from a role that a route does not name."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
