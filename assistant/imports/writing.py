"""Writes a plan in one transaction, in bulk, and brings what is derived in line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, func, insert, select, true, update
from sqlmodel import col

from assistant.imports.kinds import Kind
from assistant.imports.planning import Plan, Update
from assistant.imports.references import folded
from store.crm_session import CrmSession, plain
from store.models import Account, FieldDefinition, Interaction, Lead, LeadHistory, ListValue, metadata, new_id
from store.scope import Scope, visible

T = TypeVar("T")

_CHUNK = 1000
_LEADS = metadata.tables[str(Lead.__tablename__)]
_HISTORY = metadata.tables[str(LeadHistory.__tablename__)]


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: a plan for one kind, the custom fields and list values that it brings, and in whose sight."""

    kind: Kind
    plan: Plan
    fields: Sequence[FieldDefinition]
    values: Sequence[ListValue]
    scope: Scope | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.plan.inserts or self.plan.updates or self.fields or self.values)


async def write(session: CrmSession, order: Order) -> None:
    """Write under the session's revision, and bring what is derived in line."""
    kind, plan = order.kind, order.plan
    session.raw.add_all([*order.fields, *order.values])
    await session.raw.flush()
    new_ids = await _insert(session, kind, plan)
    await _update(session, kind, plan.updates)
    if kind.name == "leads":
        await _enter_history(session, plan.updates)
        moved = [one.id for one in plan.updates if "last_contacted_imported" in one.columns]
        await _settle_contacts(session, moved)
    if kind.name == "interactions":
        await _settle_contacts(session, sorted(set(_leads_of(plan))))
    if kind.name == "accounts":
        await _link_leads(session, new_ids, order.scope)


async def _insert(session: CrmSession, kind: Kind, plan: Plan) -> list[str]:
    """Insert the new records; return their ids."""
    revision = {"revision": session.revision} if kind.record else {}
    ids = []
    for chunk in _chunks(plan.inserts):
        rows = [{**plan.columns_of(row), **revision} for row in chunk]
        ids += [str(row["id"]) for row in rows]
        await session.raw.execute(insert(kind.table), rows)
    return ids


async def _update(session: CrmSession, kind: Kind, updates: Sequence[Update]) -> None:
    rows = [{"id": one.id, **_stamped(one, kind, session), **one.source} for one in updates]
    await _set_columns(session, kind.table, rows)


def _stamped(one: Update, kind: Kind, session: CrmSession) -> Mapping[str, Any]:
    if not one.columns or not kind.record:  # only what is kept of the source: nothing that anybody sees
        return one.columns
    return {**one.columns, "revision": session.revision, "updated_at": session.author.now}


async def _set_columns(session: CrmSession, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set columns of rows by their ids, those that set the same columns together."""
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append({f"new_{name}": value for name, value in row.items()})
    for names, values in alike.items():
        new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names if name != "id"}
        statement = update(table).where(table.c.id == bindparam("new_id")).values(new)
        connection = await session.raw.connection()
        for chunk in _chunks(values):
            await connection.execute(statement, chunk)


async def _enter_history(session: CrmSession, updates: Sequence[Update]) -> None:
    change = new_id()
    entries = [
        {
            "id": new_id(),
            "tenant_id": session.author.tenant_id,
            "lead_id": one.id,
            "field": name,
            "before": plain(one.before[name]),
            "after": plain(value),
            "user_id": session.author.user_id,
            "change_id": change,
            "changed_at": session.author.now,
        }
        for one in updates
        for name, value in one.columns.items()
    ]
    for chunk in _chunks(entries):
        await session.raw.execute(insert(_HISTORY), chunk)


def _leads_of(plan: Plan) -> Iterator[str]:
    for row in plan.inserts:
        yield row.values["lead_id"]
    for one in plan.updates:
        if one.columns:
            yield from (lead for lead in (one.lead_id, one.columns.get("lead_id")) if lead)


async def _settle_contacts(session: CrmSession, lead_ids: Sequence[str]) -> None:
    """Bring these leads' last contact in line: the later of the imported one and the newest that is no note."""
    newest = (
        select(col(Interaction.lead_id), func.max(col(Interaction.occurred_at)).label("at"))
        .where(col(Interaction.type) != "note", col(Interaction.archived_at).is_(None))
        .group_by(col(Interaction.lead_id))
    )
    moved = []
    for chunk in _chunks(lead_ids):
        last = newest.where(col(Interaction.lead_id).in_(chunk)).subquery()
        leads = select(col(Lead.id), col(Lead.last_contacted_imported), col(Lead.last_contacted), last.c.at)
        rows = await session.rows(leads.outerjoin(last, last.c.lead_id == Lead.id).where(col(Lead.id).in_(chunk)))
        for lead_id, imported, known, newest_at in rows:
            contact = max((at for at in (imported, newest_at) if at), default=None)
            if contact != known:
                moved.append({"id": lead_id, "last_contacted": contact})
    stamp = {"revision": session.revision, "updated_at": session.author.now}
    await _set_columns(session, _LEADS, [{**row, **stamp} for row in moved])


async def _link_leads(session: CrmSession, account_ids: Sequence[str], scope: Scope | None) -> None:
    """Link the leads that were there before the account that their company names."""
    ids, tenant = set(account_ids), session.author.tenant_id
    accounts = await session.rows(select(col(Account.id), col(Account.name)).where(col(Account.tenant_id) == tenant))
    by_name = {folded(name): account_id for account_id, name in accounts if account_id in ids}
    loose = select(col(Lead.id), col(Lead.company)).where(
        col(Lead.tenant_id) == tenant,
        col(Lead.account_id).is_(None),
        col(Lead.company) != "",
        visible(Lead, scope) if scope else true(),
    )
    stamp = {"revision": session.revision, "updated_at": session.author.now}
    linked = [
        {"id": lead_id, "account_id": by_name[folded(company)], **stamp}
        for lead_id, company in await session.rows(loose)
        if folded(company) in by_name
    ]
    await _set_columns(session, _LEADS, linked)


def _chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]
