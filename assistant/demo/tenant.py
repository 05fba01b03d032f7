"""The demo: a made-up tenant in a data directory of its own."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.demo.data import KINDS, write_demo
from assistant.imports import import_csv
from assistant.security import issue_token
from store.admin_session import administering
from store.engine import Database
from store.errors import OperatorError
from store.migrate import migrate
from store.tenants import add_tenant, list_tenants, list_users

if TYPE_CHECKING:
    from assistant.settings import Settings
    from store.scope import Role

_SLUG = "demo"
_GOOD_FOR = dt.timedelta(hours=12)


def demo_settings(settings: Settings) -> Settings:
    """Return the settings with a data directory and a database of the demo's own."""
    place = settings.data_dir / "demo"
    return replace(
        settings,
        data_dir=place,
        database_url=f"sqlite+aiosqlite:///{place / 'parley.sqlite'}",
        database_read_url="",
    )


async def make_demo(settings: Settings, now: dt.datetime, *, reset: bool = False) -> bool:
    """Make the demo tenant where there is none, or anew; return whether it was made."""
    if reset:
        shutil.rmtree(settings.data_dir, ignore_errors=True)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await migrate(settings.database_url)
    database = Database(settings.database_url)
    try:
        async with database.reading() as session:
            if await list_tenants(session):
                return False
        await _fill(database, now)
    finally:
        await database.close()
    return True


async def _fill(database: Database, now: dt.datetime) -> None:
    async with administering(database) as session:
        tenant = await add_tenant(session, slug=_SLUG, name="Demo", now=now)
    with tempfile.TemporaryDirectory() as folder:
        write_demo(Path(folder), now)
        for kind in KINDS:
            report = await import_csv(database, tenant.id, kind, Path(folder) / f"{kind}.csv", now=now)
            if report.refused:
                raise OperatorError(f"the demo's {kind} do not fit: {report.refused[0]}")


async def demo_links(settings: Settings, address: str, now: dt.datetime) -> list[tuple[str, str, str, str]]:
    """Return role, name, e-mail and a link that opens the page signed in, for one user of each role."""
    database = Database(settings.database_url)
    try:
        async with database.reading() as session:
            (tenant,) = await list_tenants(session)
            users = await list_users(session, tenant.id)
    finally:
        await database.close()
    first = {user.role: user for user in sorted(users, key=lambda user: (user.created_at, user.name), reverse=True)}
    chosen: list[Role] = ["agent", "manager", "admin"]
    links: list[tuple[str, str, str, str]] = []
    for role in chosen:
        user = first[role]
        token = issue_token(settings, user_id=user.id, tenant_id=tenant.id, role=role, now=now, ttl=_GOOD_FOR)
        links.append((role, user.name, user.email, f"{address}/#token={token}"))
    return links
