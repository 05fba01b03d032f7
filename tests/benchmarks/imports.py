"""How long it takes to import leads, and to import the same file again.

    python tests/benchmarks/imports.py [ROWS]

Makes a file of ROWS leads (100,000) with two custom fields, imports it twice into a SQLite database in a directory that
is deleted afterwards, and prints the seconds, how many of them the processor worked, and the most memory that it took.
"""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

from assistant.imports import import_csv
from store.admin_session import administering
from store.engine import Database
from store.migrate import migrate
from store.tenants import NewUser, add_tenant, add_user

NOW = dt.datetime(2031, 5, 14, 15, 30, tzinfo=dt.UTC)
HEADER = (
    "name,email,phone,company,title,status,owner_email,source,expected_amount,currency,city,tags,last_contacted,"
    "Desks,Lease ends"
)


def write_leads(path: Path, rows: int) -> None:
    """Write a file of made-up leads."""
    statuses, owners = ("new", "contacted", "qualified"), ("ana@alder.test", "ben@alder.test")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        for number in range(rows):
            writer.writerow(
                [
                    *(f"Lead {number}", f"lead{number}@company{number % 5000}.test", f"+1 555 {number:07d}"),
                    *(f"Company {number % 5000}", "Buyer", statuses[number % 3], owners[number % 2], "fair"),
                    *(f"{number % 90000}.50", "USD", "Salem", "a;b", "2031-05-02T11:00:00-05:00"),
                    *(number % 50, "2032-12-01"),
                ]
            )


async def measure(folder: Path, rows: int) -> None:
    """Import the file twice and print what it took."""
    url = f"sqlite+aiosqlite:///{folder / 'parley.sqlite'}"
    write_leads(folder / "leads.csv", rows)
    await migrate(url)
    database = Database(url)
    async with administering(database) as session:
        tenant = await add_tenant(session, slug="alder", name="Alder", now=NOW)
        for name in ("ana", "ben"):
            await add_user(session, tenant.id, NewUser(name.title(), f"{name}@alder.test"), NOW)
    for turn in ("first", "again"):
        start, worked = time.perf_counter(), time.process_time()
        report = await import_csv(database, tenant.id, "leads", folder / "leads.csv", now=NOW)
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        counts = f"{report.created} created, {report.changed} changed, {report.unchanged} unchanged"
        sys.stdout.write(f"{turn}: {counts}, {seconds:.1f} s ({worked:.1f} s CPU), {memory} MB\n")
    await database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(measure(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
