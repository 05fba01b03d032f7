"""Rules that find a day by its weekday."""

from __future__ import annotations

from datetime import date, timedelta

from graphs.understanding.local.clock.almanac import WEEK, Frame, Stretch, add_months, first_fit, monday, one_day
from graphs.understanding.local.clock.month_days import days_numbered


def weekday(frame: Frame, weekday: int, mod: int | None = None, coming: str = "", past: str = "") -> Stretch:
    """A weekday: the next to come, that of this or of next week, or the last one."""
    this = monday(frame.today) + timedelta(days=weekday)
    if coming:
        return one_day(_next(frame, this), "the next one")
    if mod in {0, 1}:
        return one_day(this + mod * WEEK, "of next week" if mod else "of this week")
    if mod == -1 or past:
        return one_day(this if this < frame.today else this - WEEK, "the last one")
    return one_day(_next(frame, this), "the next one") if frame.ahead else one_day(_last(frame, this), "the last one")


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
    days = (day for day in days_numbered(frame, d, 30) if day.weekday() == weekday)
    return one_day(first_fit(frame, days))


def weekday_weeks(frame: Frame, weekday: int, weeks: int) -> Stretch:
    """Friday week: a week after the coming Friday."""
    return one_day(_next(frame, monday(frame.today) + timedelta(days=weekday)) + weeks * WEEK)


def near(_: Frame, day: Stretch, base: Stretch, sign: int, n: int = 1) -> Stretch:
    """The Monday after Easter, the second Friday before Christmas."""
    anchor = base.last if sign > 0 else base.begin
    step = (day.begin.weekday() - anchor.weekday()) * sign % 7 or 7
    return one_day(anchor + timedelta(days=sign * (step + 7 * (n - 1))))
