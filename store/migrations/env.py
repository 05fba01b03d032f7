"""Alembic's entry: runs the migrations over the connection that `store.migrate` hands it."""

import sqlmodel  # noqa: F401 - migrations name its column types
from alembic import context

from store.models import metadata

config = context.config


def run() -> None:
    """Migrate over the given connection."""
    connection = config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
