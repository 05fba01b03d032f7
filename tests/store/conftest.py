"""Two tenants to look at: "north" with two teams, and "south", which nobody of north may ever see.

In north, Ana (agent) and Mia (manager) are the team "east", Ben (agent) and Ada (admin) the team "west".  Zoe is
south's agent.  A user's id is the first name, a record's id says whose it is and on what it hangs.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from store.crm_session import Author, CrmSession, crm_transaction
from store.directory import load_directory
from store.engine import Database
from store.migrate import migrate
from store.models import Account, Contact, Deal, FollowUp, Interaction, Lead, Record, Task, Tenant, User

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from store.scope import Role, Scope

NOW = dt.datetime(2031, 5, 14, 15, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=2)

NORTH_USERS = (("ana", "agent", "east"), ("mia", "manager", "east"), ("ben", "agent", "west"), ("ada", "admin", "west"))
SOUTH_USERS = (("zoe", "agent", "east"),)

NORTH: tuple[tuple[type[Record], str, str, dict[str, Any]], ...] = (
    (Account, "harbour", "ben", {"name": "Harbour Foods"}),
    (Account, "mill", "ben", {"name": "Mill Lane Dental"}),
    (Account, "quay", "ben", {"name": "Quay Prints"}),
    (Account, "dock", "mia", {"name": "Dock Street Bikes"}),
    (Contact, "ben-contact-at-harbour", "ben", {"name": "Ira Lund", "account_id": "harbour"}),
    (Contact, "ben-contact-at-quay", "ben", {"name": "Uma Reyes", "account_id": "quay"}),
    (Contact, "ben-contact-at-dock", "ben", {"name": "Otto Falk", "account_id": "dock"}),
    (Contact, "ana-contact", "ana", {"name": "Noor Said"}),
    (Lead, "ana-lead", "ana", {"name": "Tess Marlow", "account_id": "harbour"}),
    (Lead, "mia-lead", "mia", {"name": "Gil Ortega"}),
    (Lead, "ben-lead", "ben", {"name": "Paula Voss", "account_id": "quay"}),
    (Lead, "ana-lead-archived", "ana", {"name": "Sven Holt", "archived_at": NOW}),
    (Deal, "ana-deal-with-mill", "ana", {"name": "Clinic", "stage": "proposal", "account_id": "mill"}),
    (Deal, "ben-deal-on-ana-lead", "ben", {"name": "Kiosk", "stage": "proposal", "lead_id": "ana-lead"}),
    (Deal, "ana-deal-on-ben-lead", "ana", {"name": "Print hall", "stage": "won", "lead_id": "ben-lead"}),
    (Deal, "mia-deal", "mia", {"name": "Showroom", "stage": "lost"}),
    (Interaction, "ben-call-on-ana-lead", "ben", {"lead_id": "ana-lead", "type": "call", "occurred_at": NOW}),
    (Interaction, "ana-call-on-ben-lead", "ana", {"lead_id": "ben-lead", "type": "call", "occurred_at": NOW}),
    (Interaction, "mia-meeting-on-mia-lead", "mia", {"lead_id": "mia-lead", "type": "meeting", "occurred_at": NOW}),
    (FollowUp, "ana-follow-up", "ana", {"title": "Plan the week", "starts_at": LATER}),
    (FollowUp, "ben-follow-up-on-ana-lead", "ben", {"title": "Show", "starts_at": LATER, "lead_id": "ana-lead"}),
    (FollowUp, "ben-follow-up", "ben", {"title": "Order samples", "starts_at": LATER}),
    (FollowUp, "mia-follow-up", "mia", {"title": "Review", "starts_at": LATER}),
    (Task, "ana-task", "ana", {"title": "Renew badge"}),
    (Task, "ben-task-on-ana-lead", "ben", {"title": "Send plans", "lead_id": "ana-lead"}),
    (Task, "ben-task", "ben", {"title": "Book van"}),
    (Task, "mia-task", "mia", {"title": "Sign off hours"}),
)
SOUTH: tuple[tuple[type[Record], str, str, dict[str, Any]], ...] = (
    (Account, "zoe-account", "zoe", {"name": "Harbour Foods"}),
    (Contact, "zoe-contact", "zoe", {"name": "Ira Lund", "account_id": "zoe-account"}),
    (Lead, "zoe-lead", "zoe", {"name": "Tess Marlow", "account_id": "zoe-account"}),
    (Deal, "zoe-deal", "zoe", {"name": "Clinic", "stage": "proposal", "lead_id": "zoe-lead"}),
    (Interaction, "zoe-call", "zoe", {"lead_id": "zoe-lead", "type": "call", "occurred_at": NOW}),
    (FollowUp, "zoe-follow-up", "zoe", {"title": "Show", "starts_at": LATER, "lead_id": "zoe-lead"}),
    (Task, "zoe-task", "zoe", {"title": "Send plans", "lead_id": "zoe-lead"}),
)


@dataclass(frozen=True, slots=True)
class Office:
    """The filled database, and the ways in that tests need."""

    database: Database
    open_again: Callable[[], Database]
    """Opens the same file once more, as another process would."""

    now: dt.datetime = NOW

    def writing(self, user: str = "ana", tenant: str = "north") -> AbstractAsyncContextManager[CrmSession]:
        return crm_transaction(self.database, Author(tenant, user, self.now))

    async def scope(self, user: str, role: Role) -> Scope:
        async with self.database.reading() as session:
            person = await session.get(User, user)
            assert person is not None
            directory = await load_directory(session, person.tenant_id)
        assert directory is not None
        return directory.scope(person, role)


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a test gets a copy."""
    path = tmp_path_factory.mktemp("filled") / "parley.db"
    asyncio.run(_make(_url(path)))
    return path


@pytest.fixture
async def office(tmp_path: Path, filled_file: Path) -> AsyncIterator[Office]:
    copy = tmp_path / "parley.db"
    shutil.copy(filled_file, copy)
    opened: list[Database] = []

    def open_again() -> Database:
        opened.append(Database(_url(copy)))
        return opened[-1]

    yield Office(open_again(), open_again)
    for database in opened:
        await database.close()


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def _make(url: str) -> None:
    await migrate(url)
    database = Database(url)
    await _fill(database, "north", NORTH_USERS, NORTH)
    await _fill(database, "south", SOUTH_USERS, SOUTH)
    await database.close()


async def _fill(
    database: Database,
    tenant: str,
    users: tuple[tuple[str, str, str], ...],
    records: tuple[tuple[type[Record], str, str, dict[str, Any]], ...],
) -> None:
    async with crm_transaction(database, Author(tenant, users[0][0], NOW)) as session:
        session.raw.add(Tenant(id=tenant, slug=tenant, name=tenant.title(), created_at=NOW))
        await session.raw.flush()
        for name, role, team in users:
            email = f"{name}@{tenant}.test"
            session.raw.add(
                User(id=name, tenant_id=tenant, name=name.title(), email=email, role=role, team=team, created_at=NOW)
            )
        await session.raw.flush()
        await session.begin_changes()
        for model, id, owner, values in records:
            await session.insert(
                model(id=id, tenant_id=tenant, owner_id=owner, created_at=NOW, updated_at=NOW, **values)
            )
        await session.settle()
