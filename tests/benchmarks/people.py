"""How well and how fast names are read, beside plain rapidfuzz `WRatio`, and what an index costs.

    .venv/bin/python -m tests.benchmarks.people [--misses] [--sizes 1000 100000]

Both are asked about the same made-up mentions in the same run.  `WRatio` is
given the words of the mention alone, so it has nothing to find, and leads as
"name company"; ours gets the whole message.  Times are the processor's.  "First" is the share of mentions
of one person where that person comes first, "both" the share of mentions that
fit two where both are offered (by `WRatio`: are the best two), "strangers" the
share of names of nobody in sight that were taken for somebody.  `WRatio` runs
twice: taking whoever is best, and only above 86, the usual bar.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable

from msgspec.structs import replace
from rapidfuzz import fuzz, process, utils

from graphs.understanding.local.people import Entry, PeopleContext, PeopleIndex, find_people, look_up
from tests.graphs.understanding.made_up_people import VARIATIONS, Said, leads, mentions, strangers

Find = Callable[[Said], list[str]]  # the ids a mention is read as, best first
_LEADS = PeopleContext(types=("lead",))
_SYLLABLES = tuple(
    f"{start}{vowel}"
    for start in ("b", "ch", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "v")
    for vowel in "aeio"
)


def ours(index: PeopleIndex) -> Find:
    """Return a reader of whole messages that gives what stands where somebody is named."""

    def find(one: Said) -> list[str]:
        found = find_people(one.text, index, _LEADS)
        there = (each for each in found if each.span[0] < one.span[1] and one.span[0] < each.span[1])
        return [candidate.id for each in there if each.kind != "pronoun" for candidate in each.candidates]

    return find


def plain_rapidfuzz(people: list[Entry], sure: float) -> Find:
    """Return a reader that compares the words of a mention with every lead; below `sure` (0..100) nobody is meant."""
    choices = {one.id: f"{one.name} {one.company}" for one in people}

    def find(one: Said) -> list[str]:
        words = one.text[slice(*one.span)]
        best = process.extract(
            words, choices, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=sure, limit=2
        )
        return [id for _, _, id in best]

    return find


def judge(name: str, find: Find, said: list[Said], others: list[Said]) -> list[Said]:
    """Tell how well a reader does; return what it got wrong."""
    seconds: list[float] = []
    wrong: list[Said] = []
    for one in said:
        begin = time.process_time()
        found = find(one)
        seconds.append(time.process_time() - begin)
        right = found[:1] == list(one.right) if len(one.right) == 1 else one.right <= set(found)
        if not right:
            wrong.append(one)
    first, both = (_share(number, said, wrong) for number in (1, 2))
    taken = sum(bool(find(one)) for one in others) / len(others)
    tell(f"{name:>10}  first {first:6.1%}  both {both:6.1%}  strangers {taken:6.1%}  {_timed(seconds)}")
    return wrong


def _share(number: int, said: list[Said], wrong: list[Said]) -> float:
    asked = sum(len(one.right) == number for one in said)
    return 1 - sum(len(one.right) == number for one in wrong) / asked


def _timed(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    marks = {"p50": ordered[len(ordered) // 2], "p95": ordered[int(len(ordered) * 0.95)], "max": ordered[-1]}
    return "  ".join(f"{name} {value * 1000:.2f} ms" for name, value in marks.items())


def tell(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")


def with_rare_surnames(people: Iterable[Entry], seed: int = 3) -> list[Entry]:
    """Give more than half of the leads surnames that nobody else has: a vocabulary as wide as the world's."""
    dice = random.Random(seed)  # noqa: S311 - dice that fall the same way each time
    made = []
    for one in people:
        rare = "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))).title()
        made.append(replace(one, name=f"{one.name.split()[0]} {rare}") if dice.random() < 0.6 else one)
    return made


def cost(size: int) -> None:
    """Print what an index of so many leads takes to build, hold, change and ask."""
    people = with_rare_surnames(leads(size))
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    index = PeopleIndex(people)
    built = time.process_time() - begin
    held = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    begin = time.process_time()
    for one in people[:500]:
        index.put(one)
    put = (time.process_time() - begin) / 500
    seconds = [_asked(one, index) for one in _messages(people)]
    begin = time.process_time()
    look_up("Zebedee Quornworthy", index)
    far = time.process_time() - begin
    tell(f"{size:>8} leads, {len(index.part_spellings)} name parts: built in {built:.1f} s, {held:.0f} MB,")
    tell(f"          put {put * 1e6:.0f} µs; a message {_timed(seconds)}; a name nobody has {far * 1000:.1f} ms")


def _messages(people: list[Entry]) -> list[str]:
    """Return messages about some of the leads, whole names, parts and misspelt ones in turn."""
    made = []
    for number, one in enumerate(people[:: max(1, len(people) // 600)]):
        given, surname = one.name.split(" ", 1)
        said = (one.name, one.name.lower(), given, surname, f"{given} {surname[:-2]}{surname[-1:]}")[number % 5]
        made.append(f"log a call with {said}: wants the revised offer, and remind me to send it on Friday")
    return made


def _asked(text: str, index: PeopleIndex) -> float:
    begin = time.process_time()
    find_people(text, index, _LEADS)
    return time.process_time() - begin


def main() -> None:
    """Run it all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="print what ours got wrong")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1_000, 100_000], help="leads in the indexes whose cost is measured"
    )
    asked = parser.parse_args()
    people = leads(2_000)
    said, others = mentions(people, 1_000), strangers(people, 500)
    tell(f"{len(said)} mentions in {len(VARIATIONS)} variations over {len(people)} leads; {len(others)} strangers")
    wrong = judge("ours", ours(PeopleIndex(people)), said, others)
    for sure in (0, 86):
        judge(f"WRatio {sure}", plain_rapidfuzz(people, sure), said, others)
    for one in wrong if asked.misses else ():
        tell(f"  {one.variation}: {one.text}")
    for size in asked.sizes:
        cost(size)


if __name__ == "__main__":
    main()
