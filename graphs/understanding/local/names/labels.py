"""Words candidates: a label that tells each from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from graphs.understanding.local.names.model import Candidate, Entry


class Found(NamedTuple):
    """A record found, how well it fits (0..1), and why."""

    entry: Entry
    score: float
    reason: str


_MORE: tuple[Callable[[Entry], str], ...] = (
    lambda entry: entry.owner_name,
    lambda entry: entry.title if entry.type in {"lead", "contact"} else "",
    lambda entry: entry.city,
    lambda entry: entry.email,
    lambda entry: entry.phone,
    lambda entry: entry.id,
)


def candidates(found: Sequence[Found], timezone: str, account: str = "account") -> tuple[Candidate, ...]:
    """Return candidates with labels that differ wherever the records do; times are told in `timezone` (IANA)."""
    labels = [_label(one.entry, timezone, account) for one in found]
    for more in _MORE:
        times = Counter(labels)
        if len(times) == len(labels):
            break
        labels = [
            _joined(label, more(one.entry)) if times[label] > 1 else label for label, one in zip(labels, found, strict=True)
        ]
    return tuple(
        Candidate(one.entry.id, one.entry.type, _name(one.entry), label, round(max(0.0, min(1.0, one.score)), 3), one.reason)
        for one, label in zip(found, labels, strict=True)
    )


def _name(entry: Entry) -> str:
    return entry.name or entry.title


def _label(entry: Entry, timezone: str, account: str) -> str:
    if entry.type == "account":
        return _joined(entry.name, account, entry.city)
    if entry.type in {"follow_up", "task"}:
        return _joined(entry.title or entry.name, _moment(entry.starts_at, timezone, clock=entry.type == "follow_up"))
    return _joined(_name(entry), entry.company, entry.status.replace("_", " "))


def _moment(at: datetime | None, timezone: str, *, clock: bool) -> str:
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(timezone)) if at.tzinfo and clock else at
    return f"{local:%a} {local.day} {local:%b}" + (f" {local:%H:%M}" if clock else "")


def _joined(*pieces: str) -> str:
    return " · ".join(piece for piece in pieces if piece)
