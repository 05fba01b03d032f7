"""`python -m store.migrations_check`: fails when the models say something that no migration does."""

from __future__ import annotations

import sys

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from store.migrate import upgrade
from store.models import metadata


def differences() -> list[object]:
    """Return what Alembic would still have to change after every migration has run."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, metadata))


def main() -> int:
    """Print each difference; return how the command should exit."""
    found = differences()
    for difference in found:
        sys.stdout.write(f"{difference}\n")
    sys.stdout.write("migrations are behind the models\n" if found else "migrations match the models\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
