"""What a caller may do with the database, as types.

`ReadSession` reads.  `TalkSession` also writes the tables of the talk:
conversations, messages, proposals.  The session that writes CRM records and
the ledger is `store.crm_session.CrmSession`, which only the gate's `apply`
and the importer may import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, cast

from sqlalchemy import Delete, Insert, Update

from store.models import Conversation, Message, Proposal, metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import CursorResult, Executable, Row, Select
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel import SQLModel

    M = TypeVar("M", bound=SQLModel)

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_TALK_TABLES = frozenset(metadata.tables[str(model.__tablename__)] for model in (Conversation, Message, Proposal))


class ReadSession:
    """Reads, and nothing else: it has no commit, and its connection is read-only too."""

    def __init__(self, session: AsyncSession) -> None:
        """Wrap an open session."""
        self._session = session

    async def rows(self, statement: Select[*Ts]) -> Sequence[Row[*Ts]]:
        """Return every row."""
        return (await self._session.execute(statement)).all()

    async def records(self, statement: Select[T]) -> list[T]:
        """Return the first column of every row: records, where the statement selects a table."""
        return list((await self._session.scalars(statement)).all())

    async def first(self, statement: Select[*Ts]) -> Row[*Ts] | None:
        """Return the first row, or None."""
        return (await self._session.execute(statement)).first()

    async def scalar(self, statement: Select[T]) -> T | None:
        """Return the first column of the first row, or None."""
        return await self._session.scalar(statement)

    async def get(self, model: type[M], key: object) -> M | None:
        """Return the record with this key whoever owns it: for callers that have checked the scope."""
        return await self._session.get(model, key)


class TalkSession(ReadSession):
    """One open transaction that may write conversations, messages and proposals."""

    async def write(self, statement: Insert | Update | Delete) -> CursorResult[Any]:
        """Run an insert, update or delete on a table of the talk; raises PermissionError on any other table."""
        if statement.table not in _TALK_TABLES:
            raise PermissionError(f"a talk session does not write {statement.table}")
        return await self._run(statement)

    async def _run(self, statement: Executable) -> CursorResult[Any]:
        return cast("CursorResult[Any]", await self._session.execute(statement))
