"""What the commands share: the settings, the database, and which tenant is meant."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Sequence

    from assistant.clock import Clock
    from assistant.settings import Settings
    from store.engine import Database
    from store.models import Tenant, User
    from store.sessions import ReadSession

T = TypeVar("T")

TenantOption = Annotated[
    str, typer.Option("--tenant", metavar="SLUG", help="Which tenant; needed where there are several.")
]


@dataclass(frozen=True, slots=True)
class Installation:
    """The settings, the clock and the migrated database."""

    settings: Settings
    clock: Clock
    database: Database


def load_settings() -> Settings:
    """Return the settings of the process: its environment, and `.env` where it was started."""
    from assistant.settings import Settings

    return Settings.load(os.environ, Path.cwd())


def run(work: Coroutine[object, object, T]) -> T:
    """Run a command's work to its end."""
    import asyncio

    return asyncio.run(work)


@asynccontextmanager
async def installation() -> AsyncIterator[Installation]:
    """Yield the installation, its database made and brought up to date."""
    from assistant.clock import Clock
    from store.engine import Database
    from store.migrate import migrate

    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    await migrate(settings.database_url)
    database = Database(settings.database_url, settings.database_read_url)
    try:
        yield Installation(settings, Clock(settings.now), database)
    finally:
        await database.close()


async def tenant_of(place: Installation, slug: str) -> Tenant:
    """Return the tenant of that slug, or the only one; where there is none, `default` is made.

    Raises Refused for a slug that no tenant has, and where it must be said.
    """
    from store.errors import Refused
    from store.tenants import list_tenants

    async with place.database.reading() as session:
        tenants = await list_tenants(session)
    if not tenants and slug in ("", "default"):
        return await _default(place)
    found = [tenant for tenant in tenants if slug in ("", tenant.slug)]
    there = ", ".join(tenant.slug for tenant in tenants) or "none yet"
    if not found:
        raise Refused(f"there is no tenant {slug!r}; there are: {there}")
    if len(found) > 1:
        raise Refused(f"say which tenant with --tenant: {there}")
    return found[0]


async def _default(place: Installation) -> Tenant:
    from store.admin_session import administering
    from store.tenants import add_tenant, find_tenant

    async with administering(place.database) as session:
        # another command may have made it in the meantime
        return await find_tenant(session, "default") or await add_tenant(
            session, slug="default", name="Default", now=place.clock.now(), locale=place.settings.locale
        )


async def user_of(session: ReadSession, tenant: Tenant, email: str) -> User:
    """Return a tenant's user; raises Refused, naming some, where there is none of that address."""
    from store.errors import Refused
    from store.tenants import find_user, list_users

    user = await find_user(session, tenant.id, email)
    if user:
        return user
    known = [one.email for one in await list_users(session, tenant.id)][:5]
    there = f"there are {', '.join(known)}" if known else "there are none yet: parley user add"
    raise Refused(f"{tenant.slug} has no user {email}; {there}")


def table(rows: Sequence[tuple[str, ...]], header: tuple[str, ...]) -> str:
    """Return rows under a header, each column as wide as its widest cell."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
