"""A service with two tenants, driven over its own HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from litestar.testing import TestClient

from assistant.app import create_app
from assistant.security import issue_token
from assistant.settings import Settings
from store.admin_session import administering
from store.crm_session import Author, crm_transaction
from store.engine import Database
from store.migrate import migrate
from store.models import FollowUp, Lead, User
from store.tenants import NewUser, add_tenant, add_user

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2026, 5, 12, 14, 0, tzinfo=dt.UTC)  # a Tuesday, 10:00 in New York
PEOPLE = [
    ("harbor", NewUser("Nell Ortega", "nell@harbor.test", "agent", "North", "America/New_York")),
    ("harbor", NewUser("Paul Brandt", "paul@harbor.test", "agent", "North", "America/New_York")),
    ("harbor", NewUser("Wendy Sauer", "wendy@harbor.test", "agent", "South", "America/New_York")),
    ("harbor", NewUser("Maud Keller", "maud@harbor.test", "manager", "North", "America/New_York")),
    ("harbor", NewUser("Ines Roth", "ines@harbor.test", "admin", "", "America/New_York")),
    ("quarry", NewUser("Quentin Vale", "quentin@quarry.test", "agent", "North", "America/New_York")),
    ("quarry", NewUser("Abel Stern", "abel@quarry.test", "admin", "", "America/New_York")),
]
LEADS = [
    ("nell@harbor.test", "Viola Hartmann", "Elmwood Dairy", "contacted"),
    ("nell@harbor.test", "Caleb Wexford", "Wexford Roofing", "new"),
    ("paul@harbor.test", "Greta Lindholm", "Lindholm Tiles", "qualified"),
    ("wendy@harbor.test", "Hector Sandoval", "Sandoval Foods", "new"),
    ("quentin@quarry.test", "Ursula Peck", "Peck Interiors", "new"),
]


@dataclass(frozen=True)
class Office:
    """The running service, its users' tokens, and the ids of its leads by name."""

    client: TestClient[Any]
    settings: Settings
    users: dict[str, User]
    leads: dict[str, str]

    def token(self, email: str, *, role: str = "", at: dt.datetime = NOW, hours: float = 1) -> str:
        user = self.users[email]
        return issue_token(
            self.settings,
            user_id=user.id,
            tenant_id=user.tenant_id,
            role=role or user.role,  # type: ignore[arg-type]
            now=at,
            ttl=dt.timedelta(hours=hours),
        )

    def head(self, email: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(email)}"}

    def chat(self, email: str, message: str | None = None, **more: Any) -> dict[str, Any]:
        body = {"session_id": f"talk of {email}", **({"message": message} if message is not None else {}), **more}
        response = self.client.post("/chat", json=body, headers=self.head(email))
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def get(self, email: str, path: str, **params: Any) -> Any:
        return self.client.get(path, headers=self.head(email), params=params)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("office")
    settings = Settings.load({"ASSISTANT_DATA_DIR": str(folder), "ASSISTANT_NOW": NOW.isoformat()}, folder)
    users, leads = asyncio.run(_fill(settings))
    with TestClient(create_app(settings)) as client:
        yield Office(client, settings, users, leads)


async def _fill(settings: Settings) -> tuple[dict[str, User], dict[str, str]]:
    await migrate(settings.database_url)
    database = Database(settings.database_url)
    users: dict[str, User] = {}
    async with administering(database) as session:
        tenants = {slug: await add_tenant(session, slug=slug, name=slug, now=NOW) for slug in ("harbor", "quarry")}
        for slug, person in PEOPLE:
            users[person.email] = await add_user(session, tenants[slug].id, person, NOW)
    leads = {name: await _lead(database, users[email], name, company, status) for email, name, company, status in LEADS}
    await database.close()
    return users, leads


async def _lead(database: Database, owner: User, name: str, company: str, status: str) -> str:
    common: dict[str, Any] = {"tenant_id": owner.tenant_id, "owner_id": owner.id, "created_at": NOW, "updated_at": NOW}
    lead = Lead(
        name=name, company=company, status=status, email=f"{name.split(maxsplit=1)[0].lower()}@mail.test", **common
    )
    later = NOW + dt.timedelta(days=2)
    async with crm_transaction(database, Author(owner.tenant_id, owner.id, NOW)) as session:
        await session.begin_changes()
        await session.insert(lead)
        await session.insert(FollowUp(title=f"Call {name}", kind="call", lead_id=lead.id, starts_at=later, **common))
    return lead.id
