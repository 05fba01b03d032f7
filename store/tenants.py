"""Tenants and their users: added, found, listed, disabled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from store.errors import NothingToDo, Refused
from store.models import ListValue, Tenant, User

if TYPE_CHECKING:
    import datetime as dt

    from store.admin_session import AdminSession
    from store.sessions import ReadSession

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class DefaultValue(NamedTuple):
    """A value that a new tenant's list begins with; what people say for it is language data."""

    value: str
    label: str
    outcome: str = "open"


DEFAULT_LISTS: dict[str, tuple[DefaultValue, ...]] = {
    "statuses": (
        DefaultValue("new", "New"),
        DefaultValue("contacted", "Contacted"),
        DefaultValue("qualified", "Qualified"),
        DefaultValue("negotiating", "Negotiating"),
        DefaultValue("closed_won", "Closed won", "won"),
        DefaultValue("closed_lost", "Closed lost", "lost"),
        DefaultValue("follow_up", "Follow up"),
    ),
    "stages": (
        DefaultValue("prospecting", "Prospecting"),
        DefaultValue("qualification", "Qualification"),
        DefaultValue("proposal", "Proposal"),
        DefaultValue("negotiation", "Negotiation"),
        DefaultValue("won", "Won", "won"),
        DefaultValue("lost", "Lost", "lost"),
    ),
}


class NewUser(NamedTuple):
    """A user to be added; the values have been checked."""

    name: str
    email: str
    role: str = "agent"
    team: str = ""
    timezone: str = "UTC"
    locale: str = ""


async def add_tenant(
    session: AdminSession, *, slug: str, name: str, now: dt.datetime, currency: str = "USD", locale: str = "en-US"
) -> Tenant:
    """Add a tenant with the default statuses and stages; raises Refused for a slug that is taken or is none."""
    if not _SLUG.fullmatch(slug):
        raise Refused(f"{slug!r} is no slug: write small letters, digits and hyphens, like harbor-supply")
    if await find_tenant(session, slug):
        raise Refused(f"there is a tenant {slug!r} already")
    tenant = Tenant(slug=slug, name=name, currency=currency, locale=locale, created_at=now)
    await session.insert(tenant)
    await session.insert(*default_values(tenant.id))
    return tenant


def default_values(tenant_id: str) -> list[ListValue]:
    """Return the statuses and stages that a tenant begins with."""
    return [
        ListValue(tenant_id=tenant_id, list_name=name, position=position, **default._asdict())
        for name, defaults in DEFAULT_LISTS.items()
        for position, default in enumerate(defaults)
    ]


async def find_tenant(session: ReadSession, slug: str) -> Tenant | None:
    """Return the tenant of that slug, or None."""
    return await session.scalar(select(Tenant).where(col(Tenant.slug) == slug))


async def list_tenants(session: ReadSession) -> list[Tenant]:
    """Return all tenants, by slug."""
    return await session.records(select(Tenant).order_by(col(Tenant.slug)))


async def add_user(session: AdminSession, tenant_id: str, user: NewUser, now: dt.datetime) -> User:
    """Add a user; raises Refused where the tenant has one of that e-mail."""
    email = user.email.lower()
    if await find_user(session, tenant_id, email):
        raise Refused(f"there is a user {email} already")
    row = User(**{**user._asdict(), "email": email}, tenant_id=tenant_id, created_at=now)
    await session.insert(row)
    return row


async def disable_user(session: AdminSession, user: User, now: dt.datetime) -> None:
    """Keep a user from asking; what they own stays theirs.  Raises NothingToDo where it is so already."""
    if user.disabled_at:
        raise NothingToDo(f"{user.email} is disabled already")
    await session.change(user, disabled_at=now)


async def find_user(session: ReadSession, tenant_id: str, email: str) -> User | None:
    """Return the tenant's user of that e-mail, whatever the case, or None."""
    statement = select(User).where(col(User.tenant_id) == tenant_id, col(User.email) == email.lower())
    return await session.scalar(statement)


async def list_users(session: ReadSession, tenant_id: str) -> list[User]:
    """Return a tenant's users, the disabled too, by name."""
    statement = select(User).where(col(User.tenant_id) == tenant_id)
    return await session.records(statement.order_by(col(User.name), col(User.email)))
