"""What the asker can name: an index of the records in their sight, kept right as records change.

An index holds nothing but what its scope may see, so understanding can't name
anything else.  It is built once a scope and brought up to date by the rows whose
revision is newer, and by what came into sight or went out of it with a lead: one
query finds them, none is needed while the tenant's revision is the same.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, func, literal, select, union_all
from sqlmodel import col

from graphs.understanding.local.people import Entry, PeopleIndex
from store.models import Account, Contact, Deal, FollowUp, Lead, Record, Task
from store.scope import visible

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement, Row

    from store.directory import Directory
    from store.scope import Scope
    from store.sessions import ReadSession

_MOST_SCOPES = 256
_MOST_CHANGES = 500  # above that, building anew is quicker


@dataclass(slots=True)
class _Sight:
    index: PeopleIndex
    revision: int
    again: dict[str, Select[*tuple[Any, ...]]] = field(default_factory=dict)  # what reads some ids of a kind, once made


class Sights:
    """The indexes of the scopes seen lately."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: OrderedDict[Scope, _Sight] = OrderedDict()

    async def of(self, session: ReadSession, scope: Scope, directory: Directory, revision: int) -> PeopleIndex:
        """Return the index of a scope as of the tenant's revision."""
        sight = self._known.get(scope)
        if sight is None or not await _CatchUp(session, sight, scope, directory).to(revision):
            sight = _Sight(await _build(session, scope, directory), revision)
            self._known[scope] = sight
        self._known.move_to_end(scope)
        while len(self._known) > _MOST_SCOPES:
            self._known.popitem(last=False)
        return sight.index


async def _build(session: ReadSession, scope: Scope, directory: Directory) -> PeopleIndex:
    entries: list[Entry] = []
    for kind, (model, query) in _KINDS.items():
        rows = await session.rows(query(visible(model, scope)))
        entries += [_entry(kind, row, directory) for row in rows]
    return PeopleIndex(entries)


@dataclass(frozen=True, slots=True)
class _CatchUp:
    """Brings an index up to date."""

    session: ReadSession
    sight: _Sight
    scope: Scope
    directory: Directory

    async def to(self, revision: int) -> bool:
        """Bring it to a revision; False when so much has changed that it is better built anew."""
        if self.sight.revision >= revision:
            return True
        since = {"tenant": self.scope.tenant_id, "since": self.sight.revision}
        changed = await self.session.rows(_CHANGED, since)
        if len(changed) > _MOST_CHANGES:
            return False
        turned = await self._read("lead", {row.id for row in changed if row.kind == "lead"})
        around = await self.session.rows(_AROUND, {"leads": sorted(turned)}) if turned else ()
        for kind in (kind for kind in _KINDS if kind != "lead"):
            await self._read(kind, {row.id for row in (*changed, *around) if row.kind == kind})
        self.sight.revision = revision
        return True

    async def _read(self, kind: str, ids: set[str]) -> set[str]:
        """Read some records again; return which have come into sight or gone out of it."""
        if not ids:
            return set()
        rows = await self.session.rows(self._statement(kind), {"ids": sorted(ids)})
        index = self.sight.index
        before = {record_id for record_id in ids if index.get(kind, record_id)}
        after = {row.id for row in rows}
        for record_id in before - after:
            index.drop(kind, record_id)
        for row in rows:
            index.put(_entry(kind, row, self.directory))
        return before ^ after

    def _statement(self, kind: str) -> Select[*tuple[Any, ...]]:
        if kind not in self.sight.again:
            model, query = _KINDS[kind]
            these = col(model.id).in_(bindparam("ids", expanding=True))
            self.sight.again[kind] = query(and_(visible(model, self.scope), these))
        return self.sight.again[kind]


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
    return select(*(col(column) for column in [*columns, *more])).where(condition)


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


def _ids(kind: str, *conditions: ColumnElement[bool]) -> Select[str, str]:
    model, _ = _KINDS[kind]
    return select(literal(kind).label("kind"), col(model.id).label("id")).where(*conditions)


def _changed(kind: str) -> Select[str, str]:
    model, _ = _KINDS[kind]
    return _ids(kind, col(model.tenant_id) == bindparam("tenant"), col(model.revision) > bindparam("since"))


def _around() -> CompoundSelect[str, str]:
    """Return the statement for what is seen because of some leads: what hangs on them, their accounts and contacts."""
    leads: BindParameter[list[str]] = bindparam("leads", expanding=True)
    of_leads = select(col(Lead.account_id)).where(col(Lead.id).in_(leads))
    of_deals = select(col(Deal.account_id)).where(col(Deal.lead_id).in_(leads))
    hanging = [_ids(kind, col(model.lead_id).in_(leads)) for kind, model in _HANGING.items()]
    accounts = _ids("account", col(Account.id).in_(of_leads) | col(Account.id).in_(of_deals))
    contacts = _ids("contact", col(Contact.account_id).in_(of_leads) | col(Contact.account_id).in_(of_deals))
    return union_all(*hanging, accounts, contacts)


_KINDS: dict[str, tuple[type[Record], Any]] = {
    "lead": (Lead, _leads),
    "deal": (Deal, _deals),
    "account": (Account, _accounts),
    "contact": (Contact, _contacts),
    "follow_up": (FollowUp, _follow_ups),
    "task": (Task, _tasks),
}
_HANGING: dict[str, type[Deal | FollowUp | Task]] = {"deal": Deal, "follow_up": FollowUp, "task": Task}
_CHANGED = union_all(*map(_changed, _KINDS)).limit(_MOST_CHANGES + 1)
_AROUND = _around()
