"""Who there is: tenants, their users, and the words a tenant chose."""

import datetime as dt
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel, col

from store.models.base import Json, UtcDateTime, new_id


class Tenant(SQLModel, table=True):
    """A company that uses Parley.

    `revision` counts its writes: each changed row carries the count of its
    change.  `directory_revision` is the one at which its users, lists or
    custom fields may have changed last.
    """

    __tablename__ = "tenants"

    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    currency: str = "USD"
    locale: str = "en-US"
    revision: int = 0
    directory_revision: int = 0
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class User(SQLModel, table=True):
    """Somebody who may ask.  `role` is agent, manager or admin; a manager's sight is the users of the same `team`."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("tenant_id", "email"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    name: str
    email: str
    role: str = "agent"
    team: str = ""
    timezone: str = "UTC"
    locale: str = ""
    disabled_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    source_key: str | None = None
    source_hash: str | None = None
    source_values: dict[str, Any] | None = Field(default=None, sa_type=Json)
    created_at: dt.datetime = Field(sa_type=UtcDateTime)


class ListValue(SQLModel, table=True):
    """One value of a tenant's list, in its order; `list_name` is statuses or stages, `words` what people say for it."""

    __tablename__ = "list_values"
    __table_args__ = (UniqueConstraint("tenant_id", "list_name", "value"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    list_name: str
    value: str
    label: str
    position: int
    outcome: str = "open"
    words: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))


class FieldDefinition(SQLModel, table=True):
    """A field that a tenant added to a record type; its values live in the record's `custom` column."""

    __tablename__ = "field_definitions"
    __table_args__ = (UniqueConstraint("tenant_id", "record_type", "key"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    record_type: str
    key: str
    label: str
    type: str = "text"
    words: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))


Index("ix_users_tenant_id_team", col(User.tenant_id), col(User.team))
