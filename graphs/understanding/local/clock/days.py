"""Rules that find a single day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.almanac import (
    DAY, DEFAULT, WEEK, Frame, Stretch, add_months, days_in, easter, monday, nth_weekday, one_day,
)  # fmt: skip
from graphs.understanding.local.clock.holidays import add_working_days
from graphs.understanding.local.clock.values import NoSuchTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def fixed(_: Frame, when: date) -> Stretch:
    """A day that is known already."""
    return one_day(when)


def relative(frame: Frame, n: int) -> Stretch:
    """Today, tomorrow, the day before yesterday."""
    return one_day(frame.today + timedelta(days=n))


def month_day(frame: Frame, month: int, d: int, **_: Any) -> Stretch:
    """March 20: this year's, or the next one where that is over (for the past: the last one)."""
    if not 1 <= d <= days_in(2024, month):
        raise NoSuchTime(f"month {month} has no day {d}")
    years = range(frame.today.year, frame.today.year + 9 * frame.sign, frame.sign)
    days = (date(year, month, d) for year in years if d <= days_in(year, month))
    return one_day(_first_fit(frame, days), "the next one" if frame.ahead else "the last one", rolled=True)


def month_day_year(_: Frame, month: int, d: int, y: int, **__: Any) -> Stretch:
    """March 20, 2026."""
    return one_day(date(y, month, d))


def written(frame: Frame, written: tuple[Any, ...], y: int | None = None) -> Stretch:
    """A date in numbers; the locale decides which of 3/4 is the month, where only one can be, that is it."""
    kind, *numbers = written
    if kind == "ymd":
        return one_day(date(*numbers))
    day, month = numbers[:2] if kind == "dotted" or frame.day_first else (numbers[1], numbers[0])
    if month > 12:
        day, month = month, day
    year = numbers[2] if len(numbers) > 2 else y
    if year is None:
        return month_day(frame, month, day)
    return one_day(date(year + (2000 if year < 100 else 0), month, day))


def holiday(frame: Frame, holiday: dict[str, Any], y: int | None = None, mod: int = 0) -> Stretch:
    """A holiday by its name: the next one, or the last."""
    if y:
        return one_day(_holiday_in(holiday, y))
    there = frame.looking("future" if mod > 0 else "past") if mod else frame
    years = range(there.today.year - there.sign, there.today.year + 3 * there.sign, there.sign)
    return one_day(_first_fit(there, (_holiday_in(holiday, year) for year in years)))


def _holiday_in(holiday: dict[str, Any], year: int) -> date:
    if "date" in holiday:
        return date(year, *holiday["date"])
    if "easter" in holiday:
        return easter(year) + timedelta(days=holiday["easter"])
    month, weekday, n = holiday["nth"]
    first = date(year, month, 1)
    return nth_weekday(weekday, n, first, add_months(first, 1)) + timedelta(days=holiday.get("plus", 0))


def _first_fit(frame: Frame, days: Iterable[date]) -> date:
    """Return the first of `days` that lies on the asker's side of today.  Raises NoSuchTime where none does."""
    for day in days:
        if (day - frame.today).days * frame.sign >= 0:
            return day
    raise NoSuchTime("no such day in sight")


# ---------------------------------------------------------------- weekdays


def weekday(frame: Frame, weekday: int, mod: int | None = None, coming: str = "", past: str = "") -> Stretch:
    """A weekday: the next to come, that of this or of next week, or the last one."""
    this = monday(frame.today) + timedelta(days=weekday)
    if coming:
        return one_day(_next(frame, this), "the next one")
    if mod in {0, 1}:
        return one_day(this + mod * WEEK, "of next week" if mod else "of this week")
    if mod == -1 or past:
        return one_day(this if this < frame.today else this - WEEK, "the last one")
    return one_day(_next(frame, this) if frame.ahead else _last(frame, this), "the next one" if frame.ahead else "the last one")


def _next(frame: Frame, this: date) -> date:
    still_ahead = this == frame.today and frame.clock is not None and not frame.over(frame.clock)
    return this if this > frame.today or still_ahead else this + WEEK


def _last(frame: Frame, this: date) -> date:
    over = this == frame.today and frame.clock is not None and frame.over(frame.clock)
    return this if this < frame.today or over else this - WEEK


def weekday_after_next(frame: Frame, weekday: int) -> Stretch:
    """The one after the next one."""
    return one_day(_next(frame, monday(frame.today) + timedelta(days=weekday)) + WEEK)


def weekday_before_last(frame: Frame, weekday: int) -> Stretch:
    """The one before the last one."""
    return one_day(_last(frame, monday(frame.today) + timedelta(days=weekday)) - WEEK)


def weekdays_away(frame: Frame, n: int, weekday: int, sign: int) -> Stretch:
    """Two Sundays from now, three Fridays ago."""
    this = monday(frame.today) + timedelta(days=weekday)
    if sign > 0:
        return one_day((this if this > frame.today else this + WEEK) + (n - 1) * WEEK)
    return one_day((this if this < frame.today else this - WEEK) - (n - 1) * WEEK)


def weekday_in(_: Frame, weekday: int, period: Stretch) -> Stretch:
    """Tuesday of next week."""
    return one_day(monday(period.begin) + timedelta(days=weekday))


def weekday_date(frame: Frame, weekday: int, date: Stretch) -> Stretch:
    """A weekday beside its date: of the year in which they agree; where none is near, each may be meant."""
    if date.begin.weekday() == weekday:
        return date
    for years in (frame.sign, -frame.sign) if date.rolled else ():
        other = add_months(date.begin, 12 * years)
        if other.weekday() == weekday and other.day == date.begin.day:
            return one_day(other)
    this = monday(frame.today) + timedelta(days=weekday)
    return one_day(date.begin, "the weekday differs", rival=_next(frame, this) if frame.ahead else _last(frame, this))


def weekday_ordinal(frame: Frame, weekday: int, d: int) -> Stretch:
    """Friday the 13th: the next (last) one that is that weekday."""
    days = (day for day in _days_numbered(frame, d, 30) if day.weekday() == weekday)
    return one_day(_first_fit(frame, days))


def weekday_weeks(frame: Frame, weekday: int, weeks: int) -> Stretch:
    """Friday week: a week after the coming Friday."""
    return one_day(_next(frame, monday(frame.today) + timedelta(days=weekday)) + weeks * WEEK)


def near(_: Frame, day: Stretch, base: Stretch, sign: int, n: int = 1) -> Stretch:
    """The Monday after Easter, the second Friday before Christmas."""
    step = (day.begin.weekday() - base.begin.weekday()) * sign % 7 or 7
    return one_day(base.begin + timedelta(days=sign * (step + 7 * (n - 1))))


# ---------------------------------------------------------------- days of a month or another period


def _days_numbered(frame: Frame, d: int, months: int) -> Iterable[date]:
    first = frame.today.replace(day=1)
    for step in range(months):
        month = add_months(first, step * frame.sign)
        if d <= days_in(month.year, month.month):
            yield month.replace(day=d)


def ordinal(frame: Frame, d: int) -> Stretch:
    """The 15th: of this month, or of the next (last) one where it is over."""
    skip = frame.ahead and frame.over(frame.clock or DEFAULT)
    days = (day for day in _days_numbered(frame, d, 4) if not (skip and day == frame.today))
    return one_day(_first_fit(frame, days), rolled=True)


def day_of(_: Frame, d: int, base: Stretch) -> Stretch:
    """The 5th of next month."""
    if base.grain != "month":
        raise NoSuchTime(f"no day {d} of that")
    return one_day(base.begin.replace(day=d))


def nth_weekday_of(frame: Frame, n: int, weekday: int, base: Stretch, unit: str = "") -> Stretch:
    """The first Monday of next month, the last Friday of March."""
    return one_day(_nearest(frame, base, unit, lambda begin, end: nth_weekday(weekday, n, begin, end)))


def _nearest(frame: Frame, base: Stretch, unit: str, pick: Callable[[date, date], date]) -> date:
    """Return the day picked from a period; from the next (last) of its kind, where the words leave that open and
    this one's lies on the wrong side of today."""
    found = pick(base.begin, base.end)
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit, 12 if base.rolled else 0)
    if not months or (found - frame.today).days * frame.sign >= 0:
        return found
    return pick(*(add_months(edge, months * frame.sign) for edge in (base.begin, base.end)))


def nth_weekday_alone(frame: Frame, n: int, weekday: int) -> Stretch:
    """The first Friday: of this month, or of the next (last) one where it is over."""
    first = frame.today.replace(day=1)
    months = (add_months(first, step * frame.sign) for step in range(4))
    return one_day(_first_fit(frame, (nth_weekday(weekday, n, month, add_months(month, 1)) for month in months)))


def nth_day(frame: Frame, n: int, kind: str, base: Stretch, unit: str = "") -> Stretch:
    """The first day of 2027, the last working day of the month."""

    def pick(begin: date, end: date) -> date:
        if kind == "working_day":
            return add_working_days(begin - DAY if n > 0 else end, n, frame.country)
        if kind == "weekend":
            return nth_weekday(5, n, begin, end)
        return begin + timedelta(days=n - 1) if n > 0 else end + timedelta(days=n)

    if kind not in {"working_day", "weekend", "day"}:
        raise NoSuchTime(kind)
    return one_day(_nearest(frame, base, unit, pick))


def next_day(frame: Frame, unit: str, mod: int = 1) -> Stretch:
    """The next day, the last business day."""
    if unit == "working_day":
        return one_day(add_working_days(frame.today, mod, frame.country) if mod else frame.today)
    return one_day(frame.today + timedelta(days=mod))
