"""Rules that find a week, a month, or another stretch of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.almanac import (
    DAY,
    WEEK,
    Frame,
    Stretch,
    add,
    add_months,
    elapsed,
    monday,
    nth_weekday,
    one_day,
    week_from,
)
from graphs.understanding.local.clock.holidays import working_from
from graphs.understanding.local.clock.values import Length, NoSuchTimeError

if TYPE_CHECKING:
    from graphs.understanding.local.clock.reading import Grain

_MONTHS: dict[str, tuple[int, Grain]] = {"month": (1, "month"), "quarter": (3, "quarter"), "year": (12, "year")}


def unit(frame: Frame, unit: str, mod: int = 1) -> Stretch:
    """Weeks, months and years near now: next week starts on its Monday, next month on its first working day."""
    if unit in {"week", "fortnight"}:
        begin = monday(frame.today) + mod * WEEK * (1 if unit == "week" else 2)
        return week_from(begin)
    if unit == "decade":
        return decade(frame, frame.today.year // 10 * 10 + 10 * mod)
    if unit not in _MONTHS:
        raise NoSuchTimeError(unit)
    size, grain = _MONTHS[unit]
    first = frame.today.replace(month=(frame.today.month - 1) // size * size + 1, day=1)
    return _months(frame, add_months(first, mod * size), size, grain)


def _months(frame: Frame, begin: date, size: int, grain: Grain, *, rolled: bool = False) -> Stretch:
    act = working_from(begin, frame.country)
    return Stretch(begin, add_months(begin, size), grain, act=act, rolled=rolled)


def rolling(frame: Frame, length: Length, sign: int) -> Stretch:
    """The last 30 days, up to now; the next two weeks, from tomorrow on; the last two hours."""
    if length.exact:
        first, last = sorted((frame.now, elapsed(frame.now, length.minutes * sign)))
        return Stretch(first.date(), last.date() + DAY, "minute", moment=first, until=last)
    if sign < 0:
        begin = add(frame.today, length.times(-1), frame.country)
        return Stretch(begin, frame.today + DAY, until=frame.now)
    return Stretch(frame.today + DAY, add(frame.today, length, frame.country) + DAY)


def to_date(frame: Frame, unit_: str) -> Stretch:
    """Year to date."""
    return replace(unit(frame, unit_, 0), until=frame.now)


def month(frame: Frame, month: int, mod: int | None = None, ymod: int | None = None) -> Stretch:
    """A month by its name: this year's, or the next (last) where that is over; "next March" is never this one."""
    here = date(frame.today.year, month, 1)
    years = ymod or 0
    if ymod is None and mod == 1:
        years = int(here <= frame.today)
    elif ymod is None and mod == -1:
        years = -int(add_months(here, 1) > frame.today)
    elif ymod is None and mod is None:
        years = _years_on(frame, here, 1)
    return _months(frame, add_months(here, 12 * years), 1, "month", rolled=mod is None and ymod is None)


def _years_on(frame: Frame, first: date, months: int) -> int:
    """Return how many years on a period lies that has no year: 0 where it is not over (for the past: has begun)."""
    if frame.ahead:
        return int(add_months(first, months) <= frame.today)
    return -int(first > frame.today)


def month_year(frame: Frame, month: int = 0, y: int = 0, month_year: tuple[int, int] | None = None) -> Stretch:
    """March 2027."""
    month, y = month_year or (month, y)
    return _months(frame, date(y, month, 1), 1, "month")


def months_of_year(frame: Frame, first: int, size: int, y: int | None = None, ymod: int | None = None) -> Stretch:
    """A quarter or a half of a year, `size` months from month `first` on."""
    begin = date(y or frame.today.year + (ymod or 0), first, 1)
    if y is None and ymod is None:
        begin = add_months(begin, 12 * _years_on(frame, begin, size))
    return _months(frame, begin, size, "quarter")


def year(frame: Frame, y: int) -> Stretch:
    """A year by its number."""
    return _months(frame, date(y, 1, 1), 12, "year")


def decade(frame: Frame, y: int) -> Stretch:
    """Ten years from a year on: the 80s."""
    return _months(frame, date(y, 1, 1), 120, "year")


def century(frame: Frame, n: int) -> Stretch:
    """The hundred years of the 20th century, from 1901 on."""
    return _months(frame, date(100 * n - 99, 1, 1), 1200, "year")


def weekend(frame: Frame, mod: int | None = None) -> Stretch:
    """The weekend: of this week, of next week, or the last one that is over."""
    saturday = monday(frame.today) + timedelta(days=5)
    step = (0 if frame.ahead else -1) if mod is None else mod
    return Stretch(saturday + step * WEEK, saturday + step * WEEK + 2 * DAY)


def weekend_near(_: Frame, base: Stretch, sign: int) -> Stretch:
    """The weekend before Christmas: the last one that is over by then; after it: the first that has not begun.

    With `sign` 0 the one nearest: Memorial Day weekend, the weekend of the 21st.
    """
    saturday = monday(base.begin) + timedelta(days=5)
    if sign:
        begin = saturday - WEEK if sign < 0 else saturday + WEEK * (base.begin >= saturday)
    else:
        begin = saturday - WEEK * (base.begin.weekday() < 2)
    return Stretch(begin, begin + 2 * DAY)


def season(frame: Frame, season: dict[str, Any], mod: int | None = None, y: int | None = None) -> Stretch:
    """A season of the north, from its equinox or solstice on."""
    begin = date(y or frame.today.year, *season["from"])
    if not y:
        years = _years_on(frame, begin, 3) if mod is None or mod == 0 else mod
        if mod == 1:
            years = int(begin <= frame.today)
        if mod == -1:
            years = -int(add_months(begin, 3) > frame.today)
        begin = add_months(begin, 12 * years)
    act = working_from(begin, frame.country)
    return Stretch(begin, add_months(begin, 3), "quarter", act=act, rolled=mod is None and not y)


def week_number(frame: Frame, n: int, y: int | None = None) -> Stretch:
    """A week by its ISO 8601 number."""
    begin = date.fromisocalendar(y or frame.today.year, n, 1)
    if y is None and frame.ahead and begin + WEEK <= frame.today:
        begin = date.fromisocalendar(frame.today.year + 1, n, 1)
    return week_from(begin)


def week_of(_: Frame, base: Stretch) -> Stretch:
    """The week that a day lies in."""
    return week_from(monday(base.begin))


def week_in(frame: Frame, n: int, period: Stretch, unit_: str = "") -> Stretch:
    """The first week of March: the one of its first Monday; the last: the one of its last day.

    With `unit_`, of which the words mean any ("the first week of the year"), the next one's where this one's is over.
    """
    found = _week_in(n, period)
    if unit_ in _MONTHS and frame.ahead and found.end <= frame.today:
        return _week_in(n, unit(frame, unit_, 1))
    return found


def _week_in(n: int, period: Stretch) -> Stretch:
    begin = monday(period.end - DAY) if n < 0 else nth_weekday(0, n, period.begin, period.end)
    return week_from(begin)


def next_to(_: Frame, base: Stretch, unit: str, sign: int) -> Stretch:
    """The week before Christmas, the month after next month."""
    if unit == "week":
        return week_from(monday(base.begin) + sign * WEEK)
    return one_day(base.begin + timedelta(days=sign))
