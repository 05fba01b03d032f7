"""SQLite connections that go to their thread once a statement.

An aiosqlite connection lives in a thread of its own, and every call goes there
and back.  SQLAlchemy makes four calls a statement (open a cursor, execute,
fetch, close) and one to begin a transaction; each takes longer than a small
statement itself.  Here a statement and its rows are one call, and a transaction
begins in the call of its first statement.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import aiosqlite
from aiosqlite.context import contextmanager

if TYPE_CHECKING:
    from collections.abc import Iterable


class Cursor(aiosqlite.Cursor):
    """A cursor that has all its rows once it has executed."""

    _rows: list[Any]

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Cursor:
        """Run a statement and fetch its rows."""
        self._rows = await self._execute(self._run, sql, parameters or ())  # type: ignore[no-untyped-call]
        return self

    def _run(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchall()

    async def fetchone(self) -> Any:
        """Return the next row, or None."""
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return the next rows."""
        size = size or self.arraysize
        taken = self._rows[:size]
        del self._rows[:size]
        return taken

    async def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        taken, self._rows = self._rows, []
        return taken

    async def close(self) -> None:
        """Do nothing: once all rows are fetched, the statement is done with."""


class Connection(aiosqlite.Connection):
    """A connection for SQLAlchemy and for the checkpointer."""

    _beginning = ""

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        """Return a cursor; the connection's thread needs not know before it executes."""
        return Cursor(self, self._conn.cursor())

    @contextmanager
    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> aiosqlite.Cursor:
        """Run a statement and return the cursor with its rows."""
        return await Cursor(self, self._conn.cursor()).execute(sql, parameters)

    def begin(self, statement: str) -> None:
        """Begin a transaction by `statement` as soon as there is something to do in it."""
        self._beginning = statement

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if not self._beginning:
            return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        beginning, self._beginning = self._beginning, ""
        return await super()._execute(self._begun, beginning, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _begun(self, beginning: str, fn: Any, *args: Any, **kwargs: Any) -> Any:
        self._conn.execute(beginning)
        return fn(*args, **kwargs)

    async def commit(self) -> None:
        """Commit what was begun."""
        self._beginning = ""
        await super().commit()

    async def rollback(self) -> None:
        """Roll back what was begun."""
        self._beginning = ""
        await super().rollback()


class ReadingConnection(Connection):
    """A connection that only reads."""

    async def rollback(self) -> None:
        """End the snapshot.  Nobody waits for it: whatever is asked next is done after it."""
        self._beginning = ""
        self._tx.put_nowait((None, self._conn.rollback))


def connect(path: str, *pragmas: str, kind: type[Connection] = Connection, **options: Any) -> Connection:
    """Return a connection that opens when it is awaited or entered, and then sets the pragmas.

    `options` are those of `sqlite3.connect`.
    """

    def opened() -> sqlite3.Connection:
        # cursors are made outside the connection's thread; statements run nowhere but in it
        connection: sqlite3.Connection = sqlite3.connect(path, check_same_thread=False, **options)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    opening: Connection = kind(opened, iter_chunk_size=64)
    opening._thread.daemon = True  # noqa: SLF001 - as in SQLAlchemy: one left open must not keep the process alive
    return opening
