"""All tables that live in the archive's database: its own and staff's accounts."""

from sqlalchemy import MetaData

from archive import tables
from staff import accounts

# The back office may live in the same database, with versions of its own.
VERSION_TABLE = "archive_version"


def schema() -> list[MetaData]:
    """Return the metadata of everybody whose tables the archive's migrations make."""
    return [tables.metadata, accounts.metadata]
