"""The journal of a change: what it did to rows, kept as JSON, and how it is read backwards.

A mutation is `{"type", "id", "before", "after"}`: the columns that were set, or
with `before` None a row that was made.  A field that the tenant added stands
there as "custom.<its key>", so that each is taken back by itself.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.models import Record

_CUSTOM = "custom."

Row = tuple[str, str]
"""A record's type and id."""


def plain(value: object) -> object:
    """Return a column's value as JSON keeps it: times as ISO 8601 in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def unplain(model: type[Record], column: str, value: object) -> object:
    """Return the value that `plain` turned into JSON."""
    kind = inspect(model).columns[column].type.python_type
    if isinstance(value, str) and kind is dt.datetime:
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if isinstance(value, str) and kind is dt.date else value


def apart(columns: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns with each added field that `other` has otherwise on its own: None where it is not set."""
    if "custom" not in columns:
        return dict(columns)
    rest = {name: value for name, value in columns.items() if name != "custom"}
    keys = [key for key in {**columns["custom"], **other["custom"]} if _differs(key, columns, other)]
    return rest | {f"{_CUSTOM}{key}": columns["custom"].get(key) for key in keys}


def _differs(key: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["custom"].get(key) != other["custom"].get(key))


def backwards(
    mutations: Iterable[Mapping[str, Any]], rows: Mapping[Row, Record], now: dt.datetime
) -> dict[Row, dict[str, Any]] | None:
    """Return, for each row, the columns that take the mutations back; None when a row is no longer as they left it.

    A row that they made is taken back by archiving it at `now`.
    """
    state = {key: dict[str, Any]() for key in rows}
    for mutation in reversed(list(mutations)):
        key = (mutation["type"], mutation["id"])
        known = state[key]
        for column, value in mutation["after"].items():
            if known.get(column, _now(rows[key], column)) != value:
                return None
        known |= mutation["before"] if mutation["before"] is not None else {"archived_at": plain(now)}
    return {key: _columns(rows[key], new) for key, new in state.items()}


def _now(row: Any, column: str) -> object:
    if column.startswith(_CUSTOM):
        return row.custom.get(column.removeprefix(_CUSTOM))
    return plain(getattr(row, column))


def _columns(row: Any, new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row's columns as `new` has them, its added fields put together again."""
    own = {name: unplain(type(row), name, value) for name, value in new.items() if not name.startswith(_CUSTOM)}
    added = {name.removeprefix(_CUSTOM): value for name, value in new.items() if name.startswith(_CUSTOM)}
    if not added:
        return own
    whole = {**row.custom, **added}
    return {**own, "custom": {key: value for key, value in whole.items() if value is not None}}
