"""Rules that find a date: by its number, its distance from today, or the holiday on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from graphs.understanding.local.clock.almanac import (
    Frame,
    Stretch,
    add_months,
    days_in,
    easter,
    first_fit,
    nth_weekday,
    one_day,
)
from graphs.understanding.local.clock.holidays import add_working_days, public_holidays
from graphs.understanding.local.clock.values import NoSuchTimeError


def fixed(_: Frame, when: date) -> Stretch:
    """A day that is known already."""
    return one_day(when)


def relative(frame: Frame, n: int) -> Stretch:
    """Today, tomorrow, the day before yesterday."""
    return one_day(frame.today + timedelta(days=n))


def month_day(frame: Frame, month: int, d: int, **_: Any) -> Stretch:
    """March 20: this year's, or the next one where that is over (for the past: the last one)."""
    if not 1 <= d <= days_in(2024, month):
        raise NoSuchTimeError(f"month {month} has no day {d}")
    years = range(frame.today.year, frame.today.year + 9 * frame.sign, frame.sign)
    days = (date(year, month, d) for year in years if d <= days_in(year, month))
    return one_day(first_fit(frame, days), "the next one" if frame.ahead else "the last one", rolled=True)


def month_day_year(_: Frame, month: int, d: int, y: int, **__: Any) -> Stretch:
    """March 20, 2026."""
    return one_day(date(y, month, d))


def month_day_that_year(frame: Frame, month: int, d: int, mod: int) -> Stretch:
    """The 17th of March next year."""
    return one_day(date(frame.today.year + mod, month, d))


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
    return one_day(date(year, month, day))


def holiday(
    frame: Frame, holiday: dict[str, Any], y: int | None = None, mod: int = 0, ymod: int | None = None
) -> Stretch:
    """A holiday by its name: the next one, or the last; of a year, or of the year `ymod` years on."""
    if ymod is not None:
        y = frame.today.year + ymod
    if y:
        return one_day(_holiday_in(holiday, y))
    there = frame.looking("future" if mod > 0 else "past") if mod else frame
    years = range(there.today.year - there.sign, there.today.year + 3 * there.sign, there.sign)
    return one_day(first_fit(there, (_holiday_in(holiday, year) for year in years)))


def _holiday_in(holiday: dict[str, Any], year: int) -> date:
    if "date" in holiday:
        return date(year, *holiday["date"])
    if "easter" in holiday:
        return easter(year) + timedelta(days=holiday["easter"])
    if "named" in holiday:
        return _public_holiday(holiday["in"], holiday["named"], year)
    month, weekday, n = holiday["nth"]
    first = date(year, month, 1)
    return nth_weekday(weekday, n, first, add_months(first, 1)) + timedelta(days=holiday.get("plus", 0))


def _public_holiday(country: str, name: str, year: int) -> date:
    """Return a holiday that follows the moon, from the calendar of a country that keeps it."""
    for day, names in public_holidays(country, year).items():
        if name in names.lower():
            return day
    raise NoSuchTimeError(name)


def next_day(frame: Frame, unit: str, mod: int = 1) -> Stretch:
    """The next day, the last business day."""
    if unit == "working_day":
        return one_day(add_working_days(frame.today, mod, frame.country) if mod else frame.today)
    return one_day(frame.today + timedelta(days=mod))
