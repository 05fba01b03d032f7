"""What must be true of the records once a conversation is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.cases.expect import Fault
from assistant.cases.values import fits, loose

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from assistant.cases.world import Snapshot

_HANDLING = ("updated_at", "revision")
_GONE = ("cancel", "delet", "archiv", "undone")


def moved(before: Snapshot, after: Snapshot) -> list[str]:
    """Return what differs between two snapshots, a line each."""
    lines = []
    for kind in before:
        for key in sorted(before[kind].keys() | after[kind].keys()):
            one, other = before[kind].get(key), after[kind].get(key)
            if one != other:
                row = other or one or {}
                lines.append(f"{kind}: {row.get('name') or row.get('title') or key}")
    return lines


def aftermath(want: dict[str, Any], before: Snapshot, after: Snapshot, zone: ZoneInfo) -> list[Fault]:
    """Return what `after:` wants and the records do not show."""
    found: list[Fault] = []
    for key, value in want.items():
        check = _CHECKS.get(key, _rows)
        found += [Fault("other", text) for text in check(key, value, before, after, zone)]
    return found


def _named(kind: str, snapshot: Snapshot) -> list[dict[str, Any]]:
    leads = snapshot["leads"]
    rows = snapshot[kind].values()
    return [{**row, "lead": leads.get(str(row.get("lead_id")), {}).get("name", row.get("lead"))} for row in rows]


def _hits(kind: str, fields: dict[str, Any], snapshot: Snapshot, zone: ZoneInfo) -> list[dict[str, Any]]:
    return [row for row in _named(kind, snapshot) if fits(fields, row, zone)]


def _rows(kind: str, rows: Any, _before: Snapshot, after: Snapshot, zone: ZoneInfo) -> list[str]:
    return [f"no row in {kind}: {fields}" for fields in rows if not _hits(kind, fields, after, zone)]


def _unchanged(_key: str, value: Any, before: Snapshot, after: Snapshot, _zone: ZoneInfo) -> list[str]:
    return moved(before, after)[:6] if value else []


def _not(_key: str, kinds: Any, _before: Snapshot, after: Snapshot, zone: ZoneInfo) -> list[str]:
    return [f"there is {f} in {kind}" for kind, rows in kinds.items() for f in rows if _hits(kind, f, after, zone)]


def _gone(_key: str, kinds: Any, _before: Snapshot, after: Snapshot, zone: ZoneInfo) -> list[str]:
    left = [(kind, row) for kind, rows in kinds.items() for f in rows for row in _hits(kind, f, after, zone)]
    return [f"still in {kind}: {row}" for kind, row in left if not any(w in loose(row.get("status")) for w in _GONE)]


def _count(_key: str, kinds: Any, before: Snapshot, after: Snapshot, _zone: ZoneInfo) -> list[str]:
    more = {kind: len(after[kind]) - len(before[kind]) for kind in kinds}
    return [f"{more[kind]} more in {kind}, wanted {wanted}" for kind, wanted in kinds.items() if more[kind] != wanted]


def _moved(key: str, kinds: Any, before: Snapshot, after: Snapshot, zone: ZoneInfo) -> list[str]:
    lines = []
    for kind, rows in kinds.items():
        label = "title" if kind in ("follow_ups", "tasks") else "name"
        for entry in rows:
            fields = entry if isinstance(entry, dict) else {label: entry}
            ids = [row["id"] for row in _hits(kind, fields, before, zone)]
            changed = any(_bare(before[kind][i]) != _bare(after[kind].get(i)) for i in ids)
            if not ids or changed != (key == "changed"):
                lines.append(f"{kind} {fields}: {'changed' if changed else 'did not change'}")
    return lines


def _bare(row: dict[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (row or {}).items() if key not in _HANDLING}


_CHECKS: dict[str, Any] = {
    "unchanged": _unchanged,
    "not": _not,
    "gone": _gone,
    "count": _count,
    "changed": _moved,
    "same": _moved,
}
