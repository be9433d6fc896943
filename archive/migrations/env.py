"""Alembic's entry: runs the migrations on the connection that `archive.migrate` hands over."""

from alembic import context

from archive.schema import VERSION_TABLE, schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema(),
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
