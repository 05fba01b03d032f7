"""Reads the times that a text names.  `docs/times.md` tells how they are read, and why so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from graphs.understanding.local.clock.almanac import Frame, add
from graphs.understanding.local.clock.mentions import Mention, mentions
from graphs.understanding.local.clock.phrases import parse, parse_edit
from graphs.understanding.local.clock.reading import Reading
from graphs.understanding.local.clock.resolve import resolve
from graphs.understanding.local.clock.scan import scan
from graphs.understanding.local.clock.values import Clock, Length, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Reading", "merge", "read_duration", "read_times"]

Direction = Literal["future", "past"]


def read_times(
    text: str,
    reference: datetime,
    timezone: str,
    locale: str = "en-US",
    direction: Direction = "future",
    *,
    busy: Sequence[tuple[int, int]] = (),
) -> list[Reading]:
    """Return the times that `text` names, in its order, the best reading of each first.

    Readings with overlapping spans are rivals: the words fit both.  `reference`
    (aware) is the clock of the request, `timezone` the asker's IANA zone, in
    which every reading is; `busy` are spans that are something else.
    """
    frame = _frame(reference, timezone, locale, direction)
    found = _mentions(text, busy)
    return [reading for mention in found for reading in resolve(mention, frame)]


def read_duration(text: str) -> list[tuple[int, tuple[int, int]]]:
    """Return the lengths that `text` gives to something ("a 20 minute call"), each in minutes with its span."""
    items = scan(text)
    moving = [(item.start, item.end) for item in parse_edit(items) if "shift" in item.values]
    return [
        (round(item.values["length"].minutes), (item.start, item.end))
        for item in parse(items)
        if "length" in item.values
        and item.values["length"].exact
        and not any(begin <= item.start and item.end <= end for begin, end in moving)
    ]


def merge(existing: datetime, text: str, reference: datetime, timezone: str, locale: str = "en-US") -> Reading | None:
    """Return what the moment `existing` becomes by the words of an edit, or None where they name no time.

    A clock time alone keeps the day, a day alone keeps the clock time, and
    lengths move it: "make it 3pm", "Thursday", "an hour earlier".
    """
    frame = _frame(reference, timezone, locale, "future")
    here = existing.astimezone(frame.now.tzinfo)
    moved, span = _moved(here, text, frame)
    found = _mentions(text, [span] if span else [], edit=True)
    if not found and span is None:
        return None
    mention = found[0] if found else Mention(*(span or (0, 0)))
    if mention.limit == "from":
        mention = _target(mention)
    if not mention.days and mention.evening is None:
        mention.days = [Node("fixed", {"when": moved.date()})]
    if not mention.clocks and mention.part is None:
        mention.clocks = [Clock(moved.hour, moved.minute, fixed=True)]
    if span:
        mention.start, mention.end = min(mention.start, span[0]), max(mention.end, span[1])
    return next(resolve(mention, frame), None)


def _frame(reference: datetime, timezone: str, locale: str, direction: Direction) -> Frame:
    country = locale.rpartition("-")[2].upper() if "-" in locale else ""
    return Frame(reference.astimezone(ZoneInfo(timezone)), direction, country not in {"US", ""}, country)


def _mentions(text: str, busy: Sequence[tuple[int, int]], *, edit: bool = False) -> list[Mention]:
    return mentions(parse(scan(text, busy)), text, edit=edit)


def _moved(here: datetime, text: str, frame: Frame) -> tuple[datetime, tuple[int, int] | None]:
    """Return `here` moved by what the words say, and their place."""
    for item in parse_edit(scan(text)):
        length: Length | None = item.values.get("shift")
        if length:
            day = add(here.date(), length, frame.country)
            moment = datetime.combine(day, here.time(), here.tzinfo).astimezone(UTC) + timedelta(minutes=length.minutes)
            return moment.astimezone(here.tzinfo), (item.start, item.end)
    return here, None


def _target(mention: Mention) -> Mention:
    """Return the time that "from 2 to 3" moves to."""
    return replace(
        mention,
        days=[mention.last_day] if mention.last_day else mention.days,
        clocks=[mention.last_clock] if mention.last_clock else mention.clocks,
        last_day=None,
        last_clock=None,
    )
