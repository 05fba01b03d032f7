"""The session that writes CRM records: one transaction, and a journal of what it did.

Only `graphs.nodes.apply` and the importer may import this module; the import
contract in pyproject.toml holds that.
"""

from __future__ import annotations

import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import bindparam, func, insert, inspect, select, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from store.journal import apart, plain, unplain
from store.models import RECORDS, Interaction, Lead, LeadHistory, LedgerEntry, Record, Tenant, new_id
from store.models.base import table
from store.sessions import TalkSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from store.engine import Database
    from store.scope import Scope

R = TypeVar("R", bound=Record)

__all__ = ["Author", "CrmSession", "Journal", "crm_transaction", "plain", "unplain"]

_TYPE_OF = {model: name for name, model in RECORDS.items()}
_BOOKKEEPING = frozenset({"revision", "updated_at", "last_contacted"})
_TENANTS, _LEDGER = table(Tenant), table(LedgerEntry)
_OWN_TENANT = update(_TENANTS).where(_TENANTS.c.id == bindparam("tenant")).returning(_TENANTS.c.revision)
_NEXT_REVISION = _OWN_TENANT.values(revision=_TENANTS.c.revision + 1)
_NEXT_DIRECTORY = _NEXT_REVISION.values(directory_revision=_TENANTS.c.revision + 1)
_CHANGED = {model: update(table(model)).where(table(model).c.id == bindparam("this")) for model in RECORDS.values()}
_REMEMBERED = insert(table(LeadHistory))
_ENTERED = insert(_LEDGER).returning(*_LEDGER.c)


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, for whom the entry stands in the history, and when."""

    tenant_id: str
    user_id: str
    now: dt.datetime


@dataclass(slots=True)
class Journal:
    """What one change did to rows: `before` None is an insert."""

    change_id: str
    mutations: list[dict[str, Any]] = field(default_factory=list)


class CrmSession(TalkSession):
    """A write transaction over CRM records.  Every write goes through `insert` or `change`, so the journal is whole."""

    def __init__(self, session: AsyncSession, author: Author) -> None:
        """Wrap an open transaction."""
        super().__init__(session)
        self.author = author
        self._revision = 0
        self._journal = Journal("")
        self._touched: set[str] = set()
        self._in_sight: dict[tuple[object, ...], Record | None] = {}  # since the last write

    async def begin_changes(self, *, only_records: bool = False) -> None:
        """Take the tenant's next revision; on PostgreSQL this also makes writers of one tenant wait for each other.

        `only_records`: no user and no custom field will be written, so that nobody need read the directory anew.
        """
        statement = _NEXT_REVISION if only_records else _NEXT_DIRECTORY
        self._revision = (await self._run(statement, {"tenant": self.author.tenant_id})).scalar_one()

    def open_journal(self, change_id: str) -> Journal:
        """Start the journal of one change; later writes are noted in it."""
        self._journal = Journal(change_id)
        return self._journal

    async def insert(self, record: Record) -> None:
        """Add a record."""
        record.revision = self._revision
        self._session.add(record)
        columns = inspect(type(record)).columns.keys()
        after = {name: plain(getattr(record, name)) for name in columns if name not in _BOOKKEEPING}
        self._note(record, None, after)
        await self._session.flush()

    async def change(self, record: Record, **values: object) -> None:
        """Set columns of a record, and enter a lead's in its history."""
        before = {name: plain(getattr(record, name)) for name in values}
        after = {name: plain(value) for name, value in values.items()}
        await self._set(record, values)
        self._note(record, apart(before, after), apart(after, before))
        if isinstance(record, Lead):
            await self._enter_history(record, before, after)

    async def _set(self, record: Record, values: Mapping[str, object]) -> None:
        """Set columns in the database and in the record, which then is as if it had been read again."""
        stamped = {**values, "revision": self._revision, "updated_at": self.author.now}
        await self._run(_CHANGED[type(record)], {**stamped, "this": record.id})
        for name, value in stamped.items():
            set_committed_value(record, name, value)

    async def sighted(self, model: type[R], scope: Scope, record_id: str, *, archived: bool = False) -> R | None:
        """Return a record that is in sight, or None; nobody else can change it here, so it is read once a write."""
        key = (model, scope, record_id, archived)
        if key not in self._in_sight:
            self._in_sight[key] = await super().sighted(model, scope, record_id, archived=archived)
        return cast("R | None", self._in_sight[key])

    def _note(self, record: Record, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        entry = {"type": _TYPE_OF[type(record)], "id": record.id, "before": before, "after": after}
        self._journal.mutations.append(entry)
        self._in_sight.clear()
        if isinstance(record, Interaction):
            self._touched.add(record.lead_id)

    async def _enter_history(self, lead: Lead, before: dict[str, Any], after: dict[str, Any]) -> None:
        for name, old in before.items():
            if name in _BOOKKEEPING or old == after[name]:
                continue
            entry = {
                "id": new_id(),
                "tenant_id": lead.tenant_id,
                "lead_id": lead.id,
                "field": name,
                "before": old,
                "after": after[name],
                "user_id": self.author.user_id,
                "change_id": self._journal.change_id,
                "changed_at": self.author.now,
            }
            await self._run(_REMEMBERED, entry)

    async def enter(self, entry: LedgerEntry) -> LedgerEntry:
        """Enter a change in the ledger and return it as read back; its key makes a second entry impossible."""
        values = {column.name: getattr(entry, column.name) for column in _LEDGER.c}
        row = (await self._run(_ENTERED, values)).one()
        return LedgerEntry(**row._mapping)  # noqa: SLF001 - the documented way to a row's columns by name

    async def settle(self) -> None:
        """Bring derived values in line with what was written: a lead's last contact."""
        for lead_id in sorted(self._touched):
            lead = await self._session.get(Lead, lead_id)
            if lead:
                await self._recompute(lead)
        self._touched.clear()

    async def _recompute(self, lead: Lead) -> None:
        newest = select(func.max(col(Interaction.occurred_at))).where(
            col(Interaction.lead_id) == lead.id,
            col(Interaction.type) != "note",
            col(Interaction.archived_at).is_(None),
        )
        contacts = [time for time in (lead.last_contacted_imported, await self.scalar(newest)) if time]
        await self._set(lead, {"last_contacted": max(contacts, default=None)})

    @property
    def raw(self) -> AsyncSession:
        """The session beneath, for the importer's bulk statements."""
        return self._session

    @property
    def revision(self) -> int:
        """The tenant's revision that this transaction writes under."""
        return self._revision


@asynccontextmanager
async def crm_transaction(database: Database, author: Author) -> AsyncIterator[CrmSession]:
    """Yield a transaction that may write CRM records; committed at the end, rolled back on any error."""
    async with database.writers() as session, session.begin():
        yield CrmSession(session, author)
