"""A whole import before it is written: read against the tenant as it is at one revision."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.imports.binding import bind
from assistant.imports.planning import Match, Plan, Planner
from assistant.imports.reading import Reading, grammar_of, read_rows
from assistant.imports.report import ImportReport
from assistant.imports.request import Request
from assistant.imports.rows import Grammar
from assistant.imports.surroundings import Taken, look_around, what_is_taken, whole_rows
from assistant.imports.writing import Order
from store.models import FieldDefinition
from store.sessions import ReadSession


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be written and said, as of `revision`; `author_id` is whose the changes are in the history."""

    revision: int
    author_id: str
    order: Order
    report: ImportReport


async def draft(session: ReadSession, request: Request) -> Draft:
    """Read and plan a file; the long work is done beside the event loop.  Raises Refused."""
    kind = request.kind
    around = await look_around(session, request.tenant_id, kind, request.scope)
    binding = bind(request.table.header, kind, request.mapping, around.directory.custom_fields(kind.record))
    grammar = await asyncio.to_thread(grammar_of, request, binding, around)
    reading = await asyncio.to_thread(read_rows, request.table, grammar)
    planner = Planner(kind, around, grammar.lists, request.now, await _taken(session, grammar, reading))
    fresh = [one.known.id for one in reading.matches if one.known and not one.is_old]
    records = await whole_rows(session, kind, fresh)
    await asyncio.to_thread(_plan, planner, reading.matches, records)
    order = Order(kind, planner.plan, _fields(grammar, reading), _values(grammar, reading), request.scope)
    author = request.actor.user_id if request.actor else around.default_owner
    return Draft(around.directory.revision, author, order, _report(grammar, reading, order))


async def _taken(session: ReadSession, grammar: Grammar, reading: Reading) -> Taken:
    given = [one.row.given_id for one in reading.matches if one.known is None and one.row.given_id]
    return await what_is_taken(session, grammar.around, grammar.kind, given)


def _plan(planner: Planner, matches: Iterable[Match], records: Mapping[str, Mapping[str, Any]]) -> None:
    for one in matches:
        planner.add(one, records.get(one.known.id) if one.known else None)


def _fields(grammar: Grammar, reading: Reading) -> list[FieldDefinition]:
    """Return the custom fields that the file adds: those that some row has a value for."""
    known = {one.key for one in grammar.binding.custom if one.definition}
    return [
        FieldDefinition(
            tenant_id=grammar.around.directory.tenant_id,
            record_type=grammar.kind.record,
            key=field.key,
            label=field.label,
            type=field.type,
        )
        for field, _ in grammar.custom
        if field.key not in known and any(_says(one, f"custom.{field.key}") for one in reading.matches)
    ]


def _says(one: Match, column: str) -> bool:
    return one.row.values.get(column) is not None


def _values(grammar: Grammar, reading: Reading) -> list[Any]:
    tenant = grammar.around.directory.tenant_id
    return [
        value
        for name, values in grammar.lists.items()
        for value in values.rows(tenant, {one.row.values.get(name) for one in reading.matches})
    ]


def _report(grammar: Grammar, reading: Reading, order: Order) -> ImportReport:
    plan = order.plan
    return ImportReport(
        kind=grammar.kind.name,
        created=len(plan.inserts),
        changed=plan.changed,
        unchanged=plan.unchanged,
        repeated=reading.repeated,
        skipped=reading.skipped,
        left=plan.left,
        columns=_columns(grammar),
        unused=(*grammar.binding.unused, *_empty(grammar)),
        new_fields=tuple((field.label, field.type) for field in order.fields),
        adopted=tuple((value.value, value.outcome) for value in order.values),
        default_owner=_default_owner(grammar, plan),
        kept=tuple(plan.kept),
        refused=tuple(sorted(reading.refused)),
        samples=tuple(plan.samples),
    )


def _columns(grammar: Grammar) -> tuple[tuple[str, str], ...]:
    fields = [(name, source.shown) for name, source in grammar.binding.fields.items()]
    custom = [(field.key, source.shown) for field, source in grammar.custom]
    return (*fields, *custom)


def _empty(grammar: Grammar) -> list[str]:
    typed = {field.key for field, _ in grammar.custom}
    return [one.source.shown for one in grammar.binding.custom if one.key not in typed]


def _default_owner(grammar: Grammar, plan: Plan) -> str:
    """Return who owns the new records that name nobody, where there are such records."""
    user = grammar.around.directory.users_by_id.get(grammar.around.default_owner)
    return user.email if user and plan.unowned and grammar.kind.record else ""
