"""All tables that live in the archive's database: its own, staff's accounts and teams."""

from sqlalchemy import MetaData

from archive import tables
from staff import accounts, teams
from staff.api import tokens_sql
from staff.sign_on import identities

# The back office may live in the same database, with versions of its own.
VERSION_TABLE = "archive_version"


def schema() -> list[MetaData]:
    """Return the metadata of everybody whose tables the archive's migrations make."""
    # Naming them is what puts these tables into staff's metadata.
    its = (teams.teams, identities.identities, tokens_sql.tokens)
    assert all(table.metadata is accounts.metadata for table in its)
    return [tables.metadata, accounts.metadata]
