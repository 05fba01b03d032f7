"""Reads the times that a text names.  `docs/times.md` tells how they are read, and why so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from graphs.understanding.local.clock.almanac import Frame, add, elapsed
from graphs.understanding.local.clock.grammar import make_ready
from graphs.understanding.local.clock.mention import Mention
from graphs.understanding.local.clock.mentions import mentions
from graphs.understanding.local.clock.phrases import parse, parse_edit
from graphs.understanding.local.clock.reading import Reading
from graphs.understanding.local.clock.resolve import resolve
from graphs.understanding.local.clock.scan import Item, scan
from graphs.understanding.local.clock.values import Clock, Length, Node
from graphs.understanding.local.clock.words import language_read, reading, words
from prompts.load import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Reading", "merge", "read_duration", "read_times", "warm_up"]

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
    with reading(language_of(locale)):
        mentioned = _spoken_of(text, tuple(busy), language_read())
        return [one for mention in mentioned for one in resolve(mention, frame)]


def warm_up(reference: datetime, locale: str = "en-US") -> None:
    """Load words, phrases and the holidays around `reference`, which the first reading would else wait for."""
    make_ready(language_of(locale))
    for found in read_times("tomorrow at 3", reference, "UTC", locale):
        _ = found.warnings


def read_duration(text: str, locale: str = "en-US") -> list[tuple[int, tuple[int, int]]]:
    """Return the lengths that `text` gives to something ("a 20 minute call"), each in minutes with its span."""
    with reading(language_of(locale)):
        return _lengths(text)


def _lengths(text: str) -> list[tuple[int, tuple[int, int]]]:
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
    lengths move it: "make it 3pm", "Thursday", "an hour earlier".  Words that
    leave a choice give its first with the trouble "unread".
    """
    with reading(language_of(locale)):
        return _merged(existing, text, _frame(reference, timezone, locale, "future"))


def _merged(existing: datetime, text: str, frame: Frame) -> Reading | None:
    items = scan(text)
    shift = next((item for item in parse_edit(items) if "shift" in item.values), None)
    moved = existing.astimezone(frame.now.tzinfo)
    if shift is not None:
        moved = _shifted(moved, shift.values["shift"], frame)
        items = [item for item in items if item.end <= shift.start or item.start >= shift.end]
    mention = next(iter(mentions(parse(items), text, edit=True)), None)
    if mention is None and shift is None:
        return None
    edited = _completed(mention or Mention(len(text), 0), moved, _moves(items))
    if shift is not None:
        edited = replace(edited, start=min(edited.start, shift.start), end=max(edited.end, shift.end))
    first, *others = resolve(edited, frame)
    return replace(first, trouble="unread", unread=(text[slice(*first.span)],)) if others else first


def _shifted(moment: datetime, length: Length, frame: Frame) -> datetime:
    day = add(moment.date(), length, frame.country)
    return elapsed(datetime.combine(day, moment.time(), moment.tzinfo), length.minutes)


def _completed(mention: Mention, moment: datetime, moves: bool) -> Mention:  # noqa: FBT001 - of a private function
    """Return the mention with what it leaves open taken from the moment; "from 2 to 3" moves to the 3."""
    clocks = mention.clocks
    days = [day.args["base"] if day.rule == "same_time" else day for day in mention.days]
    if moves:
        days = [mention.last_day] if mention.last_day else days
        clocks = [mention.last_clock] if mention.last_clock else clocks
        mention = replace(mention, last_day=None, last_clock=None)
    if not days and mention.evening is None:
        days = [Node("fixed", {"when": moment.date()})]
    if not clocks and mention.part is None and not any(_to_the_minute(day) for day in days):
        clocks = [Clock(moment.hour, moment.minute, fixed=True)]
    return replace(mention, days=days, clocks=clocks)


def _to_the_minute(day: Node) -> bool:
    """Whether a day brings its own time: "in two hours"."""
    length = day.args.get("length")
    return day.rule in {"moment", "this_time"} or (isinstance(length, Length) and length.exact)


def _moves(items: list[Item]) -> bool:
    """Whether an edit names what it moves from: "from 2 to 3", "change Monday to Friday"."""
    return any(item.text in words().sets["moves"] for item in items)


@lru_cache(maxsize=16)  # a message is read looking ahead, and again looking back
def _spoken_of(text: str, busy: tuple[tuple[int, int], ...], _lang: str) -> tuple[Mention, ...]:
    return tuple(mentions(parse(scan(text, busy)), text))


def _frame(reference: datetime, timezone: str, locale: str, direction: Direction) -> Frame:
    country = locale.rpartition("-")[2].upper() if "-" in locale else ""
    return Frame(reference.astimezone(ZoneInfo(timezone)), direction, country not in {"US", ""}, country)
