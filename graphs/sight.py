"""What the asker can name: an index of the records in their sight, kept right as records change.

An index holds nothing but what its scope may see, so understanding can't name
anything else.  It is built once a scope and brought up to date by the rows whose
revision is newer: one query when nothing in the tenant changed since, none when
its revision says so.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, select
from sqlmodel import col

from graphs.understanding.local.people import Entry, PeopleIndex
from store.models import Account, Contact, Deal, FollowUp, Lead, Record, Task
from store.scope import visible

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

    from store.directory import Directory
    from store.scope import Scope
    from store.sessions import ReadSession

_MOST_SCOPES = 256


@dataclass(slots=True)
class _Sight:
    index: PeopleIndex
    revision: int


class Sights:
    """The indexes of the scopes seen lately."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: OrderedDict[Scope, _Sight] = OrderedDict()

    async def of(self, session: ReadSession, scope: Scope, directory: Directory) -> PeopleIndex:
        """Return the index of a scope as of the directory's revision."""
        key = scope
        sight = self._known.get(key)
        if sight is None or not await _caught_up(session, sight, scope, directory):
            sight = _Sight(await _build(session, scope, directory), directory.revision)
            self._known[key] = sight
        self._known.move_to_end(key)
        while len(self._known) > _MOST_SCOPES:
            self._known.popitem(last=False)
        return sight.index


async def _build(session: ReadSession, scope: Scope, directory: Directory) -> PeopleIndex:
    entries: list[Entry] = []
    for kind, (model, query) in _KINDS.items():
        rows = await session.rows(query(visible(model, scope)))
        entries += [_entry(kind, row, directory) for row in rows]
    return PeopleIndex(entries)


async def _caught_up(session: ReadSession, sight: _Sight, scope: Scope, directory: Directory) -> bool:
    """Bring an index up to date; False when it is better built anew: a lead has come or gone."""
    if sight.revision >= directory.revision:
        return True
    for kind in await _changed_kinds(session, scope.tenant_id, sight.revision):
        if not await _update(session, kind, sight, scope, directory):
            return False
    sight.revision = directory.revision
    return True


async def _changed_kinds(session: ReadSession, tenant_id: str, revision: int) -> list[str]:
    newest = [
        select(func.max(col(model.revision))).where(col(model.tenant_id) == tenant_id).scalar_subquery().label(kind)
        for kind, (model, _) in _KINDS.items()
    ]
    row: Any = await session.first(select(*newest))
    return [kind for kind in _KINDS if (getattr(row, kind) or 0) > revision]


async def _update(session: ReadSession, kind: str, sight: _Sight, scope: Scope, directory: Directory) -> bool:
    model, query = _KINDS[kind]
    newer = and_(col(model.tenant_id) == scope.tenant_id, col(model.revision) > sight.revision)
    moved = {row[0] for row in await session.rows(select(col(model.id)).where(newer))}
    rows = await session.rows(query(and_(visible(model, scope), newer)))
    seen = {row.id for row in rows}
    gone = [record_id for record_id in moved - seen if sight.index.get(kind, record_id)]
    if kind == "lead" and gone:
        return False  # what hangs on it goes with it
    for record_id in gone:
        sight.index.drop(kind, record_id)
    for row in rows:
        sight.index.put(_entry(kind, row, directory))
    return True


def _entry(kind: str, row: Row[Any], directory: Directory) -> Entry:
    values = dict(row._mapping)  # noqa: SLF001 - the documented way to a row's columns by name
    owner = directory.users_by_id.get(values.get("owner_id", ""))
    values["tags"] = tuple(values.get("tags") or ())
    return Entry(
        type=kind, owner_name=owner.name if owner else "", **{k: v for k, v in values.items() if v is not None}
    )


def _leads(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = [Lead.id, Lead.name, Lead.company, Lead.email, Lead.phone, Lead.owner_id, Lead.status, Lead.city]
    more = [Lead.source, Lead.tags, Lead.title, Lead.account_id]
    return select(*(col(column) for column in [*columns, *more])).where(condition)  # type: ignore[arg-type]


def _deals(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = [col(Deal.id), col(Deal.name), col(Deal.owner_id), col(Deal.stage).label("status"), col(Deal.lead_id)]
    company = func.coalesce(col(Account.name), "").label("company")
    joined = select(*columns, col(Deal.account_id), company).outerjoin(Account, col(Account.id) == col(Deal.account_id))
    return joined.where(condition)


def _accounts(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return select(col(Account.id), col(Account.name), col(Account.owner_id), col(Account.city)).where(condition)


def _contacts(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = [Contact.id, Contact.name, Contact.email, Contact.phone, Contact.owner_id, Contact.title]
    company = func.coalesce(col(Account.name), "").label("company")
    joined = select(*(col(column) for column in columns), col(Contact.account_id), company)
    return joined.outerjoin(Account, col(Account.id) == col(Contact.account_id)).where(condition)


def _follow_ups(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = [col(FollowUp.id), col(FollowUp.title).label("name"), col(FollowUp.kind), col(FollowUp.owner_id)]
    more = [col(FollowUp.starts_at), col(FollowUp.status), col(FollowUp.lead_id)]
    ahead = col(FollowUp.status) == "scheduled"
    return select(*columns, *more).where(condition, ahead)


def _tasks(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = [col(Task.id), col(Task.title).label("name"), col(Task.owner_id), col(Task.status), col(Task.lead_id)]
    return select(*columns).where(condition, col(Task.status) == "open")


_KINDS: dict[str, tuple[type[Record], Any]] = {
    "lead": (Lead, _leads),
    "deal": (Deal, _deals),
    "account": (Account, _accounts),
    "contact": (Contact, _contacts),
    "follow_up": (FollowUp, _follow_ups),
    "task": (Task, _tasks),
}
