"""What of a row is new: the file, the file as it was last imported, and the record as it stands, side by side."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from store.crm_session import plain

# An export shows the derived value, so a file may bring back either.
_DERIVED = {"last_contacted_imported": "last_contacted"}
_CUSTOM = "custom."


@dataclass(frozen=True, slots=True)
class Difference:
    """`changes`: column → value to be set; `kept`: columns that were edited in Parley and in the source."""

    changes: dict[str, Any]
    kept: tuple[str, ...]


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return a hash of what a row says."""
    return hashlib.blake2b(msgspec.json.encode(values, order="deterministic"), digest_size=16).hexdigest()


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's values as they are kept in `source_values`."""
    return {name: plain(value) if isinstance(value, dt.date) else value for name, value in values.items()}


def compare(record: Mapping[str, Any], theirs: Mapping[str, Any], *, by_id: bool) -> Difference:
    """Return what a row changes in a record.

    Only what differs from the last import is new.  Of that, what was also
    edited in Parley is kept.  A record that was never imported changes where
    it is empty or, when the row names it by its own id, wherever it differs.
    """
    last = record["source_values"]
    changes, kept = {}, []
    for name, value in theirs.items():
        ours = _ours(record, name)
        if plain(value) == ours or plain(value) == _derived(record, name):
            continue
        if last is None or name not in last:
            free = ours in (None, "", []) or (last is None and by_id)
        elif plain(value) == last[name]:
            continue
        else:
            free = ours == last[name]
        if free:
            changes[name] = value
        else:
            kept.append(name)
    return Difference(changes, tuple(kept))


def _ours(record: Mapping[str, Any], name: str) -> object:
    if name.startswith(_CUSTOM):
        return record["custom"].get(name.removeprefix(_CUSTOM))
    return plain(record[name])


def _derived(record: Mapping[str, Any], name: str) -> object:
    # nothing is equal to a new object
    return plain(record[_DERIVED[name]]) if name in _DERIVED else object()


def merged(record: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns to write: custom fields go into their one column, emptied ones leave it."""
    columns = {name: value for name, value in changes.items() if not name.startswith(_CUSTOM)}
    custom = {name.removeprefix(_CUSTOM): value for name, value in changes.items() if name.startswith(_CUSTOM)}
    if custom:
        whole = {**record.get("custom", {}), **custom}
        columns["custom"] = {key: value for key, value in whole.items() if value is not None}
    return columns
