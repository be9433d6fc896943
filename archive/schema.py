"""All tables that live in the archive's database: its own, staff's accounts and teams."""

from sqlalchemy import MetaData

from archive import tables
from staff import accounts, teams
from staff.api import tokens_sql

# The back office may live in the same database, with versions of its own.
VERSION_TABLE = "archive_version"


def schema() -> list[MetaData]:
    """Return the metadata of everybody whose tables the archive's migrations make."""
    # Naming them is what puts the tables of teams and tokens into staff's metadata.
    assert tokens_sql.tokens.metadata is accounts.metadata
    assert teams.teams.metadata is accounts.metadata
    return [tables.metadata, accounts.metadata]
