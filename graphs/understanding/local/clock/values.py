"""What the words of a time are, before anyone knows what the clock says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Any, Literal

Half = Literal["", "am", "pm", "night", "noon"]


class NoSuchTime(ValueError):
    """A date or a clock time that no calendar has: 30 February, 25:00."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time: `hour` 0 to 24.  `fixed` when the words leave no choice between morning and afternoon."""

    hour: int
    minute: int = 0
    fixed: bool = False
    real: bool = True  # False for 25:00


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day: the time it stands for, the half it gives to an hour, and its own bounds."""

    name: str
    at: time
    half: Half
    begin: int  # minutes of the day
    end: int


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time; months and years are calendar ones, `working` counts working days only."""

    months: int = 0
    days: int = 0
    minutes: float = 0
    working: int = 0
    unit: str = "minute"  # the smallest unit the words named

    @property
    def exact(self) -> bool:
        """Whether it is counted in hours and minutes."""
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
        """Return the length `factor` times over; -1 looks back."""
        return Length(
            self.months * factor, self.days * factor, self.minutes * factor, self.working * factor, self.unit
        )


@dataclass(frozen=True, slots=True)
class Node:
    """A day, a period or a moment by the rule that finds it on a calendar."""

    rule: str
    args: dict[str, Any] = field(default_factory=dict)


def shift_clock(clock: Clock, length: Length, sign: int) -> Clock:
    """Return the clock time that is `length` before or after another."""
    hour = clock.hour + (12 if not clock.fixed and 1 <= clock.hour < 7 else 0)
    total = (hour * 60 + clock.minute + sign * round(length.minutes)) % 1440
    return Clock(total // 60, total % 60, fixed=True)
