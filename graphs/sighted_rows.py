"""The rows of what an asker can name, and what has to be read again when records change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from sys import intern
from typing import TYPE_CHECKING, Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, func, literal, select, union_all
from sqlmodel import col

from graphs.understanding.local.people import Entry
from store.models import Account, Contact, Deal, FollowUp, Lead, Record, Task
from store.scope import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import BindParameter, ColumnElement, Row

    from store.scope import Scope

MOST_CHANGES = 500  # above that, building anew is quicker
_REPEATED = ("company", "city", "source", "status", "title", "kind", "owner_id", "account_id")
_DUE = time(12, tzinfo=UTC)  # a due day has no time; at this one it is the same day almost everywhere


@dataclass(frozen=True, slots=True)
class SightedRows:
    """The statements for what one scope sees."""

    scope: Scope
    _made: dict[str, Select[*tuple[Any, ...]]] = field(default_factory=dict)

    def all(self, kind: str) -> Select[*tuple[Any, ...]]:
        """Return what reads the records of a kind."""
        model, query = _KINDS[kind]
        statement: Select[*tuple[Any, ...]] = query(visible(model, self.scope))
        return statement

    def these(self, kind: str) -> Select[*tuple[Any, ...]]:
        """Return what reads the records of a kind with the ids in `ids`."""
        if kind not in self._made:
            model, query = _KINDS[kind]
            these = col(model.id).in_(bindparam("ids", expanding=True))
            self._made[kind] = query(and_(visible(model, self.scope), these))
        return self._made[kind]


def entry_of(kind: str, row: Row[Any], owners: Mapping[str, str]) -> Entry:
    """Return a row as the talk names it; `owners` are the names of users by their ids."""
    values = {name: value for name, value in row._mapping.items() if value is not None}  # noqa: SLF001 - the documented way to a row's columns by name
    for name in _REPEATED:
        if name in values:
            values[name] = intern(values[name])
    due = values.pop("due_on", None)
    if due:
        values["starts_at"] = datetime.combine(due, _DUE)
    values["tags"] = tuple(values.get("tags") or ())
    return Entry(type=kind, owner_name=owners.get(values.get("owner_id", ""), ""), **values)


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
    return select(*columns, col(Task.due_on)).where(condition, col(Task.status) == "open")


def _ids(kind: str, *conditions: ColumnElement[bool]) -> Select[str, str]:
    model, _ = _KINDS[kind]
    return select(literal(kind).label("kind"), col(model.id).label("id")).where(*conditions)


def _changed(kind: str) -> Select[str, str]:
    model, _ = _KINDS[kind]
    return _ids(kind, col(model.tenant_id) == bindparam("tenant"), col(model.revision) > bindparam("since"))


def _of_leads() -> CompoundSelect[str, str]:
    leads: BindParameter[list[str]] = bindparam("leads", expanding=True)
    return union_all(*(_ids(kind, col(model.lead_id).in_(leads)) for kind, model in HANGING.items()))


def _of_accounts() -> CompoundSelect[str, str]:
    accounts: BindParameter[list[str]] = bindparam("accounts", expanding=True)
    contacts = _ids("contact", col(Contact.account_id).in_(accounts))
    return union_all(contacts, _ids("deal", col(Deal.account_id).in_(accounts)))


_KINDS: dict[str, tuple[type[Record], Any]] = {
    "lead": (Lead, _leads),
    "deal": (Deal, _deals),
    "account": (Account, _accounts),
    "contact": (Contact, _contacts),
    "follow_up": (FollowUp, _follow_ups),
    "task": (Task, _tasks),
}
HANGING: dict[str, type[Deal | FollowUp | Task]] = {"deal": Deal, "follow_up": FollowUp, "task": Task}
KINDS = tuple(_KINDS)

# The kinds and ids of what has changed (since the revision `since` of `tenant`), of what hangs on `leads`, and of the
# contacts and deals of `accounts`, which bear their names.
CHANGED = union_all(*map(_changed, _KINDS)).limit(MOST_CHANGES + 1)
OF_LEADS = _of_leads()
OF_ACCOUNTS = _of_accounts()
