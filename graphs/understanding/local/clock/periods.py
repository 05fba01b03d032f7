"""Rules that find a week, a month, or another stretch of days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from graphs.understanding.local.clock.almanac import (
    DAY, WEEK, Frame, Stretch, add, add_months, monday, nth_weekday, one_day, week_from,
)  # fmt: skip
from graphs.understanding.local.clock.holidays import working_from
from graphs.understanding.local.clock.values import Length, NoSuchTime

if TYPE_CHECKING:
    from graphs.understanding.local.clock.reading import Grain

_MONTHS: dict[str, tuple[int, Grain]] = {"month": (1, "month"), "quarter": (3, "quarter"), "year": (12, "year")}


def unit(frame: Frame, unit: str, mod: int = 1) -> Stretch:
    """This week, next month, last year; next week starts on its Monday, next month on its first working day."""
    if unit in {"week", "fortnight"}:
        begin = monday(frame.today) + mod * WEEK * (1 if unit == "week" else 2)
        return week_from(begin)
    if unit not in _MONTHS:
        raise NoSuchTime(unit)
    size, grain = _MONTHS[unit]
    first = frame.today.replace(month=(frame.today.month - 1) // size * size + 1, day=1)
    return _months(frame, add_months(first, mod * size), size, grain)


def _months(frame: Frame, begin: date, size: int, grain: Grain, *, rolled: bool = False) -> Stretch:
    act = working_from(begin, frame.country)
    return Stretch(begin, add_months(begin, size), grain, act=act, rolled=rolled)


def rolling(frame: Frame, length: Length, sign: int) -> Stretch:
    """The last 30 days, up to now; the next two weeks, from tomorrow on; the last two hours."""
    if length.exact:
        edge = frame.now + timedelta(minutes=length.minutes * sign)
        begin, end = (frame.now, edge) if sign > 0 else (edge, frame.now)
        return Stretch(begin.date(), end.date() + DAY, "minute", moment=begin, until=end)
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


def weekend(frame: Frame, mod: int | None = None) -> Stretch:
    """The weekend: of this week, of next week, or the last one that is over."""
    saturday = monday(frame.today) + timedelta(days=5)
    step = (0 if frame.ahead else -1) if mod is None else mod
    return Stretch(saturday + step * WEEK, saturday + step * WEEK + 2 * DAY)


def weekend_near(_: Frame, base: Stretch, sign: int) -> Stretch:
    """The weekend before Christmas: the last one that is over by then; after it: the first that has not begun."""
    saturday = monday(base.begin) + timedelta(days=5)
    begin = saturday - WEEK if sign < 0 else saturday + WEEK * (base.begin >= saturday)
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
    return Stretch(begin, add_months(begin, 3), "quarter", act=working_from(begin, frame.country))


def week_number(frame: Frame, n: int, y: int | None = None) -> Stretch:
    """A week by its ISO 8601 number."""
    begin = date.fromisocalendar(y or frame.today.year, n, 1)
    if y is None and frame.ahead and begin + WEEK <= frame.today:
        begin = date.fromisocalendar(frame.today.year + 1, n, 1)
    return week_from(begin)


def week_of(_: Frame, base: Stretch) -> Stretch:
    """The week that a day lies in."""
    return week_from(monday(base.begin))


def week_in(_: Frame, n: int, period: Stretch) -> Stretch:
    """The first week of March: the one of its first Monday; the last: the one of its last day."""
    begin = monday(period.end - DAY) if n < 0 else nth_weekday(0, n, period.begin, period.end)
    return week_from(begin)


def next_to(_: Frame, base: Stretch, unit: str, sign: int) -> Stretch:
    """The week before Christmas, the month after next month."""
    if unit == "week":
        return week_from(monday(base.begin) + sign * WEEK)
    return one_day(base.begin + timedelta(days=sign))


# ---------------------------------------------------------------- edges

_Edge = Literal["start", "early", "middle", "late", "end", "first_half", "second_half"]
_OF_WEEK = {"start": (0, 1), "early": (0, 2), "middle": (2, 3), "late": (3, 5), "end": (4, 5),
            "first_half": (0, 3), "second_half": (2, 5)}  # fmt: skip


def edge(frame: Frame, at: _Edge, period: Stretch) -> Stretch:
    """The start, the middle or the end of a period; the end of a week is its Friday, of a month its last working day."""
    if period.grain == "week":
        first, last = _OF_WEEK[at]
        return Stretch(period.begin + first * DAY, period.begin + last * DAY, movable=False)
    if at == "start":
        return one_day(working_from(period.begin, frame.country))
    if at == "end":
        return one_day(working_from(period.end - DAY, frame.country, -1))
    begin, end, act = _within(at, period)
    return Stretch(begin, end, act=act or working_from(begin, frame.country))


def _within(at: _Edge, period: Stretch) -> tuple[date, date, date | None]:
    third, half = max(1, period.days // 3) * DAY, max(1, period.days // 2) * DAY
    if at == "early":
        return period.begin, period.begin + third, None
    if at == "middle":
        middle = period.begin + (14 * DAY if period.grain == "month" else half)
        return period.begin + third, period.begin + 2 * third, middle
    if at == "late":
        return period.begin + 2 * third, period.end, None
    if at == "first_half":
        return period.begin, period.begin + half, None
    return period.begin + half, period.end, None


def edge_of_unit(frame: Frame, at: _Edge, unit_: str) -> Stretch:
    """The end of the month: this one's; the start of the month: the next one's, where this one's is over."""
    this = unit(frame, unit_, 0)
    over = at in {"start", "early"} and frame.ahead and this.begin < frame.today
    return edge(frame, at, unit(frame, unit_, 1) if over else this)


def later(frame: Frame, period: Stretch) -> Stretch:
    """Later this week: not today any more."""
    return replace(period, after_today=frame.ahead)


# ---------------------------------------------------------------- lengths from a moment


def offset(frame: Frame, length: Length, sign: int = 1, *, to_the_minute: bool = False) -> Stretch:
    """In three days: that day; in two hours, or with "from now": that minute."""
    moved = add(frame.today, length.times(sign), frame.country)
    if not (length.exact or to_the_minute):
        return one_day(moved)
    moment = datetime.combine(moved, frame.now.time(), frame.now.tzinfo)
    if length.exact:
        moment = _elapsed(moment, sign * length.minutes)
    return Stretch(moment.date(), moment.date() + DAY, "minute", moment=moment)


def _elapsed(moment: datetime, minutes: float) -> datetime:
    """Return the moment when so many minutes have really gone by, whatever clocks do."""
    return datetime.fromtimestamp(moment.timestamp() + minutes * 60, moment.tzinfo)


def shifted(frame: Frame, length: Length, base: Stretch, sign: int) -> Stretch:
    """Two weeks before Christmas."""
    return one_day(add(base.begin, length.times(sign), frame.country))


def day_in_week(frame: Frame, day: Stretch, length: Length, sign: int) -> Stretch:
    """Tuesday in two weeks: of the week that lies so far ahead."""
    there = add(frame.today, length.times(sign), frame.country)
    return one_day(monday(there) + timedelta(days=day.begin.weekday()))


def moment(frame: Frame, iso: datetime) -> Stretch:
    """A moment written in full (ISO 8601), with its offset or in the asker's zone."""
    there = iso if iso.tzinfo else iso.replace(tzinfo=frame.now.tzinfo)
    here = there.astimezone(frame.now.tzinfo)
    return Stretch(here.date(), here.date() + DAY, "minute", moment=here)


def midnight(when: date) -> datetime:
    """Return the first moment of a day, without a zone."""
    return datetime.combine(when, time())
