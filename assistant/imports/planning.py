"""What an import will write, row by row, before anything is written."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.imports.comparing import Difference, as_json, compare, merged
from assistant.imports.keys import is_natural
from assistant.imports.kinds import Kind
from assistant.imports.lists import ValueList
from assistant.imports.report import Kept, Refusal, Sample
from assistant.imports.rows import Row, owner_of
from assistant.imports.surroundings import APART, Existing, Known, Surroundings, Taken
from store.crm_session import plain
from store.models import new_id
from store.money import decimal_text

_SAMPLES = 30


@dataclass(frozen=True, slots=True)
class Update:
    """A record to be changed: `columns` to write and what they were `before`, and what it keeps of its `source`."""

    id: str
    columns: dict[str, Any]
    source: dict[str, Any]
    lead_id: str | None
    before: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """What is to be written, and what is to be said about it; `columns_of` gives a new record's columns."""

    columns_of: Callable[[Row], dict[str, Any]]
    inserts: list[Row] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    unowned: int = 0
    kept: list[Kept] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    def say(self, row: Row, action: str, name: str, detail: str = "") -> None:
        """Keep a row as a sample, as long as there are few."""
        if len(self.samples) < _SAMPLES:
            self.samples.append(Sample(row.line, action, name, detail))


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the record it is about; None where it is a new one."""

    row: Row
    known: Known | None
    by_id: bool = False

    @property
    def is_old(self) -> bool:
        """Whether the row says what it said when it was last imported."""
        return self.known is not None and self.known.source_hash == self.row.fingerprint


def match(row: Row, existing: Existing, prefix: str) -> Match | Refusal:
    """Find the record that a row is about: by its own id, by its source key, else by what it is naturally known by."""
    if row.given_id and (known := existing.by_id.get(row.given_id)):
        return Match(row, known, by_id=True)
    if known := existing.by_source.get(prefix + row.key) or existing.by_source.get(row.key):
        return Match(row, known)
    alike = existing.by_nature.get(row.nature, [])
    if row.key != row.nature:  # another id of the source is another record, however alike
        alike = [known for known in alike if is_natural(known.source_key)]
    if len(alike) > 1:
        reason = f"could be any of {len(alike)} records that are alike: give their ids in a column that is the key"
        return Refusal(row.line, "", reason)
    return Match(row, alike[0] if alike else None)


class Planner:
    """Turns matched rows into what is to be written."""

    def __init__(
        self, kind: Kind, around: Surroundings, lists: Mapping[str, ValueList], now: dt.datetime, taken: Taken
    ) -> None:
        self._kind = kind
        self._around = around
        self._lists = lists
        self._now = now
        self._taken = taken
        self._blank = _blank(kind)
        self._names = {field.column: field.name for field in kind.fields}
        self.plan = Plan(self._columns)

    def add(self, one: Match, record: Mapping[str, Any] | None) -> None:
        """Plan a row; `record` is the record it is about, None for one that is to be made or that says nothing new."""
        row = one.row
        if one.known is None:
            self._insert(row)
        elif record is None:
            self.plan.unchanged += 1
        else:
            self._update(one, record)

    def _insert(self, row: Row) -> None:
        name = self._name(row.values)
        if row.values.get("lead_id") in self._around.archived:
            self.plan.left += 1
            self.plan.kept.append(Kept(row.line, name, "left out, for its lead was removed in Parley"))
            return
        self.plan.unowned += not any(row.values.get(column) for column in ("owner_id", "lead_id", "account_id"))
        self.plan.inserts.append(row)
        self.plan.say(row, "create", name)

    def _columns(self, row: Row) -> dict[str, Any]:
        """Return a new record; made when it is written, for a large file's records would fill the memory."""
        columns = {**self._blank, **self._defaults(row.values), **merged({}, row.values)}
        said = {field.column: columns[field.column] for field in self._kind.fields}
        record_id = row.given_id if _is_uuid(row.given_id) and row.given_id not in self._taken.ids else new_id()
        key = self._around.key_prefix + row.key
        columns |= {
            "id": record_id,
            "tenant_id": self._around.directory.tenant_id,
            "created_at": self._now,
            "source_key": f"{key}{APART}{record_id}" if key in self._taken.source_keys else key,
            "source_hash": row.fingerprint,
            "source_values": as_json({**row.values, **said}),
        }
        if self._kind.record:
            columns["updated_at"] = self._now
        return columns

    def _update(self, one: Match, record: Mapping[str, Any]) -> None:
        row, difference = one.row, compare(record, one.row.values, by_id=one.by_id)
        name = self._name(record)
        if record.get("archived_at") and difference != Difference({}, ()):
            self.plan.left += 1
            self.plan.kept.append(Kept(row.line, name, "left alone, for it was removed in Parley"))
            return
        self.plan.kept += [Kept(row.line, name, self._edited(column, record, row)) for column in difference.kept]
        changes = {**difference.changes, **self._follow(record, difference.changes)}
        columns = merged(record, changes)
        key = self._key_after(one, record)
        if columns or difference.kept or key != record["source_key"]:
            self.plan.updates.append(_write(row, record, columns, key))
        if not columns:
            self.plan.unchanged += 1
            return
        self.plan.changed += 1
        details = [self._change(column, record, value) for column, value in difference.changes.items()]
        self.plan.say(row, "change", name, "; ".join(details))

    def _key_after(self, one: Match, record: Mapping[str, Any]) -> str | None:
        """Return the record's source key from now on: an id of the source is worth more than what it was known by."""
        stored: str | None = record["source_key"]
        better = one.row.key != one.row.nature and is_natural(stored)
        return stored if one.by_id or not (stored is None or better) else self._around.key_prefix + one.row.key

    def _defaults(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a new record has where the row says nothing."""
        owner = owner_of(values, self._around)
        defaults: dict[str, Any] = {"currency": self._around.directory.currency}
        if self._kind.record:
            defaults["owner_id"] = owner
        if "zone" in self._blank:
            defaults["zone"] = self._around.zone(owner).key
        for name, values_of in self._lists.items():
            defaults[name] = values_of.first()
        defaults.update(self._follow(defaults, {**defaults, **values}))
        return {name: value for name, value in defaults.items() if name in self._blank}

    def _follow(self, record: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns that follow from others: a closed deal's day, a lead's account."""
        if self._kind.name == "deals" and "stage" in changes:
            return self._closing(record, changes)
        if self._kind.name == "leads":
            return self._contact(record, changes)
        return {}

    def _closing(self, record: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        if self._lists["stage"].outcome(changes["stage"]) == "open":
            return {} if record.get("closed_on") is None else {"closed_on": None}
        if changes.get("closed_on") or record.get("closed_on"):
            return {}
        expected = changes.get("expected_close_on") or record.get("expected_close_on")
        owner = changes.get("owner_id") or record.get("owner_id") or self._around.default_owner
        return {"closed_on": expected or self._now.astimezone(self._around.zone(owner)).date()}

    def _contact(self, record: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        follows: dict[str, Any] = {}
        if "company" in changes:
            account = self._around.accounts.get(changes["company"]) if changes["company"] else None
            if account != record.get("account_id"):
                follows["account_id"] = account
        if "id" not in record:  # an existing one's is brought in line with its interactions
            follows["last_contacted"] = changes.get("last_contacted_imported")
        return follows

    def _edited(self, column: str, record: Mapping[str, Any], row: Row) -> str:
        ours = self._shown(column, _standing(column, record), record)
        theirs = self._shown(column, row.values[column], record)
        return f"{self._called(column)} was edited in Parley and stays {ours}; the file says {theirs}"

    def _change(self, column: str, record: Mapping[str, Any], value: object) -> str:
        before = self._shown(column, _standing(column, record), record)
        return f"{self._called(column)}: {before} → {self._shown(column, value, record)}"

    def _called(self, column: str) -> str:
        return self._names.get(column, column.removeprefix("custom."))

    def _shown(self, column: str, value: Any, record: Mapping[str, Any]) -> str:
        if value in (None, "", []):
            return "nothing"
        if column == "owner_id" and value in self._around.directory.users_by_id:
            return self._around.directory.users_by_id[value].email
        if column in ("amount", "expected_amount"):
            return str(decimal_text(value, record["currency"]))
        return ", ".join(value) if isinstance(value, list) else str(plain(value))

    def _name(self, values: Mapping[str, Any]) -> str:
        if self._kind.name == "interactions":
            return f"{values['type']} of {plain(values['occurred_at'])}"
        return str(values.get("name") or values.get("title") or "")


def _blank(kind: Kind) -> dict[str, Any]:
    """Return a record of the kind in which every column that may be left out has its default."""
    fields = kind.model.model_fields.items()
    return {
        name: None if field.is_required() else field.get_default(call_default_factory=True) for name, field in fields
    }


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _write(row: Row, record: Mapping[str, Any], columns: dict[str, Any], key: str | None) -> Update:
    source = {
        "source_key": key,
        "source_hash": row.fingerprint,
        "source_values": {**(record["source_values"] or {}), **as_json(row.values)},
    }
    before = {name: record[name] for name in columns}
    return Update(record["id"], columns, source, record.get("lead_id"), before)


def _standing(column: str, record: Mapping[str, Any]) -> object:
    return record["custom"].get(column.removeprefix("custom.")) if column.startswith("custom.") else record[column]
