"""The archive, tried on SQLite and PostgreSQL."""
