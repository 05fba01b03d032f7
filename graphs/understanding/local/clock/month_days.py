"""Rules that find a day by its place in a month or another period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from graphs.understanding.local.clock.almanac import (
    DAY,
    DEFAULT,
    Frame,
    Stretch,
    add_months,
    days_in,
    first_fit,
    nth_weekday,
    one_day,
)
from graphs.understanding.local.clock.holidays import add_working_days
from graphs.understanding.local.clock.values import NoSuchTimeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def days_numbered(frame: Frame, d: int, months: int) -> Iterable[date]:
    """Return the days `d` of this month and of those that follow (come before it, for an asker who looks back)."""
    first = frame.today.replace(day=1)
    for step in range(months):
        month = add_months(first, step * frame.sign)
        if d <= days_in(month.year, month.month):
            yield month.replace(day=d)


def ordinal(frame: Frame, d: int) -> Stretch:
    """The 15th: of this month, or of the next (last) one where it is over."""
    skip = frame.ahead and frame.over(frame.clock or DEFAULT)
    days = (day for day in days_numbered(frame, d, 4) if not (skip and day == frame.today))
    return one_day(first_fit(frame, days), rolled=True)


def day_of(_: Frame, d: int, base: Stretch) -> Stretch:
    """The 5th of next month."""
    if base.grain != "month":
        raise NoSuchTimeError(f"no day {d} of that")
    return one_day(base.begin.replace(day=d))


def nth_weekday_of(frame: Frame, n: int, weekday: int, base: Stretch, unit: str = "") -> Stretch:
    """The first Monday of next month, the last Friday of March."""
    return one_day(_nearest(frame, base, unit, lambda begin, end: nth_weekday(weekday, n, begin, end)))


def _nearest(frame: Frame, base: Stretch, unit: str, pick: Callable[[date, date], date]) -> date:
    """Return the day picked from a period.

    Where the words leave open which period, and its day lies on the wrong side
    of today, it is the next (last) period's.
    """
    found = pick(base.begin, base.end)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 12 if base.rolled else 0)
    if not months or (found - frame.today).days * frame.sign >= 0:
        return found
    return pick(*(add_months(edge, months * frame.sign) for edge in (base.begin, base.end)))


def nth_weekday_alone(frame: Frame, n: int, weekday: int) -> Stretch:
    """The first Friday: of this month, or of the next (last) one where it is over."""
    first = frame.today.replace(day=1)
    months = (add_months(first, step * frame.sign) for step in range(4))
    return one_day(first_fit(frame, (nth_weekday(weekday, n, month, add_months(month, 1)) for month in months)))


def nth_weekend(frame: Frame, n: int, base: Stretch) -> Stretch:
    """The last weekend of March."""
    saturday = _nearest(frame, base, "", lambda begin, end: nth_weekday(5, n, begin, end))
    return Stretch(saturday, saturday + 2 * DAY)


def nth_day(frame: Frame, n: int, kind: str, base: Stretch, unit: str = "") -> Stretch:
    """The first day of 2027, the last working day of the month."""

    def pick(begin: date, end: date) -> date:
        if kind == "working_day":
            return add_working_days(begin - DAY if n > 0 else end, n, frame.country)
        return begin + timedelta(days=n - 1) if n > 0 else end + timedelta(days=n)

    if kind not in {"working_day", "day"}:
        raise NoSuchTimeError(kind)
    return one_day(_nearest(frame, base, unit, pick))
