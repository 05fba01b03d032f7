"""The migrations make what the models say, once."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect, text

from store.migrate import migrate, newest
from store.migrations_check import differences
from store.models import metadata


def test_the_migrations_are_in_step_with_the_models():
    assert differences() == []


async def test_a_new_database_is_brought_up_to_date_and_then_left_alone(tmp_path):
    path = tmp_path / "parley.db"

    assert await migrate(f"sqlite+aiosqlite:///{path}") is True
    assert await migrate(f"sqlite+aiosqlite:///{path}") is False

    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    assert tables == set(metadata.tables) | {"alembic_version"}
    assert version == newest()
