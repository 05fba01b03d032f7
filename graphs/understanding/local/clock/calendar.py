"""Finds the days and periods that nodes name, as seen from a moment."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from graphs.understanding.local.clock import holidays
from graphs.understanding.local.clock.values import Length, Node, NoSuchTime

if TYPE_CHECKING:
    from collections.abc import Callable

Grain = Literal["minute", "hour", "day", "week", "month", "quarter", "year"]
_WEEK = timedelta(days=7)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Frame:
    """From where a time is seen: the asker's clock (aware), direction, order of numbers, country, and the
    clock time that the words give, which decides whether today's weekday is today."""

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `begin` up to but without `end`; `act` is the day to act on, `moment` an exact one instead."""

    begin: date
    end: date
    grain: Grain = "day"
    act: date | None = None
    moment: datetime | None = None
    to_now: bool = False  # ends at the asker's moment, not with `end`
    later: bool = False  # only what is still to come after today
    why: str = ""


def find(node: Node, frame: Frame) -> Stretch:
    """Return what `node` names.  Raises NoSuchTime where the calendar has no such day."""
    try:
        return _RULES[node.rule](frame, **node.args)
    except (OverflowError, ValueError) as error:
        raise NoSuchTime(str(error)) from error


def day(when: date, why: str = "") -> Stretch:
    """Return one day as a stretch."""
    return Stretch(when, when + timedelta(days=1), why=why)


def add_months(when: date, months: int) -> date:
    """Return the same day `months` later, or the month's last where it has no such day."""
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return date(year, month + 1, min(when.day, calendar.monthrange(year, month + 1)[1]))


def add(when: date, length: Length, country: str) -> date:
    """Return the day that is `length` after `when`."""
    moved = add_months(when, length.months) + timedelta(days=length.days)
    return holidays.add_working_days(moved, length.working, country) if length.working else moved


def monday(when: date) -> date:
    """Return the Monday of the week of `when`."""
    return when - timedelta(days=when.weekday())


# ---------------------------------------------------------------- days


def _fixed(frame: Frame, when: date) -> Stretch:
    return day(when)


def _relative(frame: Frame, n: int) -> Stretch:
    return day(frame.today + timedelta(days=n))


def _month_day(frame: Frame, month: int, d: int, **_: Any) -> Stretch:
    if d > calendar.monthrange(2024, month)[1]:
        raise NoSuchTime(f"month {month} has no day {d}")
    year = frame.today.year
    years = range(year, year + 9) if frame.ahead else range(year, year - 9, -1)
    days = [date(y, month, d) for y in years if d <= calendar.monthrange(y, month)[1]]
    fits = (when for when in days if (when >= frame.today if frame.ahead else when <= frame.today))
    return day(next(fits), "the next one" if frame.ahead else "the last one")


def _month_day_year(frame: Frame, month: int, d: int, y: int, **_: Any) -> Stretch:
    return day(date(y, month, d))


def _written(frame: Frame, written: tuple[Any, ...], y: int | None = None) -> Stretch:
    kind, *numbers = written
    if kind == "ymd":
        return day(date(*numbers))
    first, second = numbers[:2]
    swap = not (kind == "dotted" or frame.day_first)
    d, month = (second, first) if swap else (first, second)
    if month > 12:
        d, month = month, d
    if kind == "dmy":
        return day(date(numbers[2] + (2000 if numbers[2] < 100 else 0), month, d))
    return day(date(y, month, d)) if y else _month_day(frame, month, d)


def _holiday(frame: Frame, holiday: dict[str, Any], y: int | None = None, mod: int = 0) -> Stretch:
    today, direction = frame.today, frame.direction
    if y:
        return day(_holiday_in(holiday, y))
    if mod:
        direction = "future" if mod > 0 else "past"
    order = (-1, 0, 1, 2) if direction == "future" else (2, 1, 0, -1)
    days = [_holiday_in(holiday, today.year + step) for step in order]
    return day(next(when for when in days if (when >= today if direction == "future" else when <= today)))


def _holiday_in(holiday: dict[str, Any], year: int) -> date:
    if "date" in holiday:
        return date(year, *holiday["date"])
    if "easter" in holiday:
        return easter(year) + timedelta(days=holiday["easter"])
    month, weekday, n = holiday["nth"]
    return _nth(weekday, n, date(year, month, 1), add_months(date(year, month, 1), 1)) + timedelta(
        days=holiday.get("plus", 0)
    )


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, d = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, d + 1)


def _weekday(
    frame: Frame, weekday: int, mod: int | None = None, coming: str = "", past: str = "", **_: Any
) -> Stretch:
    this = monday(frame.today) + timedelta(days=weekday)
    if mod == 0 and not coming:
        return day(this, "of this week")
    if mod == 1 and not coming:
        return day(this + _WEEK, "of next week")
    if mod == -1 or past:
        return day(this if this < frame.today else this - _WEEK, "the last one")
    if coming or frame.ahead:
        return day(_next_weekday(frame, this), "the next one")
    return day(_last_weekday(frame, this), "the last one")


def _next_weekday(frame: Frame, this: date) -> date:
    still_ahead = this == frame.today and frame.clock is not None and frame.clock > frame.now.time()
    return this if this > frame.today or still_ahead else this + _WEEK


def _last_weekday(frame: Frame, this: date) -> date:
    over = this == frame.today and frame.clock is not None and frame.clock <= frame.now.time()
    return this if this < frame.today or over else this - _WEEK


def _weekday_after_next(frame: Frame, weekday: int, mod: int = 1) -> Stretch:
    if mod != 1:
        raise NoSuchTime("after last")
    return day(_next_weekday(frame, monday(frame.today) + timedelta(days=weekday)) + _WEEK)


def _weekday_before_last(frame: Frame, weekday: int) -> Stretch:
    last = _weekday(frame, weekday, mod=-1)
    return day(last.begin - _WEEK)


def _weekday_in(frame: Frame, weekday: int, period: Node) -> Stretch:
    base = find(period, frame)
    if base.grain == "week":
        return day(monday(base.begin) + timedelta(days=weekday))
    return day(_nth(weekday, 1, base.begin, base.end))


def _weekday_date(frame: Frame, weekday: int, date: Node) -> Stretch:  # noqa: A002 - the class in the language data
    found = find(date, frame)
    if found.begin.weekday() == weekday or date.rule not in {"month_day", "written"}:
        return found
    for years in range(1, 12):
        try:
            other = found.begin.replace(year=found.begin.year + (years if frame.ahead else -years))
        except ValueError:
            continue
        if other.weekday() == weekday and years < 2:
            return day(other)
    return replace(found, why="the weekday differs")


def _weekday_ordinal(frame: Frame, weekday: int, d: int) -> Stretch:
    """Return the next (last) day `d` of a month that is that weekday: Friday the 13th."""
    first = frame.today.replace(day=1)
    for months in range(30):
        month = add_months(first, months if frame.ahead else -months)
        if d > calendar.monthrange(month.year, month.month)[1]:
            continue
        when = month.replace(day=d)
        if when.weekday() == weekday and (when >= frame.today if frame.ahead else when <= frame.today):
            return day(when)
    raise NoSuchTime("no such day in sight")


def _weekday_weeks(frame: Frame, weekday: int, unit: str) -> Stretch:
    weeks = {"week": 1, "fortnight": 2}[unit]
    return day(_weekday(frame, weekday, coming="coming").begin + weeks * _WEEK)


def _ordinal(frame: Frame, d: int) -> Stretch:
    first = frame.today.replace(day=1)
    for months in range(3):
        month = add_months(first, months if frame.ahead else -months)
        if d > calendar.monthrange(month.year, month.month)[1]:
            continue
        when = month.replace(day=d)
        over = when == frame.today and frame.clock is not None and frame.clock <= frame.now.time()
        if (when >= frame.today and not over) if frame.ahead else when <= frame.today:
            return day(when)
    raise NoSuchTime(f"no day {d}")


def _base(frame: Frame, base: Node | str) -> Stretch:
    return _unit(frame, base, 0) if isinstance(base, str) else find(base, frame)


def _nth(weekday: int, n: int, begin: date, end: date) -> date:
    """Return the `n`th such weekday from `begin` on, or the last before `end` for -1."""
    if n < 0:
        last = end - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = begin + timedelta(days=(weekday - begin.weekday()) % 7) + (n - 1) * _WEEK
    if found >= end:
        raise NoSuchTime(f"no {n}th one")
    return found


def _nth_weekday(frame: Frame, n: int | str, weekday: int, base: Node | str) -> Stretch:
    stretch = _base(frame, base)
    when = _nth(weekday, _rank(n), stretch.begin, stretch.end)
    if isinstance(base, Node) and base.rule == "month" and not base.args.keys() & {"mod", "ymod"}:
        return day(_same_year(frame, when, _rank(n), weekday, stretch))
    return day(when)


def _same_year(frame: Frame, when: date, n: int, weekday: int, stretch: Stretch) -> date:
    """Return the one a year on where this year's is over, though its month is not."""
    if not frame.ahead or when >= frame.today:
        return when
    return _nth(weekday, n, add_months(stretch.begin, 12), add_months(stretch.end, 12))


def _rank(n: int | str) -> int:
    return n if isinstance(n, int) and n != 0 else -1


def _nth_day(frame: Frame, n: int | str, kind: str, base: Node | str = "month") -> Stretch:
    stretch, rank = _base(frame, base), _rank(n)
    if kind in {"working", "working_day"}:
        edge = stretch.begin - timedelta(days=1) if rank > 0 else stretch.end
        return day(holidays.add_working_days(edge, rank, frame.country))
    if kind == "week":
        return _week_in(frame, n, "week", base)
    if kind != "day":
        raise NoSuchTime(kind)
    when = stretch.begin + timedelta(days=rank - 1) if rank > 0 else stretch.end + timedelta(days=rank)
    return day(when)


def _day_of(frame: Frame, d: int, base: Node | str) -> Stretch:
    stretch = _base(frame, base)
    if stretch.grain != "month":
        raise NoSuchTime(f"no day {d} of that")
    return day(stretch.begin.replace(day=d))


def _today(frame: Frame, date: Node) -> Stretch:  # noqa: A002 - the class in the language data
    return find(date, frame)


# ---------------------------------------------------------------- periods


def _unit(frame: Frame, unit: str, mod: int | None = None, coming: str = "") -> Stretch:
    steps = 1 if coming or mod is None else mod
    if unit == "week":
        begin = monday(frame.today) + steps * _WEEK
        return Stretch(begin, begin + _WEEK, "week", act=begin)
    if unit == "day":
        return day(frame.today + timedelta(days=steps))
    if unit == "fortnight":
        begin = monday(frame.today) + steps * 2 * _WEEK
        return Stretch(begin, begin + 2 * _WEEK, "week", act=begin)
    if unit == "working_day":
        return day(holidays.add_working_days(frame.today, steps, frame.country) if steps else frame.today)
    if unit not in _MONTHS:
        raise NoSuchTime(unit)
    return _months(frame, _floor(frame.today, unit), _MONTHS[unit], unit, steps)


def _floor(when: date, unit: str) -> date:
    size = _MONTHS[unit]
    return when.replace(month=(when.month - 1) // size * size + 1, day=1)


def _months(frame: Frame, first: date, size: int, grain: Any, steps: int = 0) -> Stretch:
    begin = add_months(first, steps * size)
    return Stretch(begin, add_months(begin, size), grain, act=holidays.working_from(begin, frame.country))


def _after_next(frame: Frame, unit: str) -> Stretch:
    return _unit(frame, unit, 2)


def _before_last(frame: Frame, unit: str) -> Stretch:
    return _unit(frame, unit, -2)


def _rolling(frame: Frame, span: Length | None = None, unit: str = "", n: int = 1, **which: Any) -> Stretch:
    length = span or {"day": Length(days=n), "week": Length(days=7 * n), "hour": Length(minutes=60 * n)}.get(
        unit, Length(months=_MONTHS.get(unit, 1) * n)
    )
    back = which.get("mod") == -1 or "past" in which
    if length.exact:
        edge = frame.now + timedelta(minutes=length.minutes * (-1 if back else 1))
        begin = edge if back else frame.now
        return Stretch(begin.date(), edge.date(), "minute", moment=begin, to_now=back)
    if back:
        begin = add(frame.today, length.times(-1), frame.country)
        return Stretch(begin, frame.today + timedelta(days=1), act=begin, to_now=True)
    begin = frame.today + timedelta(days=1)
    return Stretch(begin, add(frame.today, length, frame.country) + timedelta(days=1), act=begin)


def _month(frame: Frame, month: int, mod: int | None = None, ymod: int | None = None, **which: Any) -> Stretch:
    today = frame.today
    year = today.year + (ymod or 0)
    here = date(year, month, 1)
    if ymod is None:
        over = add_months(here, 1) <= today
        if mod == 1 or (which and mod is None):
            year += here <= today
        elif mod == -1:
            year -= add_months(here, 1) > today
        elif mod is None:
            year += (1 if over else 0) if frame.ahead else (-1 if here > today else 0)
    return _months(frame, date(year, month, 1), 1, "month")


def _month_year(frame: Frame, month: int = 0, y: int = 0, month_year: tuple[int, int] | None = None) -> Stretch:
    month, y = month_year or (month, y)
    return _months(frame, date(y, month, 1), 1, "month")


def _quarter(frame: Frame, quarter: int | str, y: int | None = None, ymod: int | None = None) -> Stretch:
    today = frame.today
    n = quarter if isinstance(quarter, int) else 4
    if not 1 <= n <= 4:
        raise NoSuchTime(f"no quarter {n}")
    year = y or today.year + (ymod or 0)
    first = date(year, 3 * n - 2, 1)
    if not y and ymod is None:
        if frame.ahead and add_months(first, 3) <= today:
            first = add_months(first, 12)
        elif not frame.ahead and first > today:
            first = add_months(first, -12)
    return _months(frame, first, 3, "quarter")


def _half_year(frame: Frame, half: dict[str, Any], y: int | None = None) -> Stretch:
    first = date(y or frame.today.year, 6 * half["number"] - 5, 1)
    if not y and frame.ahead and add_months(first, 6) <= frame.today:
        first = add_months(first, 12)
    return _months(frame, first, 6, "quarter")


def year(frame: Frame, number: int) -> Stretch:
    """Return a whole year."""
    return _months(frame, date(number, 1, 1), 12, "year")


def _weekend(frame: Frame, mod: int | None = None, coming: str = "", past: str = "") -> Stretch:
    saturday = monday(frame.today) + timedelta(days=5)
    if mod == -1 or past or (mod is None and not coming and not frame.ahead):
        saturday -= _WEEK
    elif mod == 1 and not coming:
        saturday += _WEEK
    return Stretch(saturday, saturday + timedelta(days=2), "day", act=saturday)


def _season(frame: Frame, season: dict[str, Any], mod: int | None = None, y: int | None = None) -> Stretch:
    month, d = season["from"]
    begin = date(y or frame.today.year, month, d)
    if not y:
        over = add_months(begin, 3) <= frame.today
        begin = add_months(begin, 12 * ((1 if over and frame.ahead else 0) + (mod or 0)))
        if not frame.ahead and mod is None and begin > frame.today:
            begin = add_months(begin, -12)
    return Stretch(begin, add_months(begin, 3), "quarter", act=holidays.working_from(begin, frame.country))


def _week_number(frame: Frame, week_number: int) -> Stretch:
    begin = date.fromisocalendar(frame.today.year, week_number, 1)
    if frame.ahead and begin + _WEEK <= frame.today:
        begin = date.fromisocalendar(frame.today.year + 1, week_number, 1)
    return Stretch(begin, begin + _WEEK, "week", act=begin)


def _edge(
    frame: Frame, edge: dict[str, Any] | None = None, period: Node | None = None, edge_of: dict[str, Any] | None = None
) -> Stretch:
    if edge_of:
        return _edge_at(frame, edge_of["at"], _upcoming(frame, edge_of["unit"], edge_of["at"]))
    if edge is None or period is None:
        raise NoSuchTime("no edge")
    return _edge_at(frame, edge["at"], find(period, frame))


def _edge_unit(frame: Frame, unit: str, edge: dict[str, Any] | None = None) -> Stretch:
    at = edge["at"] if edge else "start"
    return _edge_at(frame, at, _upcoming(frame, unit, at))


def _upcoming(frame: Frame, unit: str, at: str) -> Stretch:
    """Return the period that "the start of the month" speaks of: the next one where this one's is over."""
    this = _unit(frame, unit, 0)
    over = at in {"start", "early"} and frame.ahead and this.begin < frame.today
    return _unit(frame, unit, 1) if over else this


def _edge_at(frame: Frame, at: str, base: Stretch) -> Stretch:
    size = (base.end - base.begin).days
    if base.grain == "week":
        first, last, act = {
            "start": (0, 2, 0), "early": (0, 2, 0), "middle": (2, 4, 2), "late": (3, 5, 3), "end": (3, 5, 4),
        }[at]  # fmt: skip
        begin = base.begin
        return Stretch(
            begin + timedelta(days=first), begin + timedelta(days=last), "day", act=begin + timedelta(days=act)
        )
    if at == "end":
        act = holidays.working_from(base.end - timedelta(days=1), frame.country, -1)
        return Stretch(base.end - timedelta(days=max(1, size // 3)), base.end, "day", act=act)
    if at == "middle":
        act = base.begin + timedelta(days=14) if base.grain == "month" else base.begin + timedelta(days=size // 2)
        return Stretch(base.begin + timedelta(days=size // 3), base.begin + timedelta(days=2 * size // 3), act=act)
    if at == "late":
        begin = base.begin + timedelta(days=2 * size // 3)
        return Stretch(begin, base.end, act=holidays.working_from(begin, frame.country))
    end = base.begin + timedelta(days=max(1, size // 3))
    return Stretch(base.begin, end, act=holidays.working_from(base.begin, frame.country))


def _later(frame: Frame, period: Node) -> Stretch:
    return replace(find(period, frame), later=frame.ahead)


def _week_in(frame: Frame, n: int | str, unit: str, period: Node | str) -> Stretch:
    base, rank = _base(frame, period), _rank(n)
    if unit != "week":
        raise NoSuchTime(unit)
    if rank < 0:
        begin = monday(base.end - timedelta(days=1))
    else:
        begin = _nth(0, rank, base.begin, base.end)
    return Stretch(begin, begin + _WEEK, "week", act=begin)


def _week_of(frame: Frame, base: Node | None = None, d: int = 0, unit: str = "week") -> Stretch:
    if unit != "week":
        raise NoSuchTime(unit)
    begin = monday((find(base, frame) if base else _ordinal(frame, d)).begin)
    return Stretch(begin, begin + _WEEK, "week", act=begin)


# ---------------------------------------------------------------- lengths from a moment


def _offset(frame: Frame, length: Length) -> Stretch:
    if not length.exact:
        return _grain(add(frame.today, length, frame.country), length)
    return _from_now(frame, length)


def _grain(when: date, length: Length) -> Stretch:
    return day(when)


def _from_now(frame: Frame, length: Length) -> Stretch:
    moved = add(frame.today, length, frame.country)
    moment = datetime.combine(moved, frame.now.time(), frame.now.tzinfo)
    if length.exact:
        moment = (moment.astimezone(UTC) + timedelta(minutes=length.minutes)).astimezone(frame.now.tzinfo)
    return Stretch(moment.date(), moment.date() + timedelta(days=1), "minute", moment=moment)


def _ago(frame: Frame, length: Length) -> Stretch:
    back = length.times(-1)
    return _from_now(frame, back) if length.exact else _grain(add(frame.today, back, frame.country), length)


def _shifted(frame: Frame, length: Length, base: Node, sign: int = 1) -> Stretch:
    start = find(base, frame).begin
    return day(add(start, length.times(sign), frame.country))


def _next_to(frame: Frame, unit: str, base: Node, sign: int = 1) -> Stretch:
    start = find(base, frame)
    if unit == "day":
        return day(start.begin + timedelta(days=sign))
    if unit == "working_day":
        return day(holidays.add_working_days(start.begin, sign, frame.country))
    if unit == "week":
        begin = monday(start.begin) + sign * _WEEK
        return Stretch(begin, begin + _WEEK, "week", act=begin)
    raise NoSuchTime(unit)


def _weeks_on(frame: Frame, base: Node, unit: str = "", length: Length | None = None, sign: int = 1) -> Stretch:
    start = find(base, frame)
    if unit:
        return day(start.begin + {"week": 1, "fortnight": 2}[unit] * _WEEK)
    if length is None:
        raise NoSuchTime("no length")
    when = add(frame.today, length.times(sign), frame.country)
    return day(monday(when) + timedelta(days=start.begin.weekday()))


def _in_week(frame: Frame, offset: Node, day_: Node) -> Stretch:
    when = find(offset, frame).begin
    return day(monday(when) + timedelta(days=find(day_, frame).begin.weekday()))


def _near(frame: Frame, day_: Node, base: Node, sign: int = 1) -> Stretch:
    weekday = day_.args["weekday"]
    start = find(base, frame).begin
    step = (weekday - start.weekday()) % 7 or 7 if sign > 0 else -((start.weekday() - weekday) % 7 or 7)
    return day(start + timedelta(days=step))


_RULES: dict[str, Callable[..., Stretch]] = {
    name.removeprefix("_").rstrip("_"): rule
    for name, rule in list(globals().items())
    if callable(rule) and name.startswith("_") and name.islower() and name not in {"_nth", "_floor", "_base", "_rank"}
}
