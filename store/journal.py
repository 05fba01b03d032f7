"""The journal of a change: what it did to rows, kept as JSON, and how it is read backwards.

A mutation is `{"type", "id", "before", "after"}`: the columns that were set, or
with `before` None a row that was made.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.models import Record

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
            if known.get(column, plain(getattr(rows[key], column))) != value:
                return None
        known |= mutation["before"] if mutation["before"] is not None else {"archived_at": plain(now)}
    return {
        key: {name: unplain(type(rows[key]), name, value) for name, value in new.items()} for key, new in state.items()
    }
