"""Brings a database to the newest schema.

The files in `store/migrations/versions` are numbered (`0001_…`), so whether
anything is to be done is one query; Alembic, which takes a third of a second to
import, is loaded only when there is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """Return the number of the newest migration."""
    return max(path.name.split("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> bool:
    """Apply what is missing over an open connection; return whether anything was."""
    if _current(connection) == newest():
        return False
    from alembic import command

    command.upgrade(alembic_config(connection), "head")
    return True


async def migrate(url: str) -> bool:
    """Bring the database at `url` up to date; return whether anything was missing."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(upgrade)
    finally:
        await engine.dispose()
