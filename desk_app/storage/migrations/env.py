"""Alembic's entry: runs on the connection that the caller hands over, inside its transaction."""

from alembic import context

from desk_app.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
