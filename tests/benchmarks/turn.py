"""What a turn costs: message to card and yes to receipt, beside a bare graph, an agent, and no graph at all.

    .venv/bin/python tests/benchmarks/turn.py [--turns 500] [--leads 100000]

The contestants take turns in turn (A B C A B C ...), so that a machine that
drifts drifts for all of them; ratios are medians over the pairs.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.contestants import open_contestants
from tests.benchmarks.phases import Phases, Questions, watching
from tests.benchmarks.product import lead_names, open_office

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.scope import Role
    from tests.benchmarks.contestants import Contestant

_US = "Parley"
_BARE = "bare graph (default durability)"
_WARM_UP = 10
_WINDOW = 50
_STATUSES = ("contacted", "qualified", "negotiating")
_HALVES = ("message to card", "yes to receipt")

Times = dict[str, list[tuple[float, float]]]


async def race(contestants: Mapping[str, Contestant], names: Sequence[str], turns: int) -> Times:
    """Let the contestants take turns; return the milliseconds of both halves of each turn, by contestant."""
    found: Times = {called: [] for called in contestants}
    for at in range(-_WARM_UP, turns):
        name, status = names[at % len(names)], _STATUSES[(at // len(names)) % len(_STATUSES)]
        for called, contestant in contestants.items():
            taken = await _one_turn(contestant, name, status)
            if at >= 0:
                found[called].append(taken)
    return found


async def _one_turn(contestant: Contestant, name: str, status: str) -> tuple[float, float]:
    started = time.perf_counter()
    await contestant.propose(name, status)
    between = time.perf_counter()
    await contestant.approve()
    return (between - started) * 1000, (time.perf_counter() - between) * 1000


def pairwise(ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]) -> float:
    """Return the median over the pairs of how much longer ours took."""
    return statistics.median(sum(one) / sum(other) for one, other in zip(ours, theirs, strict=True))


def full(times: Sequence[tuple[float, float]]) -> float:
    """Return the median of the full turn."""
    return statistics.median(map(sum, times))


def report_race(times: Times) -> None:
    """Print the contestants' medians, and ours in multiples of each."""
    print(f"\n{'median, ms':<36}{'message':>9}{'yes':>9}{'turn':>9}{'ours is':>10}")
    for called, taken in times.items():
        halves = [statistics.median(half) for half in zip(*taken, strict=True)]
        ratio = f"{pairwise(times[_US], taken):9.2f}x"
        print(f"{called:<36}{halves[0]:9.2f}{halves[1]:9.2f}{full(taken):9.2f}{ratio}")


def report_growth(times: Times) -> None:
    """Print how the end of the conversation compares with its beginning, and the same of the bare graph."""
    for called in (_US, _BARE):
        first, last = full(times[called][:_WINDOW]), full(times[called][-_WINDOW:])
        print(f"last {_WINDOW} turns over the first {_WINDOW}, {called}: {last / first:.2f}x")


async def measure_parts(folder: Path, turns: int) -> None:
    """Print a table of where the time goes, and how often the databases are asked."""
    spent: dict[str, dict[str, list[float]]] = {half: defaultdict(list) for half in _HALVES}
    asked: dict[str, Counter[str]] = {}
    names = lead_names(100)
    with watching() as phases:
        async with open_office(folder, names, owned=100) as office:
            talker, questions = office.talker(), Questions(office.parley)
            await questions.watch_checkpoints()
            for at in range(-_WARM_UP, turns):
                status = _STATUSES[(at // len(names)) % len(_STATUSES)]
                for half, step in zip(
                    _HALVES, (talker.propose(names[at % 100], status), talker.approve()), strict=True
                ):
                    await questions.take()
                    await step
                    asked[half] = await questions.take()
                    _note(spent[half], phases, keep=at >= 0)
    _report_parts(spent, asked)


def _note(spent: dict[str, list[float]], phases: Phases, *, keep: bool) -> None:
    for phase, seconds in phases.take().items():
        if keep:
            spent[phase].append(seconds * 1000)


def _report_parts(spent: dict[str, dict[str, list[float]]], asked: dict[str, Counter[str]]) -> None:
    phases = list(dict.fromkeys(phase for half in _HALVES for phase in spent[half]))
    print(f"\n{'median, ms':<36}{_HALVES[0]:>18}{_HALVES[1]:>18}")
    for phase in phases:
        cells = [statistics.median(spent[half][phase]) if phase in spent[half] else 0.0 for half in _HALVES]
        print(f"{phase:<36}{cells[0]:18.2f}{cells[1]:18.2f}")
    for kind in ("statements", "commits", "checkpoint statements", "checkpoint commits"):
        print(f"{kind:<36}{asked[_HALVES[0]][kind]:18}{asked[_HALVES[1]][kind]:18}")


async def measure_sizes(folder: Path, leads: int, turns: int) -> None:
    """Print how a turn among many leads compares with one among a hundred, for an admin and for an agent."""
    names = lead_names(leads)
    async with (
        open_office(folder / "few", names[:100], owned=100) as few,
        open_office(folder / "many", names, 1000) as many,
    ):
        print(f"\n{leads:,} leads")
        # each role has leads of its own: what the other has set already would be no change
        halves: tuple[tuple[Role, list[str]], ...] = (("admin", names[:50]), ("agent", names[50:100]))
        for role, own in halves:
            times = await race({"few": few.talker(role), "many": many.talker(role)}, own, turns)
            ratio = pairwise(times["many"], times["few"])
            print(f"{role}: {full(times['many']):.2f} ms, among 100 {full(times['few']):.2f} ms: {ratio:.2f}x")


async def main(turns: int, leads: int) -> None:
    """Run it all; the last line is the figure that counts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = lead_names(100)
        async with open_office(folder / "race", names, owned=100) as office, open_contestants(folder, names) as others:
            times = await race({_US: office.talker(), **others}, names, turns)
        await measure_parts(folder / "parts", min(turns, 100))
        if leads:
            await measure_sizes(folder, leads, min(turns, 100))
    report_race(times)
    report_growth(times)
    print(f"full turn: {pairwise(times[_US], times[_BARE]):.1f}x {_BARE}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=500, help="how many turns in one conversation")
    parser.add_argument("--leads", type=int, default=100_000, help="how many leads are many; 0 leaves that out")
    options = parser.parse_args()
    asyncio.run(main(options.turns, options.leads))
