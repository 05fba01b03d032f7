"""Run many sequences of the undo machine: `python -m tests.graphs.undo_sequences 2000`.

Prints how many sequences and turns ran, and in how many seconds; the first fault ends it, with its sequence: the
shortest that hypothesis finds, where at most 500 sequences are asked for.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.graphs.new_worlds import new_worlds
from tests.graphs.undo_machine import Office
from tests.graphs.undo_model import Books
from tests.small_world import make_world

STEPS = 20
_TOLD = 100
_SHRUNK = 500  # making the shortest sequence of a fault takes minutes


def main(sequences: int) -> None:
    """Run that many sequences, other ones each time."""
    made: list[Books] = []  # not the offices, which hold all that their talks remember
    started = time.perf_counter()

    def tell(end: str = "") -> None:
        changes, seconds = sum(len(books.ledger) for books in made), time.perf_counter() - started
        print(f"{len(made)} sequences, {changes} applied actions, {seconds:.0f} s{end}", flush=True)  # noqa: T201

    with tempfile.TemporaryDirectory() as folder:
        pristine = make_world(Path(folder) / "pristine")
        with new_worlds(pristine, Path(folder) / "world") as (new, run):

            def opened() -> Office:
                office = Office(new(), run)
                made.append(office.books)
                if len(made) % _TOLD == 0:
                    tell()
                return office

            run_state_machine_as_test(opened, settings=_thorough(sequences))  # type: ignore[arg-type] # any maker will do
    tell(", no fault")


def _thorough(sequences: int) -> settings:
    return settings(
        max_examples=sequences,
        stateful_step_count=STEPS,
        phases=(Phase.generate, Phase.shrink) if sequences <= _SHRUNK else (Phase.generate,),
        report_multiple_bugs=False,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
