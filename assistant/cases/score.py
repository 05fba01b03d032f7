"""Scores: how many cases passed, what kinds of fault there were, and what is new since the last run."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cases.files import read_cases
from assistant.cases.play import Result, play
from assistant.cases.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

CLASSES = ("wrong card", "needless question", "missed question", "not understood", "changed without approval", "other")


@dataclass(frozen=True, slots=True)
class Score:
    """One file's results."""

    file: str
    results: tuple[Result, ...]

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
    """Play the cases of these files, each in a world of its own; `only` names cases."""
    scores = []
    for path in paths:
        file = read_cases(path)
        with tempfile.TemporaryDirectory(prefix="cases-") as folder:
            world = World(file, Path(folder))
            chosen = [case for case in file.cases if not only or case.id in only]
            scores.append(Score(path.name, tuple([await play(case, world) for case in chosen])))
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


def as_json(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Return the scores as data."""
    return [
        {
            "file": one.file,
            "passed": one.passed,
            "cases": len(one.played),
            "skipped": len(one.results) - len(one.played),
            "classes": {kind: one.classes.get(kind, 0) for kind in CLASSES},
            "failed": {r.id: [f"{step}: {f.kind}: {f.text}" for step, f in r.faults] for r in one.played if r.faults},
        }
        for one in scores
    ]


def difference(scores: Sequence[Score], last: list[dict[str, Any]]) -> str:
    """Return which cases pass or fail now and did not the last time these files were run."""
    before = {one["file"]: set(one["failed"]) for one in last}
    lines = []
    for one in scores:
        if one.file not in before:
            continue
        now = {result.id for result in one.played if result.faults}
        played = {result.id for result in one.played}
        for word, ids in (("newly failing", now - before[one.file]), ("mended", (before[one.file] & played) - now)):
            if ids:
                lines.append(f"{one.file}: {word}: {', '.join(sorted(ids))}")
    return "\n".join(lines) or "no case differs from the last run"
