"""Alembic's hook: runs the revisions in the transaction that `migrate` holds open."""

from alembic import context

from backoffice.migrate import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
