"""What the words of a time are, before anyone asks a clock or a calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any, Literal

Half = Literal["", "am", "pm", "noon", "night"]
Unit = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]

LONG_UNITS = ("week", "month", "quarter", "year")


class NoSuchTimeError(ValueError):
    """A date or a clock time that no calendar has: 30 February, 25:00."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time, `hour` 0 to 24; `fixed` where the words leave no choice between morning and afternoon."""

    hour: int
    minute: int = 0
    fixed: bool = False
    real: bool = True  # False for 25:00

    @property
    def minutes(self) -> int:
        """Minutes since midnight."""
        return self.hour * 60 + self.minute

    def moved(self, minutes: int) -> Clock:
        """Return the clock time `minutes` later, for one whose half of the day is known or unimportant."""
        total = (self.minutes + minutes) % 1440
        return Clock(total // 60, total % 60, fixed=True)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: the time it stands for, the half it gives to an hour, and its bounds in minutes."""

    name: str
    at: time
    half: Half
    begin: int
    end: int
    vague: bool = False  # "morning" beside "first thing" adds nothing


@dataclass(frozen=True, slots=True)
class Evening:
    """A part of today (0) or yesterday (-1): tonight, this morning, last night."""

    days: int
    part: Part


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; months are the calendar's, `working` are days that offices are open."""

    months: int = 0
    days: int = 0
    minutes: float = 0
    working: int = 0
    unit: Unit = "minute"  # the smallest that the words name

    @property
    def exact(self) -> bool:
        """Whether hours or minutes are counted."""
        return bool(self.minutes)

    def plus(self, other: Length) -> Length:
        """Return both lengths, one after the other."""
        return Length(
            self.months + other.months,
            self.days + other.days,
            self.minutes + other.minutes,
            self.working + other.working,
            other.unit,
        )

    def times(self, factor: int) -> Length:
        """Return the length `factor` times over; -1 turns it back."""
        return Length(self.months * factor, self.days * factor, self.minutes * factor, self.working * factor, self.unit)


@dataclass(frozen=True, slots=True)
class Node:
    """A day, a period or a moment, by the rule of the almanac that finds it."""

    rule: str
    args: dict[str, Any] = field(default_factory=dict)
