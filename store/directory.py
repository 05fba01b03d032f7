"""What a tenant's turns need to know and that seldom changes: its users, lists and custom fields."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from store.models import FieldDefinition, ListValue, Tenant, User
from store.scope import Asker, Role, Scope

if TYPE_CHECKING:
    from store.sessions import ReadSession


@dataclass(frozen=True)
class Directory:
    """A tenant as of `revision`, and as of any later one up to the next at which its directory changes."""

    tenant_id: str
    slug: str
    currency: str
    locale: str
    revision: int
    users: tuple[User, ...]
    statuses: tuple[ListValue, ...]
    stages: tuple[ListValue, ...]
    fields: tuple[FieldDefinition, ...]

    @cached_property
    def users_by_id(self) -> dict[str, User]:
        """Every user, the disabled too: records may still name them."""
        return {user.id: user for user in self.users}

    def scope(self, user: User, role: Role) -> Scope:
        """Return what `user` may see when acting as `role`."""
        if role == "admin":
            return Scope(self.tenant_id, user.id, None)
        if role == "manager" and user.team:
            return Scope(self.tenant_id, user.id, frozenset(u.id for u in self.users if u.team == user.team))
        return Scope(self.tenant_id, user.id, frozenset({user.id}))

    def asker(self, user: User, role: Role) -> Asker:
        """Return `user` as somebody who asks in `role`."""
        return Asker(
            tenant_id=self.tenant_id,
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=role,
            team=user.team,
            timezone=user.timezone,
            locale=user.locale or self.locale,
            scope=self.scope(user, role),
        )

    def custom_fields(self, record_type: str) -> tuple[FieldDefinition, ...]:
        """Return the fields that the tenant added to a record type."""
        return tuple(field for field in self.fields if field.record_type == record_type)


async def load_directory(session: ReadSession, tenant_id: str) -> Directory | None:
    """Return the tenant's directory, or None where there is no such tenant."""
    tenant = await session.get(Tenant, tenant_id)
    if tenant is None:
        return None
    users = await session.records(select(User).where(col(User.tenant_id) == tenant_id).order_by(col(User.name)))
    values = await session.records(
        select(ListValue).where(col(ListValue.tenant_id) == tenant_id).order_by(col(ListValue.position))
    )
    fields = await session.records(select(FieldDefinition).where(col(FieldDefinition.tenant_id) == tenant_id))
    return Directory(
        tenant_id=tenant.id,
        slug=tenant.slug,
        currency=tenant.currency,
        locale=tenant.locale,
        revision=tenant.revision,
        users=tuple(users),
        statuses=tuple(value for value in values if value.list_name == "statuses"),
        stages=tuple(value for value in values if value.list_name == "stages"),
        fields=tuple(fields),
    )


_TENANT = select(col(Tenant.id), col(Tenant.directory_revision)).where(
    or_(col(Tenant.id) == bindparam("tenant"), col(Tenant.slug) == bindparam("tenant"))
)


async def find_directory(session: ReadSession, tenant: str) -> tuple[str, int] | None:
    """Return a tenant's id and the revision of its directory; `tenant` is an id or a slug."""
    row = await session.first(_TENANT, {"tenant": tenant})
    return (row[0], row[1]) if row else None


class Directories:
    """The directories of the tenants seen lately, each as of the revision it was asked for."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[str, Directory] = {}

    async def of(self, session: ReadSession, tenant_id: str, revision: int) -> Directory | None:
        """Return the directory as of its `revision` or later, read anew only when it has changed since."""
        known = self._known.get(tenant_id)
        if known is None or known.revision < revision:
            known = await load_directory(session, tenant_id)
            if known:
                self._known[tenant_id] = known
        return known
