"""How long a message takes to be understood, with the people of a made-up book of leads in sight.

    .venv/bin/python -m tests.benchmarks.understanding [--leads 1000] [--slowest 5]

The messages are all those of the conversations of `tests/conversations`, with
the leads of their own worlds in sight beside the made-up ones, so that names
are found.  Every message is received and understood as one of its own, in a
fresh context; the figures are milliseconds of the processor, after a warm-up.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import yaml

from graphs.understanding.local import engine
from graphs.understanding.local.people import Entry, PeopleIndex
from graphs.understanding.plan import Context, RecordRef, Value, Vocabulary
from store.tenants import DEFAULT_LISTS
from tests.graphs.understanding.made_up_people import leads

CONVERSATIONS = Path(__file__).parent.parent / "conversations"


@cache
def messages() -> tuple[str, ...]:
    """Return every message of the project's own conversations."""
    found: dict[str, None] = {}
    for path in sorted(CONVERSATIONS.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
            found.update({str(step["message"]): None for step in case["say"] if step.get("message")})
    return tuple(found)


def context(leads_in_sight: int) -> Context:
    """Return surroundings with the leads of the conversations' worlds and made-up ones, as many as told."""
    own = [*_people(), *_rows("follow_ups", "follow_up"), *_rows("deals", "deal")]
    made_up = leads(max(0, leads_in_sight - len(_people())))
    return Context(
        now=dt.datetime(2026, 6, 2, 8, 20, tzinfo=dt.UTC),
        timezone="Europe/Berlin",
        people=PeopleIndex([*own, *made_up]),
        vocabulary=Vocabulary(statuses=_values("statuses"), stages=_values("stages")),
        asker=RecordRef("user", "u1", "Lena Falk"),
    )


def understand(text: str, around: Context) -> float:
    """Return how many milliseconds the message took."""
    fresh = replace(around)  # what is read once for a context is read anew
    begin = time.process_time()
    engine.understand(text, fresh, engine.receive(text, fresh))
    return (time.process_time() - begin) * 1_000


def _values(name: str) -> tuple[Value, ...]:
    return tuple(Value(one.value, one.label, one.outcome) for one in DEFAULT_LISTS[name])  # type: ignore[arg-type]


def _people() -> list[Entry]:
    return _rows("leads", "lead")


@cache
def _rows(name: str, kind: str) -> list[Entry]:
    found: list[Entry] = []
    for path in sorted(CONVERSATIONS.glob(f"*/{name}.csv")):
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.append(_entry(kind, f"{kind}-{len(found)}", row))
    return found


def _entry(kind: str, record_id: str, row: dict[str, str]) -> Entry:
    starts_at = dt.datetime.fromisoformat(row["starts_at"]) if row.get("starts_at") else None
    named = Entry(
        record_id, kind, name=row.get("name") or row["title"], starts_at=starts_at, kind=row.get("kind") or ""
    )
    fields = ("email", "phone", "company", "city", "source", "status")
    return msgspec.structs.replace(named, **{field: row[field] for field in fields if row.get(field)})


def main() -> None:
    """Print the median, the 95th percentile and the slowest messages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, default=1_000)
    parser.add_argument("--slowest", type=int, default=5)
    asked = parser.parse_args()
    around = context(asked.leads)
    engine.warm(around.vocabulary)
    for text in messages():
        understand(text, around)
    took = sorted((understand(text, around), text) for text in messages())
    print(f"{len(took)} messages, {asked.leads} leads in sight")
    print(f"p50 {took[len(took) // 2][0]:.1f} ms, p95 {took[len(took) * 95 // 100][0]:.1f} ms")
    for milliseconds, text in took[-asked.slowest :]:
        print(f"{milliseconds:7.1f} ms  {text[:100]!r}")


if __name__ == "__main__":
    main()
