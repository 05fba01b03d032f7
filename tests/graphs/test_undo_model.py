"""Whatever is shown, approved, edited and taken back, by whom and in whatever order, ends as the undo model says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.graphs.new_worlds import new_worlds
from tests.graphs.undo_machine import Office

if TYPE_CHECKING:
    from pathlib import Path

PHASES = (Phase.generate, Phase.shrink)
QUICK = settings(phases=PHASES, max_examples=40, stateful_step_count=12, deadline=None, derandomize=True, database=None)


def test_any_course_of_events_ends_as_the_undo_model_says(world_folder: Path, tmp_path: Path) -> None:
    with new_worlds(world_folder, tmp_path / "world") as (new, run):
        run_state_machine_as_test(lambda: Office(new(), run), settings=QUICK)  # type: ignore[arg-type] # any maker will do
