"""Arithmetic of days: what a rule is asked from, what it finds, and how days are counted."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from graphs.understanding.local.clock.holidays import add_working_days
from graphs.understanding.local.clock.reading import Grain
from graphs.understanding.local.clock.values import Length, NoSuchTimeError

if TYPE_CHECKING:
    from collections.abc import Iterable

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
DEFAULT = time(10)  # the time of a day whose hour nobody names


@dataclass(frozen=True, slots=True)
class Frame:
    """From where a time is seen.

    `now` is the asker's clock (aware), `day_first` how dates in numbers are
    ordered, `country` whose holidays count, and `clock` the clock time beside
    the day, which decides whether "Monday" may be today.
    """

    now: datetime
    direction: Literal["future", "past"] = "future"
    day_first: bool = False
    country: str = ""
    clock: time | None = None

    @property
    def today(self) -> date:
        """The asker's date."""
        return self.now.date()

    @property
    def ahead(self) -> bool:
        """Whether the asker looks forward."""
        return self.direction == "future"

    @property
    def sign(self) -> int:
        """1 for an asker who looks forward, -1 for one who looks back."""
        return 1 if self.ahead else -1

    def over(self, at: time) -> bool:
        """Whether it is past that time today."""
        return at <= self.now.time().replace(second=0, microsecond=0)

    def looking(self, direction: Literal["future", "past"]) -> Frame:
        """Return the frame of the same asker looking forward or back."""
        return self if direction == self.direction else replace(self, direction=direction)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `begin` up to but without `end`.

    `act` is the day to act on (`begin` where it is None), `moment` an exact
    moment instead of a day.  `movable` periods that have begun are acted on as
    soon as may be; `rolled` tells that the words left the year or month open.
    """

    begin: date
    end: date
    grain: Grain = "day"
    act: date | None = None
    moment: datetime | None = None
    until: datetime | None = None  # where it ends, when that is no midnight
    movable: bool = True
    after_today: bool = False
    rolled: bool = False
    rival: date | None = None  # a day that fits the words as well
    why: str = ""

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.end - self.begin).days

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - DAY


def one_day(when: date, why: str = "", *, rolled: bool = False, rival: date | None = None) -> Stretch:
    """Return a single day."""
    return Stretch(when, when + DAY, why=why, rolled=rolled, rival=rival)


def week_from(begin: date, why: str = "") -> Stretch:
    """Return the week that begins on that Monday."""
    return Stretch(begin, begin + WEEK, "week", why=why)


def monday(when: date) -> date:
    """Return the Monday of the week of `when`: weeks start on Monday."""
    return when - timedelta(days=when.weekday())


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year, month)[1]


def add_months(when: date, months: int) -> date:
    """Return the same day `months` later, or the last of the month where it has no such day."""
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return date(year, month + 1, min(when.day, days_in(year, month + 1)))


def add(when: date, length: Length, country: str) -> date:
    """Return the day that is `length` after `when`; hours and minutes do not count."""
    moved = add_months(when, length.months) + timedelta(days=length.days)
    return add_working_days(moved, length.working, country) if length.working else moved


def elapsed(moment: datetime, minutes: float) -> datetime:
    """Return the moment when so many minutes have really gone by, whatever clocks do."""
    return datetime.fromtimestamp(moment.timestamp() + minutes * 60, moment.tzinfo)


def nth_weekday(weekday: int, n: int, begin: date, end: date) -> date:
    """Return the `n`th such weekday from `begin` on, or the last before `end` for -1.

    Raises NoSuchTimeError where there are fewer.
    """
    if n < 0:
        last = end - DAY
        return last - timedelta(days=(last.weekday() - weekday) % 7) + (n + 1) * WEEK
    found = begin + timedelta(days=(weekday - begin.weekday()) % 7) + (n - 1) * WEEK
    if found >= end:
        raise NoSuchTimeError(f"no weekday number {n}")
    return found


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def first_fit(frame: Frame, days: Iterable[date]) -> date:
    """Return the first of `days` that lies on the asker's side of today.  Raises NoSuchTimeError where none does."""
    for day in days:
        if (day - frame.today).days * frame.sign >= 0:
            return day
    raise NoSuchTimeError("no such day in sight")
