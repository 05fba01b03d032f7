"""One file in: read, matched with what is there, and written in one transaction, or not at all."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path

from assistant.imports.drafting import Draft, draft
from assistant.imports.kinds import kind_named
from assistant.imports.mapping import ImportMapping
from assistant.imports.report import ImportReport
from assistant.imports.request import ImportOptions, Request
from assistant.imports.table import read_table
from assistant.imports.writing import write
from store.crm_session import Author, crm_transaction
from store.engine import Database
from store.errors import Refused
from store.scope import Asker, at_least


async def import_csv(  # noqa: PLR0913 - each is a decision of the caller's
    database: Database,
    tenant_id: str,
    kind: str,
    source: bytes | Path,
    *,
    mapping: ImportMapping | None = None,
    options: ImportOptions | None = None,
    now: dt.datetime,
    actor: Asker | None = None,
) -> ImportReport:
    """Import a CSV file of `kind` into a tenant and return what became of its rows.

    With an `actor` only records in that asker's sight are touched or named,
    it takes a manager, and for users an administrator.  Raises Refused, worded
    for whoever imports, for a file that cannot be read as a whole; rows that
    do not fit are in the report.  OSError comes from reading a `Path`.
    """
    kind_of = kind_named(kind)
    if actor and not at_least(actor.role, "manager" if kind_of.record else "admin"):
        raise Refused(f"importing {kind} takes {'a manager' if kind_of.record else 'an administrator'}")
    content = source if isinstance(source, bytes) else await asyncio.to_thread(source.read_bytes)
    table = await asyncio.to_thread(read_table, content)
    request = Request(tenant_id, kind_of, table, mapping or ImportMapping(), options or ImportOptions(), now, actor)
    async with database.reading() as session:
        drafted = await draft(session, request)
    if _stops(drafted, request):
        return drafted.report
    return replace(await _carry_out(database, request, drafted), saved=True)


def _stops(drafted: Draft, request: Request) -> bool:
    return request.options.dry_run or (bool(drafted.report.refused) and not request.options.keep_good)


async def _carry_out(database: Database, request: Request, drafted: Draft) -> ImportReport:
    if drafted.order.is_empty:
        return drafted.report
    async with crm_transaction(database, Author(request.tenant_id, drafted.author_id, request.now)) as session:
        await session.begin_changes()
        if session.revision != drafted.revision + 1:  # somebody wrote in between: look again, now that nobody can
            drafted = await draft(session, request)
            if _stops(drafted, request):
                raise Refused("the tenant's records changed while the file was read: import it again")
        await write(session, drafted.order)
    return drafted.report
