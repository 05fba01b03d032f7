"""Write the demo tenant's records with dates around the day the demo is made.

The CSV files beside this module are the records, in the columns that `import`
reads.  Cells in braces are filled in when they are written:

    {day-3}          the third working day before today, as a date
    {day+1 14:00}    the next working day at two, in the time zone of the row's owner
    {kept}           a status: `completed` once the row's `starts_at` is over, else `scheduled`

`{day+0}` is today, or the next working day when today is a Saturday or Sunday,
so that nothing ever falls on a weekend.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

# In the order in which they have to be imported: each may name records of those before it.
KINDS = ("users", "accounts", "leads", "deals", "follow_ups", "interactions", "tasks")
OFFICE_ZONE = ZoneInfo("America/Los_Angeles")

_FOLDER = Path(__file__).parent
_DAY = re.compile(r"\{day(?P<offset>[+-]\d+)(?: (?P<clock>\d\d:\d\d))?\}")
_KEPT = "{kept}"
_SATURDAY = 5

Row = dict[str, str]


def write_demo(folder: Path, now: datetime) -> None:
    """Write `users.csv` … `tasks.csv` into `folder`, which is made where it is missing.

    `now` is an aware time; "today" is its date at the office.  The same `now`
    gives the same files.  Raises `ValueError` when `now` has no offset, and
    `OSError` when the folder cannot be written.
    """
    if now.tzinfo is None:
        raise ValueError("the demo's clock needs an offset")
    folder.mkdir(parents=True, exist_ok=True)
    zones = {user["email"]: ZoneInfo(user["timezone"]) for user in _read("users")}
    for kind in KINDS:
        _write(folder / f"{kind}.csv", [_filled(row, now, zones) for row in _read(kind)])


def working_day(today: date, offset: int) -> date:
    """Return the day that lies `offset` working days after `today`, or before it where negative."""
    day = today
    if offset >= 0:
        while _is_weekend(day):
            day += timedelta(days=1)
    step = timedelta(days=1 if offset > 0 else -1)
    for _ in range(abs(offset)):
        day += step
        while _is_weekend(day):
            day += step
    return day


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _read(kind: str) -> list[Row]:
    with (_FOLDER / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _filled(row: Row, now: datetime, zones: dict[str, ZoneInfo]) -> Row:
    zone = zones.get(row.get("owner_email") or row.get("user_email") or "", OFFICE_ZONE)
    today = now.astimezone(OFFICE_ZONE).date()
    filled = {column: _dated(cell, today, zone) for column, cell in row.items()}
    if filled.get("status") == _KEPT:
        is_over = datetime.fromisoformat(filled["starts_at"]) <= now
        filled["status"] = "completed" if is_over else "scheduled"
    return filled


def _dated(cell: str, today: date, zone: ZoneInfo) -> str:
    found = _DAY.fullmatch(cell)
    if found is None:
        return cell
    day = working_day(today, int(found["offset"]))
    if found["clock"] is None:
        return day.isoformat()
    return datetime.combine(day, time.fromisoformat(found["clock"]), zone).isoformat()
