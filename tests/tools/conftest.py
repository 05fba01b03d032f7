"""One tenant at work, and a way to use a tool as somebody: look, approve, do, take back.

In "fern", Ivy and Otto (agents) and Mona (manager) are the team "north", Pia (agent) the team "south", Ada is the
admin.  Max belongs to another tenant.  A user's id is the first name in small letters, a record's id tells what it is.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from graphs.nodes import confirm
from graphs.nodes.apply import entry_of
from store.crm_session import Author, crm_transaction
from store.directory import load_directory
from store.engine import Database
from store.migrate import migrate
from store.models import (
    Account,
    Conversation,
    Deal,
    FieldDefinition,
    FollowUp,
    Interaction,
    Lead,
    LedgerEntry,
    ListValue,
    Proposal,
    Record,
    Task,
    Tenant,
    User,
    new_id,
)
from store.scope import Role
from tools.base import Action, Answer, FieldChange, Moment, ReadTool, Target, WriteTool
from tools.catalogue import read_tool, write_tool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

NOW = dt.datetime(2031, 5, 14, 15, 30, tzinfo=dt.UTC)  # a Wednesday, 10:30 in Chicago
STATUSES = ("new", "contacted", "qualified", "negotiating", "closed_won", "closed_lost", "follow_up")
STAGES = ("prospecting", "proposal", "negotiation", "won", "lost")
OUTCOMES = {"closed_won": "won", "closed_lost": "lost", "won": "won", "lost": "lost"}

USERS = (
    ("ivy", "Ivy Lang", "agent", "north"),
    ("otto", "Otto Brandt", "agent", "north"),
    ("mona", "Mona Achebe", "manager", "north"),
    ("pia", "Pia Rossi", "agent", "south"),
    ("ada", "Ada Quist", "admin", ""),
)


def at(day: int, hour: int = 12, minute: int = 0) -> dt.datetime:
    """Return a time in May."""
    return NOW.replace(day=day, hour=hour, minute=minute)


RECORDS: tuple[tuple[type[Record], str, str, dict[str, Any]], ...] = (
    (Account, "mill", "ivy", {"name": "Mill Lane Dental", "city": "Chicago"}),
    (Account, "south-account", "pia", {"name": "Quay Prints"}),
    (
        Lead,
        "tess",
        "ivy",
        {
            "name": "Tess Marlow",
            "email": "tess@mill.test",
            "phone": "+1 312 555 0144",
            "company": "Mill Lane Dental",
            "title": "Practice Manager",
            "status": "contacted",
            "source": "referral",
            "expected_amount": 1_850_000,
            "city": "Chicago",
            "tags": ["vip", "clinic"],
            "custom": {"chairs": "6"},
            "last_contacted_imported": at(2),
        },
    ),
    (
        Lead,
        "gil",
        "ivy",
        {
            "name": "Gil Ortega",
            "company": "Dock Street Bikes",
            "source": "website",
            "expected_amount": 400_000,
            "city": "Evanston",
        },
    ),
    (
        Lead,
        "noor",
        "ivy",
        {"name": "Noor Said", "company": "Mill Lane Dental", "status": "negotiating", "source": "website"},
    ),
    (Lead, "old", "ivy", {"name": "Sven Holt", "archived_at": at(1)}),
    (Lead, "paula", "otto", {"name": "Paula Voss", "company": "Kiln Ceramics", "expected_amount": 900_000}),
    (Lead, "uma", "pia", {"name": "Uma Reyes", "email": "uma@quay.test", "company": "Quay Prints"}),
    (
        Deal,
        "clinic",
        "ivy",
        {"name": "Clinic refit", "stage": "proposal", "amount": 1_200_000, "lead_id": "tess", "account_id": "mill"},
    ),
    (
        Deal,
        "chairs",
        "ivy",
        {"name": "Six chairs", "stage": "won", "amount": 300_000, "lead_id": "tess", "closed_on": dt.date(2031, 4, 2)},
    ),
    (Deal, "euro", "ivy", {"name": "Lisbon rooms", "stage": "proposal", "amount": 700_000, "currency": "EUR"}),
    (Deal, "south-deal", "pia", {"name": "Print hall", "stage": "proposal", "lead_id": "uma"}),
    (
        Interaction,
        "tess-call",
        "ivy",
        {"lead_id": "tess", "type": "call", "note": "wants two quotes", "occurred_at": at(9)},
    ),
    (Interaction, "tess-mail", "ivy", {"lead_id": "tess", "type": "email", "occurred_at": at(5)}),
    (Interaction, "uma-call", "pia", {"lead_id": "uma", "type": "call", "occurred_at": at(12)}),
    (
        FollowUp,
        "tess-visit",
        "ivy",
        {"title": "Viewing with Tess Marlow", "kind": "viewing", "lead_id": "tess", "starts_at": at(15, 19)},
    ),
    (FollowUp, "late", "ivy", {"title": "Send Gil the brochure", "lead_id": "gil", "starts_at": at(12, 14)}),
    (FollowUp, "today", "ivy", {"title": "Plan the fair", "starts_at": at(14, 20)}),
    (FollowUp, "done-one", "ivy", {"title": "Call Noor Said", "starts_at": at(13), "status": "completed"}),
    (FollowUp, "otto-one", "otto", {"title": "Show the kiln", "lead_id": "paula", "starts_at": at(15, 16)}),
    (FollowUp, "south-one", "pia", {"title": "Call Uma Reyes", "lead_id": "uma", "starts_at": at(15)}),
    (Task, "badge", "ivy", {"title": "Renew the badge", "due_on": dt.date(2031, 5, 12)}),
    (Task, "samples", "ivy", {"title": "Ship samples", "due_on": dt.date(2031, 5, 14), "lead_id": "gil"}),
    (Task, "someday", "ivy", {"title": "Sort the shelf"}),
    (Task, "filed", "ivy", {"title": "File the contract", "status": "done"}),
    (Task, "south-task", "pia", {"title": "Book a van"}),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The filled database, and the tools used on it as one user or another."""

    database: Database
    locale: str = "en-US"
    now: dt.datetime = NOW

    async def moment(self, user: str, role: Role | None = None, now: dt.datetime = NOW) -> Moment:
        async with self.database.reading() as session:
            person = await session.get(User, user)
            assert person is not None
            directory = await load_directory(session, person.tenant_id)
        assert directory is not None
        asker = directory.asker(person, role or person.role)  # type: ignore[arg-type]
        return Moment(asker, now, "America/Chicago", self.locale, directory)

    async def ask(self, tool: str, user: str = "ivy", *, now: dt.datetime = NOW, **args: Any) -> Answer:
        reader = read_tool(tool)
        assert isinstance(reader, ReadTool)
        moment = await self.moment(user, now=now)
        async with self.database.reading() as session:
            answer = await reader.answer(session, moment, reader.Args.model_validate(args))
        assert isinstance(answer, Answer)
        return answer

    async def show(
        self,
        tool: str,
        user: str = "ivy",
        *,
        coming: dict[str, Target] | None = None,
        now: dt.datetime = NOW,
        record_id: str = "",
        **args: Any,
    ) -> Action:
        """Return the action as a card would show it."""
        writer = writer_of(tool)
        moment = replace(await self.moment(user, now=now), coming=coming or {})
        whole = writer.Args.model_validate(args)
        new = record_id or new_id()
        async with self.database.reading() as session:
            preview = await writer.preview(session, moment, whole, new)
        return Action(
            index=1,
            tool=tool,
            args=whole.model_dump(mode="json", exclude_none=True),
            target=preview.target,
            summary=preview.summary,
            changes=preview.changes,
            warnings=preview.warnings,
            reversible=not writer.irreversible,
            record_id=new,
            guard=preview.guard,
        )

    async def do(self, tool: str, user: str = "ivy", *, now: dt.datetime = NOW, **args: Any) -> LedgerEntry:
        """Show, approve and apply; return what stands on the ledger."""
        action = await self.show(tool, user, now=now, **args)
        return await self.apply(action, user, now=now)

    async def apply(
        self, action: Action, user: str = "ivy", *, now: dt.datetime = NOW, approved: Action | None = None
    ) -> LedgerEntry:
        """Apply an action on the strength of a yes to it (or to `approved`)."""
        moment = await self.moment(user, now=now)
        card = await self._card(approved or action, moment)
        author = Author(moment.asker.tenant_id, user, now)
        async with crm_transaction(self.database, author) as session:
            await session.begin_changes()
            journal = session.open_journal(new_id())
            change = await writer_of(action.tool).run(session, moment, action, confirm.approve(card))
            entry = entry_of(action, change, journal, card.id, card.conversation_id, moment)
            await session.enter(entry)
            await session.settle()
        return entry

    async def _card(self, action: Action, moment: Moment) -> Proposal:
        user, tenant = moment.asker.user_id, moment.asker.tenant_id
        talk, card = new_id(), new_id()
        async with crm_transaction(self.database, Author(tenant, user, NOW)) as session:
            session.raw.add(
                Conversation(
                    id=talk, tenant_id=tenant, user_id=user, session_id=talk, memory={}, created_at=NOW, updated_at=NOW
                )
            )
            await session.raw.flush()
            proposal = Proposal(
                id=card,
                tenant_id=tenant,
                user_id=user,
                conversation_id=talk,
                actions=[msgspec.to_builtins(action)],
                created_at=NOW,
                expires_at=NOW + dt.timedelta(hours=1),
            )
            session.raw.add(proposal)
        return proposal

    async def row(self, model: type[Record], record_id: str) -> Any:
        async with self.database.reading() as session:
            return await session.get(model, record_id)

    def receipt(self, entry: LedgerEntry) -> str:
        """Return the words of a ledger entry."""
        target = Target(entry.target_type, entry.target_id, entry.target_name)
        changes = tuple(msgspec.convert(entry.changes, list[FieldChange]))
        return writer_of(entry.tool).receipt(target, changes, "en-US")


def writer_of(name: str) -> WriteTool[Any]:
    tool = write_tool(name)
    assert isinstance(tool, WriteTool)
    return tool


@pytest.fixture
def writer() -> Callable[[str], WriteTool[Any]]:
    """Return a function that gives a write tool by its name."""
    return writer_of


@pytest.fixture(scope="session")
def filled_tenant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a test gets a copy."""
    path = tmp_path_factory.mktemp("tenant") / "parley.db"
    asyncio.run(_make(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
async def desk(tmp_path: Path, filled_tenant: Path) -> AsyncIterator[Desk]:
    copy = tmp_path / "parley.db"
    shutil.copy(filled_tenant, copy)
    database = Database(f"sqlite+aiosqlite:///{copy}")
    yield Desk(database)
    await database.close()


async def _make(url: str) -> None:
    await migrate(url)
    database = Database(url)
    async with crm_transaction(database, Author("fern", "ivy", NOW)) as session:
        await _tenant(session, "fern", USERS)
        await _tenant(session, "moss", (("max", "Max Stein", "agent", "north"),))
        await session.begin_changes()
        for model, id, owner, values in RECORDS:
            row: dict[str, Any] = {
                "id": id,
                "tenant_id": "fern",
                "owner_id": owner,
                "created_at": at(1),
                "updated_at": at(1),
            }
            await session.insert(model(**row, **values))
        await session.insert(
            Lead(id="strange", tenant_id="moss", owner_id="max", name="Tess Marlow", created_at=NOW, updated_at=NOW)
        )
        await session.settle()
    await database.close()


async def _tenant(session: Any, tenant: str, users: tuple[tuple[str, str, str, str], ...]) -> None:
    raw = session.raw
    raw.add(Tenant(id=tenant, slug=tenant, name=tenant.title(), created_at=NOW))
    await raw.flush()
    for id, name, role, team in users:
        address = f"{id}@{tenant}.test"
        raw.add(User(id=id, tenant_id=tenant, name=name, email=address, role=role, team=team, created_at=NOW))
    for list_name, values in (("statuses", STATUSES), ("stages", STAGES)):
        for place, value in enumerate(values):
            label, outcome = value.replace("_", " ").title(), OUTCOMES.get(value, "open")
            raw.add(
                ListValue(
                    tenant_id=tenant, list_name=list_name, value=value, label=label, position=place, outcome=outcome
                )
            )
    raw.add(FieldDefinition(tenant_id=tenant, record_type="lead", key="chairs", label="Chairs"))
    await raw.flush()
