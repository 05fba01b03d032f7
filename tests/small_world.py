"""A small world to talk in: two tenants with their people and leads, on a database of a test's own.

In north, Ana (agent) and Mia (manager) are the team "east", Ben (agent) and Ada (admin) the team "west".  Zoe is
south's agent, and one of her leads bears the name of one of Ana's.  A user's id is the first name, a lead's id too.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from sqlalchemy import select
from sqlmodel import col

from assistant.asking import Caller
from assistant.bootstrap import Parley, open_parley
from assistant.conversation import Conversation
from assistant.settings import Settings
from graphs.state import ActionEdit, Decision, Turn
from store.admin_session import administering
from store.crm_session import Author, crm_transaction
from store.models import FollowUp, Interaction, Lead, LeadHistory, LedgerEntry, Proposal, Tenant, User
from store.tenants import default_values

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from store.scope import Role

NOW = dt.datetime(2031, 5, 14, 15, 30, tzinfo=dt.UTC)
ZONE = "America/New_York"

USERS: dict[str, tuple[str, Role, str]] = {
    "ana": ("north", "agent", "east"),
    "mia": ("north", "manager", "east"),
    "ben": ("north", "agent", "west"),
    "ada": ("north", "admin", "west"),
    "zoe": ("south", "agent", "east"),
}
LEADS: dict[str, tuple[str, str, str, str]] = {
    "tess": ("ana", "Tess Marlow", "Harbour Foods", "new"),
    "gil": ("ana", "Gil Ortega", "Quay Prints", "contacted"),
    "paula": ("ana", "Paula Voss", "Mill Lane Dental", "qualified"),
    "sven": ("mia", "Sven Holt", "Salt & Cedar", "new"),
    "uma": ("ben", "Uma Reyes", "Dock Street Bikes", "new"),
    "zoes-tess": ("zoe", "Tess Marlow", "Harbour Foods", "new"),
}

Answer = dict[str, Any]


@dataclass
class HandClock:
    """A clock that stands still until a test moves it."""

    time: dt.datetime = NOW

    def now(self) -> dt.datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += dt.timedelta(**by)


@dataclass(frozen=True)
class Talk:
    """Somebody in one conversation."""

    parley: Parley
    caller: Caller
    session_id: str

    async def say(self, message: str, **given: Any) -> Answer:
        return await self.take(Turn(message, session_id=self.session_id, **given))

    async def approve(self, card: Answer, **given: Any) -> Answer:
        return await self._press("approve", card, (), given)

    async def reject(self, card: Answer, **given: Any) -> Answer:
        return await self._press("reject", card, (), given)

    async def edit(self, card: Answer, *actions: ActionEdit, **given: Any) -> Answer:
        return await self._press("edit", card, actions, given)

    async def _press(
        self,
        kind: Literal["approve", "reject", "edit"],
        card: Answer,
        actions: tuple[ActionEdit, ...],
        given: dict[str, Any],
    ) -> Answer:
        decision = Decision(card["id"], card["version"], kind, actions)
        return await self.take(Turn(session_id=self.session_id, decision=decision, **given))

    async def take(self, turn: Turn) -> Answer:
        """Take a turn that the test has made itself."""
        answer = await self.parley.conversation.turn(self.caller, turn)
        seen: Answer = msgspec.json.decode(msgspec.json.encode(answer))  # as a client gets it
        return seen


@dataclass(frozen=True)
class World:
    """An installation with the small world in it, and ways to look and to reach behind it."""

    parley: Parley
    clock: HandClock = field(default_factory=HandClock)

    def afresh(self) -> World:
        """The same installation with nothing remembered in the process, and the clock back at `NOW`."""
        known, clock = self.parley.conversation, HandClock()
        conversation = Conversation(self.parley.database, known._graphs, clock, known._lifetime)  # type: ignore[arg-type]
        return World(replace(self.parley, conversation=conversation), clock)

    def talk(self, who: str = "ana", session_id: str = "desk") -> Talk:
        tenant, role, _ = USERS[who]
        return Talk(self.parley, Caller(tenant, who, role), session_id)

    async def change(self, lead_id: str, by: str = "mia", **values: Any) -> None:
        """Change a lead as somebody else would, in another process."""
        async with crm_transaction(self.parley.database, Author(USERS[by][0], by, self.clock.now())) as session:
            await session.begin_changes()
            session.open_journal(f"behind-{by}")
            lead = await session.get(Lead, lead_id)
            assert lead is not None
            await session.change(lead, **values)

    async def set_role(self, who: str, role: Role) -> None:
        async with administering(self.parley.database) as session:
            user = await session.get(User, who)
            assert user is not None
            await session.change(user, role=role)

    async def lead(self, lead_id: str) -> Lead:
        async with self.parley.database.reading() as session:
            lead = await session.get(Lead, lead_id)
        assert lead is not None
        return lead

    async def statuses(self, *lead_ids: str) -> dict[str, str]:
        async with self.parley.database.reading() as session:
            rows = await session.rows(select(col(Lead.id), col(Lead.status)).where(col(Lead.id).in_(lead_ids or LEADS)))
        return {row.id: row.status for row in rows}

    async def ledger(self) -> list[LedgerEntry]:
        async with self.parley.database.reading() as session:
            order = (col(LedgerEntry.proposal_id), col(LedgerEntry.action_index))
            return await session.records(select(LedgerEntry).order_by(*order))

    async def history(self) -> list[LeadHistory]:
        """What the lead histories say, but for what `change` did."""
        behind = col(LeadHistory.change_id).startswith("behind-")
        async with self.parley.database.reading() as session:
            return await session.records(select(LeadHistory).where(~behind).order_by(col(LeadHistory.id)))

    async def card(self, card_id: str) -> Proposal:
        async with self.parley.database.reading() as session:
            card = await session.get(Proposal, card_id)
        assert card is not None
        return card

    async def made(self) -> list[Interaction | FollowUp]:
        """The interactions and follow-ups that there are."""
        async with self.parley.database.reading() as session:
            return [*await session.records(select(Interaction)), *await session.records(select(FollowUp))]


def settings_in(folder: Path, **more: str) -> Settings:
    """The settings of an installation that keeps everything in `folder`."""
    given = {"DATA_DIR": str(folder), "SECRET_KEY": "k" * 32, **more}
    return Settings.load({f"ASSISTANT_{name}": value for name, value in given.items()}, folder)


@asynccontextmanager
async def open_world(folder: Path, clock: HandClock | None = None) -> AsyncIterator[World]:
    """Open the installation in `folder`, with a clock in the test's hand."""
    async with open_parley(settings_in(folder)) as parley:
        world = World(parley, clock or HandClock())
        parley.conversation._clock = world.clock  # type: ignore[assignment]
        yield world


def make_world(folder: Path) -> Path:
    """Fill an empty folder with the small world, and return it."""
    asyncio.run(_fill(folder))
    return folder


async def _fill(folder: Path) -> None:
    async with open_parley(settings_in(folder)) as parley:
        await fill(parley)


async def fill(parley: Parley) -> None:
    """Put the small world into an empty installation."""
    for tenant in ("north", "south"):
        async with administering(parley.database) as admin:
            await admin.insert(Tenant(id=tenant, slug=tenant, name=tenant.title(), created_at=NOW))
            await admin.insert(*default_values(tenant), *_users(tenant))
        async with crm_transaction(parley.database, Author(tenant, "", NOW)) as session:
            await session.begin_changes()
            for lead in _leads(tenant):
                await session.insert(lead)


def _users(tenant: str) -> Iterable[User]:
    for name, (where, role, team) in USERS.items():
        if where == tenant:
            yield User(
                id=name,
                tenant_id=tenant,
                name=name.title(),
                email=f"{name}@{tenant}.test",
                role=role,
                team=team,
                timezone=ZONE,
                created_at=NOW,
            )


def _leads(tenant: str) -> Iterable[Lead]:
    for lead_id, (owner, name, company, status) in LEADS.items():
        if USERS[owner][0] == tenant:
            yield Lead(
                id=lead_id,
                tenant_id=tenant,
                owner_id=owner,
                name=name,
                company=company,
                status=status,
                created_at=NOW,
                updated_at=NOW,
            )
