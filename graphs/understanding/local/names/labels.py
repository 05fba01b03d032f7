"""Words candidates: a label that tells each from the others, a reason, a warning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from graphs.understanding.local.names.model import Candidate, Entry


def candidates(found: Sequence[tuple[Entry, float, str]], timezone: str = "UTC") -> tuple[Candidate, ...]:
    """Return candidates for (record, score, reason), with labels that differ wherever the records do."""
    labels = _labels([entry for entry, _, _ in found], timezone)
    return tuple(
        Candidate(entry.id, entry.type, entry.name or entry.title, label, round(max(0.0, min(1.0, score)), 3), reason)
        for (entry, score, reason), label in zip(found, labels, strict=True)
    )


def _labels(entries: Sequence[Entry], timezone: str) -> list[str]:
    labels = [_label(entry, timezone) for entry in entries]
    for more in ("owner_name", "title", "city", "email", "phone", "id"):
        twice = {label for label, times in Counter(labels).items() if times > 1}
        if not twice:
            break
        labels = [
            _joined(label, str(getattr(entry, more))) if label in twice else label
            for label, entry in zip(labels, entries, strict=True)
        ]
    return labels


def _label(entry: Entry, timezone: str) -> str:
    state = entry.status.replace("_", " ")
    if entry.type == "account":
        return _joined(entry.name, "account", entry.city)
    if entry.type in {"follow_up", "task"}:
        return _joined(entry.title or entry.name, _moment(entry.starts_at, timezone, clock=entry.type == "follow_up"))
    return _joined(entry.name or entry.title, entry.company, state)


def _moment(at: datetime | None, timezone: str, *, clock: bool) -> str:
    if at is None:
        return ""
    if not clock:
        return f"{at:%a} {at.day} {at:%b}"
    local = at.astimezone(ZoneInfo(timezone)) if at.tzinfo else at
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def _joined(*pieces: str) -> str:
    return " · ".join(piece for piece in pieces if piece)
