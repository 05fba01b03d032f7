"""Rules that find the start, the middle or the end of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from graphs.understanding.local.clock import periods
from graphs.understanding.local.clock.almanac import DAY, Frame, Stretch, add_months, one_day
from graphs.understanding.local.clock.holidays import working_from

_Edge = Literal["start", "early", "middle", "late", "end", "first_half", "second_half"]
_OF_WEEK = {"start": (0, 1), "early": (0, 2), "middle": (2, 3), "late": (3, 5), "end": (4, 5),
            "first_half": (0, 3), "second_half": (2, 5)}  # fmt: skip


def edge(frame: Frame, at: _Edge, period: Stretch) -> Stretch:
    """The start, the middle or the end of a period: a week ends with its Friday, a month with its last working day."""
    if period.grain == "week":
        first, last = _OF_WEEK[at]
        return Stretch(period.begin + first * DAY, period.begin + last * DAY, movable=False)
    if at == "start" and not frame.ahead:
        return one_day(period.begin)
    if at == "start":
        return one_day(working_from(period.begin, frame.country))
    if at == "end" and period.grain == "day":
        return one_day(period.last)
    if at == "end":
        return one_day(working_from(period.last, frame.country, -1))
    begin, end, act = _within(at, period)
    return Stretch(begin, end, act=act or (working_from(begin, frame.country) if frame.ahead else begin))


def _within(at: _Edge, period: Stretch) -> tuple[date, date, date | None]:
    third, half = max(1, period.days // 3) * DAY, max(1, period.days // 2) * DAY
    if at == "early":
        return period.begin, period.begin + third, None
    if at == "middle":
        middle = period.begin + (14 * DAY if period.grain == "month" else half)
        if period.grain == "year":
            middle = add_months(period.begin, 6 * round(period.days / 365))
        return period.begin + third, period.begin + 2 * third, middle
    if at == "late":
        return period.begin + 2 * third, period.end, None
    if at == "first_half":
        return period.begin, period.begin + half, None
    return period.begin + half, period.end, None


def edge_of_unit(frame: Frame, at: _Edge, unit_: str) -> Stretch:
    """The end of the month: this one's; the start of the month: the next one's, where this one's is over."""
    this = periods.unit(frame, unit_, 0)
    over = at in {"start", "early"} and frame.ahead and this.begin < frame.today
    return edge(frame, at, periods.unit(frame, unit_, 1) if over else this)


def later(frame: Frame, period: Stretch) -> Stretch:
    """Later this week: not today any more."""
    return replace(period, after_today=frame.ahead)
