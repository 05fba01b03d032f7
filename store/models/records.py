"""The CRM's records.

Every table carries its tenant first in each index, the tenant's `revision` at
the row's last change (what changed since is one indexed look-up), and
`archived_at` (an archived row leaves every list and answer, and undo brings it
back).  Imported rows keep their source's key and a hash of what it said.
"""

import datetime as dt
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from store.models.base import Json, UtcDateTime, metadata, new_id


class Record(SQLModel):
    """What all records share."""

    id: str = Field(default_factory=new_id, primary_key=True)
    tenant_id: str = Field(foreign_key="tenants.id")
    owner_id: str = Field(foreign_key="users.id")
    revision: int = 0
    created_at: dt.datetime = Field(sa_type=UtcDateTime)
    updated_at: dt.datetime = Field(sa_type=UtcDateTime)
    archived_at: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    source_key: str | None = None
    source_hash: str | None = None
    source_values: dict[str, Any] | None = Field(default=None, sa_type=Json)


class Account(Record, table=True):
    """A company."""

    __tablename__ = "accounts"

    name: str
    industry: str = ""
    website: str = ""
    city: str = ""
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class Contact(Record, table=True):
    """A person at an account who is no lead."""

    __tablename__ = "contacts"

    name: str
    email: str = ""
    phone: str = ""
    title: str = ""
    account_id: str | None = Field(default=None, foreign_key="accounts.id")
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class Lead(Record, table=True):
    """Somebody who may buy.

    `expected_amount` is in minor units of `currency`.  `last_contacted` is
    derived: the later of `last_contacted_imported` and the newest interaction
    that is no note.
    """

    __tablename__ = "leads"

    name: str
    email: str = ""
    phone: str = ""
    company: str = ""
    title: str = ""
    status: str = "new"
    source: str = ""
    expected_amount: int | None = None
    currency: str = "USD"
    city: str = ""
    tags: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    account_id: str | None = Field(default=None, foreign_key="accounts.id")
    last_contacted_imported: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_contacted: dt.datetime | None = Field(default=None, sa_type=UtcDateTime)


class Deal(Record, table=True):
    """A possible sale; `amount` is in minor units of `currency`, None when nobody has said."""

    __tablename__ = "deals"

    name: str
    account_id: str | None = Field(default=None, foreign_key="accounts.id")
    lead_id: str | None = Field(default=None, foreign_key="leads.id")
    stage: str
    amount: int | None = None
    currency: str = "USD"
    opened_on: dt.date | None = None
    expected_close_on: dt.date | None = None
    closed_on: dt.date | None = None
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class Interaction(Record, table=True):
    """What happened with a lead; its owner is who had it.  `note` is the user's own words."""

    __tablename__ = "interactions"

    lead_id: str = Field(foreign_key="leads.id")
    type: str
    note: str = ""
    occurred_at: dt.datetime = Field(sa_type=UtcDateTime)
    zone: str = "UTC"
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class FollowUp(Record, table=True):
    """Something to do at a time: `status`: scheduled, completed, cancelled; `zone`: whose clock was meant."""

    __tablename__ = "follow_ups"

    title: str
    kind: str = "follow_up"
    lead_id: str | None = Field(default=None, foreign_key="leads.id")
    starts_at: dt.datetime = Field(sa_type=UtcDateTime)
    zone: str = "UTC"
    duration_minutes: int = 30
    status: str = "scheduled"
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


class Task(Record, table=True):
    """A to-do, at most with a day: `status` is open or done."""

    __tablename__ = "tasks"

    title: str
    due_on: dt.date | None = None
    status: str = "open"
    lead_id: str | None = Field(default=None, foreign_key="leads.id")
    custom: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))


RECORDS: dict[str, type[Record]] = {
    "account": Account,
    "contact": Contact,
    "lead": Lead,
    "deal": Deal,
    "interaction": Interaction,
    "follow_up": FollowUp,
    "task": Task,
}


def _index(model: type[Record], *columns: str, unique: bool = False) -> None:
    table = metadata.tables[str(model.__tablename__)]
    name = f"{'uq' if unique else 'ix'}_{table.name}_{'_'.join(columns)}"
    Index(name, *(table.c[column] for column in columns), unique=unique)


for _model in RECORDS.values():
    _index(_model, "tenant_id", "revision")
    _index(_model, "tenant_id", "owner_id")
    _index(_model, "tenant_id", "source_key", unique=True)
for _model in (Deal, Interaction, FollowUp, Task):
    _index(_model, "lead_id")
_index(Lead, "tenant_id", "status")
_index(Lead, "account_id")
_index(Deal, "account_id")
_index(FollowUp, "tenant_id", "status", "starts_at")
