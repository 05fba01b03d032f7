"""The two engines: one that writes, and one that the database itself keeps from writing."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from store.sessions import ReadSession, TalkSession
from store.sqlite_connection import ReadingConnection, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiosqlite
    from sqlalchemy.engine import URL, Connection

_BUSY_SECONDS = 30
_PRAGMAS = (f"busy_timeout = {_BUSY_SECONDS * 1000}", "foreign_keys = ON")
DURABLE_PRAGMAS = (*_PRAGMAS, "journal_mode = WAL", "synchronous = FULL")


class Database:
    """The database of an installation, opened twice.

    On SQLite the reading engine uses `mode=ro`; on PostgreSQL its sessions are
    read-only by default (`default_transaction_read_only`), and `read_url` may
    name a role without write rights.
    """

    def __init__(self, url: str, read_url: str = "") -> None:
        """Open nothing yet; engines connect at first use."""
        parsed = make_url(url)
        self.dialect = parsed.get_backend_name()
        self._write = _writer(parsed)
        self._read = _reader(make_url(read_url) if read_url else parsed)
        self._readers = async_sessionmaker(self._read, expire_on_commit=False, autoflush=False)
        self.writers: async_sessionmaker[AsyncSession] = async_sessionmaker(
            self._write, expire_on_commit=False, autoflush=False
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        """Yield a session that can only read; one snapshot for as long as it is open."""
        async with self._readers() as session:
            yield ReadSession(session)

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[TalkSession]:
        """Yield one write transaction over the tables of the talk; committed at the end, rolled back on any error."""
        async with self.writers() as session, session.begin():
            yield TalkSession(session)

    @property
    def engines(self) -> tuple[AsyncEngine, AsyncEngine]:
        """The writing and the reading engine, for migrations, measurements and tests."""
        return self._write, self._read

    async def close(self) -> None:
        """Close every connection."""
        await self._read.dispose()
        await self._write.dispose()


def _writer(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True, hide_parameters=True)

    async def connected() -> aiosqlite.Connection:
        return await connect(str(url.database), *DURABLE_PRAGMAS, isolation_level=None)

    # SQLite has one writer at a time anyway: queueing here costs less than waiting for its lock
    one = {"pool_size": 1, "max_overflow": 0, "pool_timeout": _BUSY_SECONDS}
    engine = create_async_engine(url, async_creator=connected, hide_parameters=True, **one)
    return _beginning(engine, "BEGIN IMMEDIATE")


def _reader(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        settings = {"server_settings": {"default_transaction_read_only": "on"}}
        return create_async_engine(url, pool_pre_ping=True, connect_args=settings, hide_parameters=True)
    read_only = f"{Path(url.database or '').absolute().as_uri()}?mode=ro"

    async def connected() -> aiosqlite.Connection:
        return await connect(read_only, *_PRAGMAS, kind=ReadingConnection, uri=True, isolation_level=None)

    return _beginning(create_async_engine(url, async_creator=connected, hide_parameters=True), "BEGIN")


def _beginning(engine: AsyncEngine, statement: str) -> AsyncEngine:
    """Have transactions begin by `statement` where SQLAlchemy says so, not where the driver guesses."""

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.connection.driver_connection.begin(statement)  # type: ignore[union-attr]

    return engine
