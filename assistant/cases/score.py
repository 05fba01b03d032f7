"""Scores: how many cases passed, and what kinds of fault there were."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cases.files import read_cases
from assistant.cases.play import Result, play
from assistant.cases.world import World
from store.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

CLASSES = ("wrong card", "needless question", "missed question", "not understood", "changed without approval", "other")


@dataclass(frozen=True, slots=True)
class Score:
    """One file's results."""

    path: Path
    results: tuple[Result, ...]

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def played(self) -> list[Result]:
        """The results of the cases that could be played."""
        return [result for result in self.results if not result.skipped]

    @property
    def passed(self) -> int:
        """How many passed."""
        return sum(result.passed for result in self.played)

    @property
    def classes(self) -> Counter[str]:
        """How many cases had a fault of each class."""
        return Counter(kind for result in self.played for kind in {fault.kind for _, fault in result.faults})


async def score(paths: Sequence[Path], only: Sequence[str] = ()) -> list[Score]:
    """Play the cases of these files, each in a world of its own; `only` names cases.

    Raises Refused where a file can't be used, or `only` names a case that none of them has.
    """
    unknown = set(only) - {case.id for path in paths for case in read_cases(path).cases}
    if unknown:
        raise Refused(f"there is no case {', '.join(sorted(unknown))} in these files")
    scores = []
    for path in paths:
        file = read_cases(path)
        with tempfile.TemporaryDirectory(prefix="cases-") as folder:
            world = World(file, Path(folder))
            chosen = [case for case in file.cases if not only or case.id in only]
            scores.append(Score(path, tuple([await play(case, world) for case in chosen])))
    return scores


def as_table(scores: Sequence[Score]) -> str:
    """Return the scores for reading: a line a file, then the first fault of each case that failed."""
    lines = [f"{'file':32} {'passed':>9}  " + "  ".join(CLASSES)]
    for one in scores:
        counts = "  ".join(f"{one.classes.get(kind, 0):>{len(kind)}}" for kind in CLASSES)
        lines.append(f"{one.file:32} {one.passed:>4}/{len(one.played):<4}  {counts}")
    for one in scores:
        for result in one.played:
            if result.faults:
                step, fault = result.faults[0]
                lines.append(f"  {one.file} {result.id}, {f'step {step}' if step else 'after'}: {fault.text}")
    return "\n".join(lines)


def as_data(one: Score) -> dict[str, Any]:
    """Return a score as data."""
    return {
        "file": one.file,
        "passed": one.passed,
        "cases": len(one.played),
        "skipped": len(one.results) - len(one.played),
        "classes": {kind: one.classes.get(kind, 0) for kind in CLASSES},
        "failed": {r.id: [f"{step}: {f.kind}: {f.text}" for step, f in r.faults] for r in one.played if r.faults},
    }
