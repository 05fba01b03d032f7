"""What the tenant holds already, as far as a file of one kind can touch it: read once, before any row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from assistant.imports.keys import natural_columns, natural_key
from assistant.imports.kinds import Kind
from assistant.imports.references import References
from store.directory import Directory, load_directory
from store.errors import Refused
from store.models import Account, Lead, Record
from store.scope import Scope, visible
from store.sessions import ReadSession

_ROLES_FIRST = ("admin", "manager", "agent")
_CHUNK = 500
APART = "\x1f"  # what makes a source key a row's own goes behind it


class Known(NamedTuple):
    """A row that is there already, as far as it is needed to recognise it."""

    id: str
    source_key: str | None
    source_hash: str | None


class Taken(NamedTuple):
    """What a new record cannot have: ids that are used anywhere, and source keys used out of sight."""

    ids: frozenset[str]
    source_keys: frozenset[str]


@dataclass(slots=True)
class Existing:
    """The rows of the kind that are there, by what a row of the file may be known by."""

    by_id: dict[str, Known] = field(default_factory=dict)
    by_source: dict[str, Known] = field(default_factory=dict)
    by_nature: dict[str, list[Known]] = field(default_factory=dict)


@dataclass(slots=True)
class Surroundings:
    """The tenant around a file.

    `owner_of` tells whose a lead or an account is; `archived` are the leads
    that were taken away; `default_owner` is who owns what names nobody ("" in
    a tenant without users).
    """

    directory: Directory
    scope: Scope | None
    users: References
    accounts: References
    leads: References
    owner_of: dict[str, str]
    archived: frozenset[str]
    existing: Existing
    default_owner: str
    _zones: dict[str, ZoneInfo] = field(default_factory=dict)

    def zone(self, user_id: str) -> ZoneInfo:
        """Return the time zone of a user."""
        if user_id not in self._zones:
            user = self.directory.users_by_id.get(user_id)
            self._zones[user_id] = ZoneInfo(user.timezone if user else "UTC")
        return self._zones[user_id]

    @property
    def key_prefix(self) -> str:
        """What sets the source keys of somebody who does not see the whole tenant apart from the others'."""
        if self.scope is None or self.scope.owners is None:
            return ""
        user = self.directory.users_by_id[self.scope.user_id]
        return f"@{user.team or user.id}/"


async def look_around(session: ReadSession, tenant_id: str, kind: Kind, scope: Scope | None) -> Surroundings:
    """Read what a file of `kind` can touch; only what is in `scope`, where one is given."""
    directory = await load_directory(session, tenant_id)
    if directory is None:
        raise Refused("there is no such tenant")
    around = Surroundings(
        directory=directory,
        scope=scope,
        users=_users(directory, scope),
        accounts=References("account", "import the accounts first, or map or ignore the column"),
        leads=References("lead", "import the leads first, or map or ignore the column"),
        owner_of={},
        archived=frozenset(),
        existing=Existing(),
        default_owner=scope.user_id if scope else _default_owner(directory),
    )
    if kind.name in ("contacts", "leads", "deals"):
        await _accounts(session, around)
    if any(field.reading == "lead" for field in kind.fields):
        await _leads(session, around)
    await _existing(session, around, kind)
    return around


def _users(directory: Directory, scope: Scope | None) -> References:
    users = References("user", "import or add the users first")
    for user in directory.users:
        if scope is None or scope.owns(user.id):
            users.add(user.id, (user.email, user.name), user.source_key)
    return users


def _default_owner(directory: Directory) -> str:
    active = [user for user in directory.users if user.disabled_at is None]
    ranked = sorted(active, key=lambda user: (_ROLES_FIRST.index(user.role), user.id))
    return ranked[0].id if ranked else ""


def _in_sight(model: type[Record], around: Surroundings) -> ColumnElement[bool]:
    if around.scope:
        return visible(model, around.scope, archived=True)
    return col(model.tenant_id) == around.directory.tenant_id


async def _accounts(session: ReadSession, around: Surroundings) -> None:
    columns = (col(Account.id), col(Account.name), col(Account.source_key), col(Account.owner_id))
    for account_id, name, source_key, owner_id in await session.rows(
        select(*columns).where(_in_sight(Account, around))
    ):
        around.accounts.add(account_id, (name,), source_key)
        around.owner_of[account_id] = owner_id


async def _leads(session: ReadSession, around: Surroundings) -> None:
    columns = (col(Lead.id), col(Lead.email), col(Lead.name), col(Lead.source_key), col(Lead.owner_id))
    statement = select(*columns, col(Lead.archived_at)).where(_in_sight(Lead, around))
    archived = set()
    for lead_id, email, name, source_key, owner_id, archived_at in await session.rows(statement):
        around.leads.add(lead_id, (email, name), source_key)
        around.owner_of[lead_id] = owner_id
        if archived_at:
            archived.add(lead_id)
    around.archived = frozenset(archived)


async def _existing(session: ReadSession, around: Surroundings, kind: Kind) -> None:
    model = kind.model
    names = natural_columns(kind.name)
    table = kind.table
    statement = select(table.c.id, table.c.source_key, table.c.source_hash, *(table.c[name] for name in names))
    sight = _in_sight(model, around) if issubclass(model, Record) else table.c.tenant_id == around.directory.tenant_id
    for row_id, source_key, source_hash, *values in await session.rows(statement.where(sight)):
        known = Known(row_id, source_key, source_hash)
        around.existing.by_id[row_id] = known
        if source_key:
            around.existing.by_source[source_key.partition(APART)[0]] = known
        nature = natural_key(kind.name, dict(zip(names, values, strict=True)))
        around.existing.by_nature.setdefault(nature, []).append(known)


async def whole_rows(session: ReadSession, kind: Kind, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    """Return every column of these rows, by id."""
    found: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(ids), _CHUNK):
        rows = await session.rows(select(kind.table).where(kind.table.c.id.in_(ids[start : start + _CHUNK])))
        found.update({row._mapping["id"]: row._mapping for row in rows})  # noqa: SLF001 - SQLAlchemy's public name
    return found


async def what_is_taken(session: ReadSession, around: Surroundings, kind: Kind, ids: list[str]) -> Taken:
    """Return those ids that some row has, and the source keys of the tenant's rows that are out of sight."""
    taken: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        taken.update(await session.records(select(kind.table.c.id).where(kind.table.c.id.in_(chunk))))
    return Taken(frozenset(taken), await _hidden_keys(session, around, kind) if around.key_prefix else frozenset())


async def _hidden_keys(session: ReadSession, around: Surroundings, kind: Kind) -> frozenset[str]:
    keys = select(kind.table.c.source_key).where(
        kind.table.c.tenant_id == around.directory.tenant_id,
        kind.table.c.source_key.startswith(around.key_prefix, autoescape=True),
    )
    return frozenset(await session.records(keys)) - {one.source_key for one in around.existing.by_id.values()}
