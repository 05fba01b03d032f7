"""Records out as CSV: the columns that an import reads, with ids, so that importing the file again changes nothing."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, Select, and_, or_, select
from sqlmodel import col

from assistant.escapes import escaped
from assistant.imports.custom_fields import shown
from assistant.imports.kinds import Field, Kind, kind_named
from assistant.imports.references import folded
from assistant.imports.sources import fold
from store.directory import Directory, load_directory
from store.engine import Database
from store.errors import Refused
from store.models import Account, FieldDefinition, Lead
from store.money import decimal_text
from store.scope import Scope, visible
from store.sessions import ReadSession

_PAGE = 2000

Cell = Callable[[RowMapping], str]


async def export_csv(database: Database, tenant_id: str, kind: str, file: TextIO, *, scope: Scope | None = None) -> int:
    """Write a tenant's records of `kind`, oldest first, and return how many.

    Archived records, and what hangs on an archived lead, are left out; with a
    `scope`, so is what is not in it.  Raises Refused for a kind or a tenant
    that there is not.
    """
    kind_of = kind_named(kind)
    async with database.reading() as session:
        directory = await load_directory(session, tenant_id)
        if directory is None:
            raise Refused("there is no such tenant")
        fields = sorted(directory.custom_fields(kind_of.record), key=lambda field: field.id)  # as they were added
        cells = await _cells(session, kind_of, directory, fields)
        writer = csv.writer(file)
        writer.writerow(cells)
        count = 0
        async for row in _rows(session, _statement(kind_of, tenant_id, scope), kind_of):
            writer.writerow([escaped(cell(row)) for cell in cells.values()])
            count += 1
        return count


def _statement(kind: Kind, tenant_id: str, scope: Scope | None) -> Select[Any]:
    model: Any = kind.model
    statement = select(*kind.table.columns).where(col(model.tenant_id) == tenant_id).order_by(kind.table.c.id)
    if not kind.record:
        return statement
    statement = statement.where(visible(model, scope) if scope else col(model.archived_at).is_(None))
    if "lead_id" in kind.table.c:
        lead = and_(col(Lead.id) == kind.table.c.lead_id, col(Lead.archived_at).is_(None))
        there = select(col(Lead.id)).where(lead).exists()
        statement = statement.where(or_(kind.table.c.lead_id.is_(None), there))
    return statement


async def _rows(session: ReadSession, statement: Select[Any], kind: Kind) -> AsyncIterator[RowMapping]:
    last = ""
    while True:
        page = await session.rows(statement.where(kind.table.c.id > last).limit(_PAGE))
        for row in page:
            yield row._mapping  # noqa: SLF001 - SQLAlchemy's public name
        if len(page) < _PAGE:
            return
        last = page[-1].id


async def _cells(
    session: ReadSession, kind: Kind, directory: Directory, custom: Sequence[FieldDefinition]
) -> dict[str, Cell]:
    """Return each column's header and what it says of a record."""
    readings = {field.reading for field in kind.fields}
    names = _Names(
        users={user.id: user.email for user in directory.users},
        accounts=await _names(session, Account, directory.tenant_id) if "account" in readings else {},
        leads=await _names(session, Lead, directory.tenant_id) if "lead" in readings else {},
        zones={user.id: ZoneInfo(user.timezone) for user in directory.users},
    )
    cells: dict[str, Cell] = {"id": lambda row: str(row["id"])}
    nobody_disabled = all(user.disabled_at is None for user in directory.users)
    fields = [field for field in kind.fields if not (field.name == "disabled_at" and nobody_disabled)]
    cells |= {field.name: _cell(field, names) for field in fields}
    return cells | {_header(field): _custom_cell(field.key) for field in custom}


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids are called in a file, and on whose clocks times are written."""

    users: Mapping[str, str]
    accounts: Mapping[str, str]
    leads: Mapping[str, str]
    zones: Mapping[str, ZoneInfo]


async def _names(session: ReadSession, model: type[Account | Lead], tenant_id: str) -> dict[str, str]:
    """Return for each record the shortest name that is nobody else's: e-mail, name, else the id."""
    email = col(Lead.email) if model is Lead else col(model.name)
    rows = await session.rows(select(col(model.id), email, col(model.name)).where(col(model.tenant_id) == tenant_id))
    holders: dict[str, set[str]] = {}
    for record_id, *names in rows:
        for name in names:
            holders.setdefault(folded(name), set()).add(record_id)
    return {
        record_id: next((name for name in names if name and len(holders[folded(name)]) == 1), record_id)
        for record_id, *names in rows
    }


def _header(field: FieldDefinition) -> str:
    return field.label if fold(field.label) == fold(field.key) else field.key


def _custom_cell(key: str) -> Cell:
    return lambda row: shown(row["custom"].get(key))


def _cell(field: Field, names: _Names) -> Cell:
    column = "last_contacted" if field.column == "last_contacted_imported" else field.column
    if field.reading == "money":
        return lambda row: decimal_text(row[column], row["currency"]) or ""
    if field.reading in ("past", "time"):
        return lambda row: _time(row[column], names.zones.get(row.get("owner_id", "")))
    called = {"owner": names.users, "account": names.accounts, "lead": names.leads}.get(field.reading)
    if called is not None:
        return lambda row: called.get(row[column], "")
    return lambda row: _plain(row[column])


def _time(time: dt.datetime | None, zone: ZoneInfo | None) -> str:
    return time.astimezone(zone or dt.UTC).isoformat() if time else ""


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ";".join(map(str, value))
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)
