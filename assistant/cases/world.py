"""The world of a case: its CSV files imported once, and copied for every case."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from assistant.asking import Caller, identify
from assistant.bootstrap import Parley, open_parley
from assistant.imports.run import import_csv
from assistant.settings import Settings
from store.admin_session import administering
from store.engine import Database
from store.errors import Refused
from store.migrate import migrate
from store.models import Interaction
from store.queries import wire
from store.queries.records import list_records
from store.scope import visible
from store.tenants import add_tenant, list_tenants, list_users

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from assistant.cases.files import CaseFile
    from store.models import User

LISTS = ("leads", "deals", "follow_ups", "tasks", "changes")
_PAGE = 200
Snapshot = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A running Parley with the world's users."""

    parley: Parley
    tenant_id: str
    users: dict[str, User]

    def caller(self, email: str) -> Caller:
        """Return a user as a caller; raises Refused where the world has none of that address."""
        if email not in self.users:
            raise Refused(f"the world has no user {email}")
        return Caller(self.tenant_id, self.users[email].id, self.users[email].role)  # type: ignore[arg-type]

    async def snapshot(self) -> Snapshot:
        """Return every record, as an administrator's reads give them, with each lead's interactions."""
        admin = next((u for u in self.users.values() if u.role == "admin"), next(iter(self.users.values())))
        parley = self.parley
        async with parley.database.reading() as session:
            caller = self.caller(admin.email)
            asker, directory = await identify(session, parley.conversation.directories, caller)
            now = parley.clock.now()
            found: Snapshot = {}
            for kind in LISTS:
                found[kind], cursor = {}, ""
                while True:
                    items, following = await list_records(
                        session, asker.scope, directory, kind, {}, limit=_PAGE, cursor=cursor, now=now
                    )
                    found[kind] |= {item["id"]: item for item in items}
                    if not following:
                        break
                    cursor = following
            happened = await session.records(select(Interaction).where(visible(Interaction, asker.scope)))
        leads = found["leads"]
        found["interactions"] = {
            one.id: {**wire.interaction(one, directory), "lead": leads.get(one.lead_id, {}).get("name")}
            for one in happened
        }
        return found


class World:
    """The files of a case file, imported once for each clock."""

    def __init__(self, file: CaseFile, folder: Path) -> None:
        self._file = file
        self._folder = folder
        self._made: dict[str, Path] = {}
        self._count = 0

    async def template(self, now: str) -> Path:
        """Return the data directory of the world as of `now`, made at first use."""
        if now not in self._made:
            place = self._folder / f"world-{len(self._made)}"
            await self._make(place, now)
            self._made[now] = place
        return self._made[now]

    async def _make(self, place: Path, now: str) -> None:
        settings = _settings(place, now)
        moment = dt.datetime.fromisoformat(now)
        await migrate(settings.database_url)
        database = Database(settings.database_url)
        try:
            async with administering(database) as session:
                tenant = await add_tenant(session, slug="default", name="default", now=moment)
            for kind, name in self._file.world.items():
                source = self._file.path.parent / name
                report = await import_csv(database, tenant.id, kind, source, now=moment)
                if report.refused:
                    raise Refused(f"{source.name}: {report.refused[0]}")
        finally:
            await database.close()

    @asynccontextmanager
    async def copy(self, now: str) -> AsyncIterator[Path]:
        """Yield the data directory of a copy of the world, gone afterwards."""
        template = await self.template(now)
        self._count += 1
        place = self._folder / f"case-{self._count}"
        await asyncio.to_thread(shutil.copytree, template, place)
        try:
            yield place
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)


@asynccontextmanager
async def open_scene(place: Path, now: str) -> AsyncIterator[Scene]:
    """Yield Parley on a data directory, with its clock at `now`."""
    async with open_parley(_settings(place, now)) as parley:
        async with parley.database.reading() as session:
            (tenant,) = await list_tenants(session)
            users = {user.email: user for user in await list_users(session, tenant.id)}
        yield Scene(parley, tenant.id, users)


def _settings(place: Path, now: str) -> Settings:
    place.mkdir(parents=True, exist_ok=True)
    loaded = Settings.load({"ASSISTANT_DATA_DIR": str(place), "ASSISTANT_NOW": now}, place)
    return replace(loaded, requests_per_minute=0)
