"""What a caller may do with the database, as types.

`ReadSession` reads.  `TalkSession` also writes the tables of the talk:
conversations, messages, proposals.  The session that writes CRM records and
the ledger is `store.crm_session.CrmSession`, which only the gate's `apply`
and the importer may import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, cast

from sqlalchemy import Delete, Insert, Update

from store.models import Conversation, Message, Proposal
from store.models.base import table
from store.scope import one_in_sight

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from typing import TypeAlias

    from sqlalchemy import CursorResult, Executable, Row, Select
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.sql.selectable import TypedReturnsRows
    from sqlmodel import SQLModel

    from store.models import Record
    from store.scope import Scope

    M = TypeVar("M", bound=SQLModel)
    R = TypeVar("R", bound=Record)
    Values: TypeAlias = Mapping[str, Any] | None

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_TALK_TABLES = frozenset(table(model) for model in (Conversation, Message, Proposal))


class ReadSession:
    """Reads, and nothing else: it has no commit, and its connection is read-only too.

    `values` are those of a statement's `bindparam`s.  A statement that every
    turn needs is made once, when its module is imported: making one takes
    longer than running it.
    """

    def __init__(self, session: AsyncSession) -> None:
        """Wrap an open session."""
        self._session = session

    async def rows(self, statement: TypedReturnsRows[*Ts], values: Values = None) -> Sequence[Row[*Ts]]:
        """Return every row."""
        return (await self._session.execute(statement, values)).all()

    async def pages(self, statement: TypedReturnsRows[*Ts], size: int) -> AsyncIterator[Sequence[Row[*Ts]]]:
        """Yield every row, `size` at a time: where they are many, others can have their turn in between."""
        result = await self._session.stream(statement, execution_options={"yield_per": size})
        async for page in result.partitions():
            yield page

    async def records(self, statement: Select[T], values: Values = None) -> list[T]:
        """Return the first column of every row: records, where the statement selects a table."""
        return list((await self._session.scalars(statement, values)).all())

    async def first(self, statement: Select[*Ts], values: Values = None) -> Row[*Ts] | None:
        """Return the first row, or None."""
        return (await self._session.execute(statement, values)).first()

    async def scalar(self, statement: Select[T], values: Values = None) -> T | None:
        """Return the first column of the first row, or None."""
        return await self._session.scalar(statement, values)

    async def sighted(self, model: type[R], scope: Scope, record_id: str, *, archived: bool = False) -> R | None:
        """Return a record that is in sight, or None (`archived`: an archived one, too)."""
        return await self.scalar(one_in_sight(model, scope, archived=archived), {"id": record_id})

    async def get(self, model: type[M], key: object) -> M | None:
        """Return the record with this key whoever owns it: for callers that have checked the scope."""
        return await self._session.get(model, key)


class TalkSession(ReadSession):
    """One open transaction that may write conversations, messages and proposals."""

    async def write(self, statement: Insert | Update | Delete, values: Values = None) -> CursorResult[Any]:
        """Run an insert, update or delete on a table of the talk; raises PermissionError on any other table."""
        if statement.table not in _TALK_TABLES:
            raise PermissionError(f"a talk session does not write {statement.table}")
        return await self._run(statement, values)

    async def _run(self, statement: Executable, values: Values = None) -> CursorResult[Any]:
        return cast("CursorResult[Any]", await self._session.execute(statement, values))
