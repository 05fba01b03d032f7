"""A world of CSV files as the engine sees it: the people in sight, the vocabulary, the clock."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from graphs.understanding.local.people import Entry, PeopleIndex
from graphs.understanding.plan import Colleague, Context, RecordRef, Value, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

Outcome = Literal["open", "won", "lost"]
_STATUSES: dict[str, Outcome] = {
    "new": "open", "contacted": "open", "qualified": "open", "negotiating": "open",
    "closed_won": "won", "closed_lost": "lost", "follow_up": "open",
}  # fmt: skip
_STAGES: dict[str, Outcome] = {
    "prospecting": "open", "qualification": "open", "proposal": "open", "negotiation": "open",
    "won": "won", "lost": "lost",
}  # fmt: skip
STATUSES = tuple(Value(value, value.replace("_", " ").title(), outcome) for value, outcome in _STATUSES.items())
STAGES = tuple(Value(value, value.title(), outcome) for value, outcome in _STAGES.items())


@dataclass(frozen=True, slots=True)
class World:
    """The rows of a world, each under a made-up id."""

    users: tuple[dict[str, str], ...]
    entries: tuple[tuple[str, Entry], ...]  # (owner's e-mail, entry)

    def context(self, user: str, now: datetime, **more: Any) -> Context:
        """Return the context of `user` asking at `now`."""
        me = next(row for row in self.users if row["email"] == user)
        seen = {row["email"] for row in self.users if _sees(me, row)}
        index = PeopleIndex([entry for owner, entry in self.entries if owner in seen or not owner])
        zone = me.get("timezone") or "America/New_York"
        colleagues = tuple(
            Colleague(row["email"], row["name"], row["email"], row.get("team", ""))
            for row in self.users
            if _sees(me, row) or row["team"] == me["team"]
        )
        return Context(
            now=now.astimezone(ZoneInfo(zone)), timezone=zone, people=index,
            vocabulary=Vocabulary(STATUSES, STAGES, (), colleagues), asker=RecordRef("user", me["email"], me["name"]),
            role=me["role"], locale=me.get("locale") or "en-US", **more,
        )  # fmt: skip


def _sees(me: dict[str, str], other: dict[str, str]) -> bool:
    if me["role"] == "admin":
        return True
    return me["email"] == other["email"] or (me["role"] == "manager" and me["team"] == other["team"])


def read_world(folder: Path, files: dict[str, str]) -> World:
    """Read the CSV files of a case file's `world`."""
    rows = {kind: _rows(folder / name) for kind, name in files.items()}
    by_email = {row["email"]: f"lead-{at}" for at, row in enumerate(rows["leads"])}
    entries = [(row["owner_email"], _lead(f"lead-{at}", row)) for at, row in enumerate(rows["leads"])]
    entries += [(row["owner_email"], _account(at, row)) for at, row in enumerate(rows.get("accounts", []))]
    entries += [(row["owner_email"], _deal(at, row, by_email)) for at, row in enumerate(rows.get("deals", []))]
    names = {row["email"]: row["name"] for row in rows["leads"]}
    entries += [
        (row["owner_email"], _follow_up(at, row, by_email, names))
        for at, row in enumerate(rows.get("follow_ups", []))
        if row["status"] == "scheduled"
    ]
    return World(tuple(rows["users"]), tuple(entries))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lead(key: str, row: dict[str, str]) -> Entry:
    return Entry(
        key, "lead", row["name"], row["company"], row["email"], row["phone"], row["owner_email"], "", row["status"],
        row["city"], row["source"], tuple(tag for tag in row["tags"].split(";") if tag), row["title"],
    )  # fmt: skip


def _account(at: int, row: dict[str, str]) -> Entry:
    return Entry(f"account-{at}", "account", row["name"], company=row["name"], city=row["city"])


def _deal(at: int, row: dict[str, str], by_email: dict[str, str]) -> Entry:
    return Entry(
        f"deal-{at}", "deal", row["name"], company=row["account"], status=row["stage"],
        lead_id=by_email.get(row["lead_email"], ""), owner_id=row["owner_email"],
    )  # fmt: skip


def _follow_up(at: int, row: dict[str, str], by_email: dict[str, str], names: dict[str, str]) -> Entry:
    del names
    return Entry(
        f"follow_up-{at}", "follow_up", row["title"], kind=row["kind"], status=row["status"],
        starts_at=datetime.fromisoformat(row["starts_at"]), lead_id=by_email.get(row["lead_email"], ""),
        owner_id=row["owner_email"],
    )  # fmt: skip
