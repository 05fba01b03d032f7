"""Which time of day the words give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphs.understanding.local.clock.mention import Mention
    from graphs.understanding.local.clock.values import Clock, Part

_EARLIEST = 7  # an hour without am or pm is the one from 07:00 to 18:59
_NOON = 12


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, `plus` days after the day named; `part` where it is only the default of a part of the day."""

    at: time
    plus: int = 0
    part: Part | None = None
    rival_plus: int | None = None  # midnight of a day may be its first moment or its last


def hour_of(mention: Mention, clock: Clock | None) -> Hour | None:
    """Return the time of day that a mention gives with one of its clock times; None where it gives none."""
    part = mention.evening.part if mention.evening else mention.part
    if clock is None:
        return Hour(part.at, part=part) if part else None
    half = part.half if part else ""
    if clock.hour == 24:
        return _midnight(mention, clock)
    if clock.fixed:
        return Hour(time(clock.hour, clock.minute), plus=int(half == "night" and clock.hour < 6))
    if half == "night":
        return _at_night(clock)
    return Hour(time(_daytime(clock.hour, half), clock.minute))


def _midnight(mention: Mention, clock: Clock) -> Hour:
    if mention.evening or mention.part:
        return Hour(time(0, clock.minute), plus=1)
    return Hour(time(0, clock.minute), rival_plus=1 if mention.days else None)


def _at_night(clock: Clock) -> Hour:
    """Return the hour of "at 8 at night", "1 at night": after midnight it is the next day's."""
    late = clock.hour == _NOON or clock.hour < 5
    return Hour(time(clock.hour % 12 + (0 if late else 12), clock.minute), plus=int(late))


def _daytime(hour: int, half: str) -> int:
    if half == "am":
        return hour % 12
    if half == "pm":
        return hour % 12 + 12
    if half == "noon":
        return hour if hour >= 10 else hour + 12
    return hour if _EARLIEST <= hour <= _NOON else hour % 12 + 12


def during_the_day(first: Clock, last: Clock) -> bool:
    """Whether two numbers make hours from which to which one works: from 9 to 5, but not from 4 to 2."""
    begin = _daytime(first.hour, "") * 60 + first.minute
    end = begin + (last.minutes - begin) % 720
    return begin < end <= min(begin + 600, 21 * 60)


def ranged(first: Clock, last: Clock) -> Clock:
    """Return the start of a range with its half of the day taken from the end: the 8 of "8-9pm", the 11 of "11-1pm"."""
    if first.fixed or not last.fixed or first.hour > _NOON:
        return first
    halves = (replace(first, hour=first.hour % 12 + half, fixed=True) for half in (0, 12))
    return min(halves, key=lambda clock: (last.minutes - clock.minutes - 1) % 1440)
