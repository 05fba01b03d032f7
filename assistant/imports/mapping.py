"""The mapping file: what the headers of an export do not say by themselves (see docs/import.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from store.errors import Refused

_TABLES = ("columns", "values", "dates", "numbers", "custom")
_KEYS = (*_TABLES, "ignore", "key", "skip_when_empty")


@dataclass(frozen=True, slots=True)
class Constant:
    """A text that every row has."""

    text: str


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A mapping file, as written.

    `columns` and `custom`: ours → their header, a template with braces, or a
    constant.  `values`: field → theirs → ours.  `dates`: "format", or a field,
    → a `strptime` format.
    """

    columns: Mapping[str, str | Constant] = field(default_factory=dict)
    custom: Mapping[str, str | Constant] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."
    ignore: tuple[str, ...] = ()
    key: str = ""
    skip_when_empty: tuple[str, ...] = ()


def read_mapping(content: bytes) -> ImportMapping:
    """Return a mapping file's content; raises Refused, naming the place, where it is no such file."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"the mapping is no TOML: {error}") from error
    for name in data:
        if name not in _KEYS:
            raise Refused(f'the mapping has "{name}", which means nothing; there are {", ".join(_KEYS)}')
    tables = {name: _table(data, name) for name in _TABLES}
    return ImportMapping(
        columns={ours: _source("columns", ours, theirs) for ours, theirs in tables["columns"].items()},
        custom={ours: _source("custom", ours, theirs) for ours, theirs in tables["custom"].items()},
        values={ours: _texts(f"values.{ours}", table) for ours, table in tables["values"].items()},
        dates=_texts("dates", tables["dates"]),
        decimal=_decimal(tables["numbers"]),
        ignore=_list(data, "ignore"),
        key=_text("key", data.get("key", "")),
        skip_when_empty=_list(data, "skip_when_empty"),
    )


def _table(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise Refused(f"the mapping's [{name}] must be a table")
    return table


def _source(table: str, ours: str, theirs: object) -> str | Constant:
    if isinstance(theirs, dict) and set(theirs) == {"constant"} and isinstance(theirs["constant"], str):
        return Constant(theirs["constant"])
    if isinstance(theirs, str) and theirs:
        return theirs
    raise Refused(f'the mapping\'s [{table}] {ours} must be a header, a template, or {{ constant = "…" }}')


def _texts(name: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise Refused(f"the mapping's [{name}] must be a table")
    return {key: _text(f"[{name}] {key}", value) for key, value in table.items()}


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise Refused(f"the mapping's {name} must be a text in quotes")
    return value


def _list(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    items = data.get(name, [])
    if not isinstance(items, list):
        raise Refused(f'the mapping\'s {name} must be a list, like ["Notes"]')
    return tuple(_text(name, item) for item in items)


def _decimal(numbers: Mapping[str, Any]) -> str:
    sign = numbers.get("decimal", ".")
    if sign not in (".", ",") or set(numbers) - {"decimal"}:
        raise Refused('the mapping\'s [numbers] takes decimal = "," or decimal = "."')
    return str(sign)
