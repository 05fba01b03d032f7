"""The session that writes what an administrator decides: tenants, users, lists and custom fields.

Each change raises the tenant's revision, so that nobody goes on with an old
directory.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col

from store.models import FieldDefinition, ListValue, Tenant, User
from store.models.base import table
from store.sessions import ReadSession

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from store.engine import Database

Administered = User | ListValue | FieldDefinition
_WRITABLE = (Tenant, User, ListValue, FieldDefinition)


class AdminSession(ReadSession):
    """One open transaction that may write tenants, users, lists and custom fields, and nothing else."""

    def __init__(self, session: AsyncSession) -> None:
        """Wrap an open transaction."""
        super().__init__(session)
        self._touched: set[str] = set()

    async def insert(self, *rows: Administered | Tenant) -> None:
        """Add rows; raises PermissionError for one of another table."""
        for row in rows:
            self._touch(row)
            self._session.add(row)
        await self._session.flush()

    async def change(self, row: Administered | Tenant, **values: object) -> None:
        """Set columns of a row that was read in this session."""
        self._touch(row)
        for name, value in values.items():
            setattr(row, name, value)
        await self._session.flush()

    async def remove(self, row: ListValue | FieldDefinition) -> None:
        """Delete a value of a list or a custom field; users and tenants stay, for records name them."""
        if not isinstance(row, ListValue | FieldDefinition):
            raise PermissionError(f"an admin session does not delete {type(row).__name__}")
        self._touch(row)
        await self._session.delete(row)
        await self._session.flush()

    def _touch(self, row: Administered | Tenant) -> None:
        if not isinstance(row, _WRITABLE):
            raise PermissionError(f"an admin session does not write {type(row).__name__}")
        self._touched.add(row.id if isinstance(row, Tenant) else row.tenant_id)

    async def settle(self) -> None:
        """Raise the revision of every tenant that something was changed of."""
        for tenant_id in sorted(self._touched):
            following = col(Tenant.revision) + 1
            bump = update(table(Tenant)).where(col(Tenant.id) == tenant_id)
            await self._session.execute(bump.values(revision=following, directory_revision=following))
        self._touched.clear()


@asynccontextmanager
async def administering(database: Database) -> AsyncIterator[AdminSession]:
    """Yield a transaction of an administrator; committed at the end, rolled back on any error."""
    async with database.writers() as session, session.begin():
        admin = AdminSession(session)
        yield admin
        await admin.settle()
