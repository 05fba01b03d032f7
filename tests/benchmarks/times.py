"""How well and how fast times are read, beside other readers of times where these are installed.

    .venv/bin/python -m tests.benchmarks.times [--misses]

The others (tests/benchmarks/requirements.txt) want an environment of their own;
what is not installed is skipped with a note.  All read the same phrases, alone
and inside sentences, in one run.  Right, asked and wrong are told in per cent:
"asked" is no reading, several, or one with trouble, which nobody acts upon.

The others know nothing of our defaults, so they are held to less: to the date,
and to the minute only where the words give a clock time; of several finds the
first counts, and for words that name no real time finding nothing is right.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from graphs.understanding.local.times import read_times, warm_up
from tests.graphs.understanding.time_phrases import HOSTILE, Phrase, Verdict, phrases, shown, verdict

Find = Callable[[str, Phrase], datetime | None]  # reads a text as the asker of a phrase would
_CARRIERS = (
    "{}",
    "Remind me to call Priya {}",
    "remind me {} to send the deck",
    "Schedule a meeting with Ben Okafor {}.",
    "ok so {} works for Dana",
    "Met Sam and Jo; {} we talk again about 3 offers",
)
_VERDICTS: tuple[Verdict, ...] = ("right", "asked", "wrong")


@dataclass
class Score:
    """Verdicts and times of one reader."""

    name: str
    judge: Callable[[str, Phrase], Verdict]
    alone: Counter[Verdict] = field(default_factory=Counter)
    inside: Counter[Verdict] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def take(self, text: str, phrase: Phrase, *, alone: bool) -> None:
        """Read a text and count how that went."""
        begin = time.perf_counter()
        found = self.judge(text, phrase)
        self.seconds.append(time.perf_counter() - begin)
        (self.alone if alone else self.inside)[found] += 1
        if found != "right":
            self.misses.append(f"{found}: {text}")

    def row(self) -> str:
        """Return the line of the table."""
        shares = [_share(counts, name) for counts in (self.alone, self.inside) for name in _VERDICTS]
        p50, p95 = (statistics.quantiles(self.seconds, n=100)[place] * 1000 for place in (49, 94))
        return f"{self.name:<28}" + "".join(f"{share:>8}" for share in shares) + f"{p50:>9.2f}{p95:>9.2f}"


def _share(counts: Counter[Verdict], name: Verdict) -> str:
    return f"{100 * counts[name] / max(1, counts.total()):.1f}"


def _ours(text: str, phrase: Phrase) -> Verdict:
    clock, place = phrase.clock, text.index(phrase.say)
    readings = read_times(text, clock.now, clock.timezone, clock.locale, clock.direction)
    end = place + len(phrase.say)
    return verdict(phrase.expected, [one for one in readings if one.span[0] < end and one.span[1] > place])


def _theirs(find: Find) -> Callable[[str, Phrase], Verdict]:
    def judge(text: str, phrase: Phrase) -> Verdict:
        try:
            found = find(text, phrase)
        except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError):
            found = None  # it stumbled: nobody acts on that
        if phrase.expected is None or "start" not in phrase.expected.said or phrase.expected.start is None:
            return "right" if found is None else "wrong"
        if found is None:
            return "asked"
        return "right" if _same(found, phrase) else "wrong"

    return judge


def _same(found: datetime, phrase: Phrase) -> bool:
    meant = phrase.expected.start if phrase.expected else None
    to_the_minute = any(reading.grain == "minute" for reading in _read(phrase))
    size = 16 if to_the_minute else 10
    return (shown(found) or "")[:size] == (meant or "")[:size]


def _read(phrase: Phrase) -> list[Any]:
    clock = phrase.clock
    return list(read_times(phrase.say, clock.now, clock.timezone, clock.locale, clock.direction))


def _dateparser() -> dict[str, Find]:
    dateparser, finder = import_module("dateparser"), import_module("dateparser.search")

    def settings(phrase: Phrase) -> dict[str, Any]:
        clock = phrase.clock
        return {
            "RELATIVE_BASE": clock.now.replace(tzinfo=None),
            "PREFER_DATES_FROM": clock.direction,
            "DATE_ORDER": "MDY" if clock.locale.endswith("US") else "DMY",
        }

    def parse(text: str, phrase: Phrase) -> datetime | None:
        found: datetime | None = dateparser.parse(text, languages=["en"], settings=settings(phrase))
        return found

    def search(text: str, phrase: Phrase) -> datetime | None:
        found = finder.search_dates(text, languages=["en"], settings=settings(phrase))
        return found[0][1] if found else None

    return {"dateparser.parse": parse, "dateparser.search_dates": search}


def _parsedatetime() -> dict[str, Find]:
    calendar = import_module("parsedatetime").Calendar()

    def parse(text: str, phrase: Phrase) -> datetime | None:
        moment, found = calendar.parseDT(text, sourceTime=phrase.clock.now.replace(tzinfo=None))
        return moment if found else None

    return {"parsedatetime": parse}


def _recognizers() -> dict[str, Find]:
    library = import_module("recognizers_date_time")

    def recognize(text: str, phrase: Phrase) -> datetime | None:
        culture = library.Culture.English if phrase.clock.locale.endswith("US") else library.Culture.EnglishOthers
        results = library.recognize_datetime(text, culture, reference=phrase.clock.now.replace(tzinfo=None))
        values = results[0].resolution["values"] if results and results[0].resolution else []
        past = phrase.clock.direction == "past"
        value = values[0 if past else -1] if values else {}
        return _from_timex(value.get("value") or value.get("start") or "", phrase)

    return {"recognizers-text-suite": recognize}


def _from_timex(value: str, phrase: Phrase) -> datetime | None:
    if value[2:3] == ":":  # an hour without a day
        value = f"{phrase.clock.now:%Y-%m-%d} {value}"
    return datetime.fromisoformat(value) if value[:4].isdigit() else None


def _contestants() -> list[Score]:
    scores = [Score("ours", _ours)]
    for load in (_dateparser, _parsedatetime, _recognizers):
        try:
            finders = load()
        except ImportError as error:
            print(f"skipped {load.__name__.strip('_')}: {error}")
            continue
        scores += [Score(name, _theirs(find)) for name, find in finders.items()]
    return scores


def _hostile(text: str) -> float:
    begin = time.perf_counter()
    read_times(text, datetime(2026, 3, 9, 13, 15, tzinfo=UTC), "America/New_York")
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """Read every phrase with every reader, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", action="store_true", help="also print what ours did not read right")
    parser.add_argument("--every", type=int, default=1, help="take only every nth phrase")
    asked = parser.parse_args()
    scores = _contestants()
    warm_up(datetime(2026, 3, 9, tzinfo=UTC))
    chosen = phrases()[:: asked.every]
    for phrase in chosen:
        for carrier in _CARRIERS if phrase.expected and not phrase.alone else _CARRIERS[:1]:
            for score in scores:  # in turn, so that a machine that drifts drifts for all
                score.take(carrier.replace("{}", phrase.say), phrase, alone=carrier == "{}")
    print(f"{len(chosen)} phrases; % right, asked, wrong alone | in sentences; milliseconds p50, p95")
    print("\n".join(score.row() for score in scores))
    milliseconds, text = max((_hostile(text), text) for text in HOSTILE)
    print(f"slowest of {len(HOSTILE)} texts of 200,000 characters, {text[:20]!r} over and over: {milliseconds:.0f} ms")
    if asked.misses:
        print("\n".join(scores[0].misses))


if __name__ == "__main__":
    main()
