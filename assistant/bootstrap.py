"""Wiring: from settings to a running Parley, for the server, the terminal and the tests alike."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")  # checkpoints hold plain data and nothing that could run

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from assistant.clock import Clock
from assistant.conversation import Conversation
from graphs.run import Graphs
from store.engine import DURABLE_PRAGMAS, Database
from store.migrate import migrate
from store.sqlite_connection import connect
from tools.catalogue import load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiosqlite

    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Parley:
    """A running installation."""

    settings: Settings
    clock: Clock
    database: Database
    conversation: Conversation


@asynccontextmanager
async def open_parley(settings: Settings) -> AsyncIterator[Parley]:
    """Yield Parley on a migrated database, and close it afterwards."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await migrate(settings.database_url)
    load()
    clock = Clock(settings.now)
    database = Database(settings.database_url, settings.database_read_url)
    async with connect(str(settings.data_dir / "checkpoints.sqlite"), *DURABLE_PRAGMAS) as connection:
        graphs = Graphs(await _checkpointer(connection))
        lifetime = dt.timedelta(minutes=settings.proposal_minutes)
        try:
            yield Parley(settings, clock, database, Conversation(database, graphs, clock, lifetime))
        finally:
            await graphs.close()
            await database.close()


async def _checkpointer(connection: aiosqlite.Connection) -> AsyncSqliteSaver:
    saver = AsyncSqliteSaver(connection, serde=JsonPlusSerializer(pickle_fallback=False))
    await saver.setup()
    return saver
