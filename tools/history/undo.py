"""Taking a change back, whichever tool made it: its journal is read backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from store.errors import NothingToDo, Refused
from store.journal import Row, backwards
from store.ledger import find_change, undone_by
from store.models import RECORDS, Lead, LedgerEntry, Record
from store.scope import at_least, visible
from tools.base import Change, FieldChange, Moment, Preview, Target, Tool, ToolArgs, WriteTool
from tools.words import listing, say, shown, templates

if TYPE_CHECKING:
    from store.crm_session import CrmSession
    from store.sessions import ReadSession

_SPOKEN = {"follow_up": "follow-up"}


class UndoChangeArgs(ToolArgs):
    """Which change."""

    change_id: str = Field(description="the change's id, as on its receipt")


class UndoChange(WriteTool[UndoChangeArgs]):
    """Take a change back."""

    name = "undo_change"
    Args = UndoChangeArgs
    required = ("change",)

    async def preview(self, session: ReadSession, moment: Moment, args: UndoChangeArgs, record_id: str) -> Preview:
        """Show what would be as it was; raises Refused where the record has moved on."""
        del record_id
        entry, rows = await _find(session, moment, args.change_id)
        _taken_back(entry, rows, moment)
        target, changes = _target(entry, rows), await _changes(session, entry, rows)
        parts = [_told(target, change, moment.locale) for change in changes]
        summary = say("undo_change", "summary", parts=listing(parts))
        owners = sorted({row.owner_id for row in rows.values()})
        return Preview(target, summary, changes, guard={"owners": owners})

    async def apply(self, session: CrmSession, moment: Moment, args: UndoChangeArgs, record_id: str) -> Change:
        """Set every column back; what is derived from them follows by itself."""
        del record_id
        entry, rows = await _find(session, moment, args.change_id)
        changes = await _changes(session, entry, rows)
        for key, values in _taken_back(entry, rows, moment).items():
            await session.change(rows[key], **values)
        return Change(_target(entry, rows), changes, _owner(entry, rows), undoes=entry.change_id)

    def receipt(self, target: Target, changes: tuple[FieldChange, ...], locale: str) -> str:
        """Say what is as it was."""
        return say("undo_change", "done", parts=listing([_told(target, change, locale) for change in changes]))


async def _find(session: ReadSession, moment: Moment, change_id: str) -> tuple[LedgerEntry, dict[Row, Record]]:
    """Return a change that can be taken back, with the rows it touched.

    Raises Refused, in the same words, for a change on something out of sight
    and for one that there is not; NothingToDo for one that is taken back.
    """
    entry = await find_change(session, moment.asker.tenant_id, change_id)
    rows = await _rows(session, moment, entry) if entry else None
    if entry is None or not rows:
        raise Refused(say("undo_change", "unknown"))
    if not entry.reversible:
        raise Refused(say("undo_change", "irreversible"))
    if await _is_undone(session, change_id):
        raise NothingToDo(say("undo_change", "already", name=_target(entry, rows).name))
    needed = Tool.registry[await _first_tool(session, moment, entry)].permission
    if not at_least(moment.asker.role, needed):
        raise Refused(say("gate", "not_allowed", role=needed))
    return entry, rows


async def _rows(session: ReadSession, moment: Moment, entry: LedgerEntry) -> dict[Row, Record] | None:
    """Return the rows that a change touched, None when one of them is out of sight."""
    rows: dict[Row, Record] = {}
    for key in dict.fromkeys((mutation["type"], mutation["id"]) for mutation in entry.mutations):
        model = RECORDS[key[0]]
        seen = visible(model, moment.asker.scope, archived=True)
        row = await session.scalar(select(model).where(col(model.id) == key[1], seen))
        if row is None:
            return None
        rows[key] = row
    return rows


async def _is_undone(session: ReadSession, change_id: str) -> bool:
    """Return whether a change is taken back now: its undo may have been undone in turn."""
    undo = await undone_by(session, change_id)
    return undo is not None and not await _is_undone(session, undo.change_id)


async def _first_tool(session: ReadSession, moment: Moment, entry: LedgerEntry) -> str:
    """Return the tool at the beginning of a chain of undos: taking back needs the permission that doing needed."""
    while entry.undoes:
        undone = await find_change(session, moment.asker.tenant_id, entry.undoes)
        if undone is None:
            break
        entry = undone
    return entry.tool


def _taken_back(entry: LedgerEntry, rows: dict[Row, Record], moment: Moment) -> dict[Row, dict[str, Any]]:
    values = backwards(entry.mutations, rows, moment.now)
    if values is None:
        raise Refused(say("undo_change", "moved_on", name=_target(entry, rows).name))
    return values


def _target(entry: LedgerEntry, rows: dict[Row, Record]) -> Target:
    """Return the record that was changed, under the name it has now; for an interaction, its lead."""
    (kind, record_id), row = next(iter(rows.items()))
    if kind == "interaction":
        return Target(entry.target_type, entry.target_id, entry.target_name)
    return Target(kind, record_id, _name(row))


def _name(row: Record) -> str:
    return str(getattr(row, "name", "") or getattr(row, "title", ""))


def _owner(entry: LedgerEntry, rows: dict[Row, Record]) -> str | None:
    row = next(iter(rows.values()))
    return row.owner_id if _name(row) else entry.owner_id


async def _changes(session: ReadSession, entry: LedgerEntry, rows: dict[Row, Record]) -> tuple[FieldChange, ...]:
    """Return what is shown: records that go or come back, else the fields the other way round."""
    moved = [await _moved(session, mutation, rows) for mutation in reversed(entry.mutations) if _moves(mutation)]
    if moved:
        return tuple(moved)
    return tuple(FieldChange(one["field"], one["after"], one["before"]) for one in entry.changes)


def _moves(mutation: dict[str, Any]) -> bool:
    return mutation["before"] is None or "archived_at" in mutation["after"]


async def _moved(session: ReadSession, mutation: dict[str, Any], rows: dict[Row, Record]) -> FieldChange:
    kind = mutation["type"]
    row = rows[kind, mutation["id"]]
    label = _name(row) or await _event(session, row)
    comes_back = mutation["before"] is not None and mutation["after"]["archived_at"] is not None
    return FieldChange(kind, None, label) if comes_back else FieldChange(kind, label, None)


async def _event(session: ReadSession, row: Any) -> str:
    lead = await session.get(Lead, row.lead_id)
    what = say("undo_change", f"event_{row.type}", name=lead.name if lead else "")
    return f"{what} – {row.note}" if row.note else what


def _told(target: Target, change: FieldChange, locale: str) -> str:
    if change.field in (target.type, "interaction"):
        key, label = ("goes", change.before) if change.after is None else ("comes", change.after)
        return say("undo_change", key, record=_record(change.field, label))
    field = change.field.replace("_", " ")
    if change.after in (None, "", []):
        return say("undo_change", "field_empty", name=target.name, field=field)
    own = f"field_{change.field}"
    key = own if own in templates("undo_change") else "field"
    return say("undo_change", key, name=target.name, field=field, value=shown(change.after, locale))


def _record(kind: str, label: str) -> str:
    return label if kind == "interaction" else f"{_SPOKEN.get(kind, kind)} {label}"
