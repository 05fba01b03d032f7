"""A tenant with four users to import into: Ruth (agent) and Otto (manager) are team North, Ivo is an agent of South."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from sqlalchemy import select
from sqlmodel import col

from assistant.exports import export_csv
from assistant.imports import ImportOptions, ImportReport, import_csv, read_mapping
from store.admin_session import administering
from store.crm_session import Author, CrmSession, crm_transaction
from store.directory import Directory, load_directory
from store.engine import Database
from store.migrate import migrate
from store.models import Record, User
from store.tenants import NewUser, add_tenant, add_user, find_tenant

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from store.scope import Asker

R = TypeVar("R", bound=Record)

NOW = dt.datetime(2031, 5, 14, 15, 30, tzinfo=dt.UTC)  # a Wednesday
PEOPLE = (
    NewUser("Ruth Amari", "ruth@alder.test", "agent", "North", "Europe/Berlin"),
    NewUser("Otto Brenner", "otto@alder.test", "manager", "North", "Europe/Berlin"),
    NewUser("Ivo Castell", "ivo@alder.test", "agent", "South", "America/New_York"),
    NewUser("Selma Duarte", "selma@alder.test", "admin", "", "Europe/London"),
)


@dataclass(frozen=True)
class Office:
    """A tenant, and what tests do with it."""

    database: Database
    tenant_id: str

    async def load(self, kind: str, text: str | bytes, mapping: str = "", **more: Any) -> ImportReport:
        """Import a file; `more` are options, `now` and `actor`."""
        now, actor = more.pop("now", NOW), more.pop("actor", None)
        return await import_csv(
            self.database,
            self.tenant_id,
            kind,
            text.encode() if isinstance(text, str) else text,
            mapping=read_mapping(mapping.encode()) if mapping else None,
            options=ImportOptions(**more),
            now=now,
            actor=actor,
        )

    async def export(self, kind: str) -> str:
        file = io.StringIO(newline="")
        await export_csv(self.database, self.tenant_id, kind, file)
        return file.getvalue()

    async def all(self, model: type[R]) -> list[R]:
        async with self.database.reading() as session:
            statement = select(model).where(col(model.tenant_id) == self.tenant_id)
            return await session.records(statement.order_by(col(model.id)))

    async def one(self, model: type[R]) -> R:
        (record,) = await self.all(model)
        return record

    async def directory(self) -> Directory:
        async with self.database.reading() as session:
            directory = await load_directory(session, self.tenant_id)
        assert directory
        return directory

    async def user(self, email: str) -> User:
        return next(user for user in (await self.directory()).users if user.email == email)

    async def asker(self, email: str) -> Asker:
        directory = await self.directory()
        user = next(user for user in directory.users if user.email == email)
        return directory.asker(user, user.role)  # type: ignore[arg-type]

    async def edit(self, model: type[R], **values: Any) -> None:
        """Change the only record of a type as an approved card would."""
        user = await self.user("ruth@alder.test")
        async with crm_transaction(self.database, Author(self.tenant_id, user.id, NOW)) as session:
            await self._edit(session, model, values)

    async def _edit(self, session: CrmSession, model: type[R], values: dict[str, Any]) -> None:
        await session.begin_changes()
        session.open_journal("a-change")
        (record,) = await session.records(select(model).where(col(model.tenant_id) == self.tenant_id))
        await session.change(record, **values)

    async def add(self, record: Record) -> None:
        """Make a record as an approved card would."""
        async with crm_transaction(self.database, Author(self.tenant_id, record.owner_id, NOW)) as session:
            await session.begin_changes()
            await session.insert(record)
            await session.settle()


async def _make(folder: Path) -> None:
    url = f"sqlite+aiosqlite:///{folder / 'parley.sqlite'}"
    await migrate(url)
    database = Database(url)
    async with administering(database) as session:
        for slug in ("alder", "empty"):
            tenant = await add_tenant(session, slug=slug, name=slug.title(), now=NOW)
            for person in PEOPLE if slug == "alder" else ():
                await add_user(session, tenant.id, person, NOW)
    await database.close()


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    asyncio.run(_make(folder))
    return folder


@pytest.fixture
async def database(tmp_path: Path, office_folder: Path) -> AsyncIterator[Database]:
    folder = shutil.copytree(office_folder, tmp_path / "office")
    database = Database(f"sqlite+aiosqlite:///{folder / 'parley.sqlite'}")
    yield database
    await database.close()


async def _office(database: Database, slug: str) -> Office:
    async with database.reading() as session:
        tenant = await find_tenant(session, slug)
    assert tenant
    return Office(database, tenant.id)


@pytest.fixture
async def office(database: Database) -> Office:
    return await _office(database, "alder")


@pytest.fixture
async def empty_office(database: Database) -> Office:
    """Another tenant of the same database, without users."""
    return await _office(database, "empty")
