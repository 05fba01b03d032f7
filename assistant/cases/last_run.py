"""What the cases came to the last time, and what differs now: kept by file and engine in the data directory."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from assistant.cases.score import Score

Run = dict[str, Any]


class Difference(NamedTuple):
    """What differs in one file from its last run of `at` (None: there was none), by the ids of cases.

    `otherwise` fail as they did before, with other faults; `gone` were played then and are in the file no more.
    """

    file: str
    at: str | None = None
    failing: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it for reading."""
        if self.at is None:
            return f"{self.file}: there is no earlier run to compare with"
        kinds = {
            "newly failing": self.failing,
            "mended": self.mended,
            "failing otherwise": self.otherwise,
            "new": self.new,
            "gone": self.gone,
        }
        told = "; ".join(f"{word}: {', '.join(ids)}" for word, ids in kinds.items() if ids)
        return f"{self.file}: {told or 'no case differs'} (since {self.at})"


class LastRuns:
    """The last run of each file with each engine, in one file."""

    def __init__(self, path: Path) -> None:
        """Read them from `path`; what can't be read counts as nothing."""
        self._path = path
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        self._runs: dict[str, Run] = kept if isinstance(kept, dict) else {}

    def difference(self, score: Score, engine: str, *, whole: bool = True) -> Difference:
        """Return what differs from the last run; not `whole`: only some cases were played, so none counts as gone."""
        last = self._runs.get(_key(score, engine))
        if last is None:
            return Difference(score.file)
        before, now = last["cases"], _outcomes(score)
        return Difference(
            score.file,
            last["at"],
            failing=_ids(id for id, faults in now.items() if faults and before.get(id) == []),
            mended=_ids(id for id, faults in now.items() if not faults and before.get(id)),
            otherwise=_ids(id for id, faults in now.items() if faults and before.get(id) and before[id] != faults),
            new=_ids(now.keys() - before.keys()),
            gone=_ids(before.keys() - now.keys()) if whole else (),
        )

    def keep(self, scores: Sequence[Score], engine: str) -> None:
        """Remember these runs in place of the ones before."""
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        for score in scores:
            self._runs[_key(score, engine)] = {"at": at, "cases": _outcomes(score)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(self._runs, ensure_ascii=False), encoding="utf-8")


def _key(score: Score, engine: str) -> str:
    return f"{engine} {score.path.resolve()}"


def _outcomes(score: Score) -> dict[str, list[str]]:
    """Return the faults of each case that was played."""
    return {r.id: [f"{step}: {fault.kind}: {fault.text}" for step, fault in r.faults] for r in score.played}


def _ids(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))
