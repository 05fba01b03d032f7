"""Days, weeks, months, quarters and years on the asker's calendar; weeks start on Monday."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.errors import Refused
from tools.words import say, templates

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}
_USUAL = {"day": 14, "week": 12, "month": 12, "quarter": 8, "year": 5}
_MOST = 100
KINDS = tuple(_USUAL)


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of one kind that follow each other: `starts` are their first days, `end` the day after the last."""

    kind: str
    starts: tuple[dt.date, ...]
    end: dt.date

    def edges(self, zone: ZoneInfo | None) -> tuple[dt.date, ...]:
        """Return the boundaries: instants in `zone`, or the days themselves where `zone` is None."""
        days = (*self.starts, self.end)
        return days if zone is None else tuple(dt.datetime.combine(day, dt.time(), zone) for day in days)

    def label(self, place: int) -> str:
        """Return a period's name, in the order of time: 2031-05, 2031-Q2; a week is named by its Monday."""
        start = self.starts[place]
        if self.kind == "quarter":
            return f"{start.year}-Q{(start.month + 2) // 3}"
        return start.isoformat()[: {"year": 4, "month": 7}.get(self.kind, 10)]

    def spoken(self, place: int) -> str:
        """Return a period's name in words: "May 2031"."""
        start = self.starts[place]
        month = templates("times")["months"][start.month - 1]
        values = {"day": start.day, "month": month, "year": start.year, "quarter": (start.month + 2) // 3}
        return say("analyse", f"period_{self.kind}", **values)


def periods(kind: str, first: dt.date | None, end: dt.date | None, today: dt.date, *, ahead: bool) -> Periods:
    """Return the periods from `first` to before `end`; what is not said is as many as usual, up to or from `today`.

    Raises Refused for more than can be shown.
    """
    usual = _USUAL[kind]
    if first is None:
        last = end - dt.timedelta(days=1) if end else today
        first = _floor(today, kind) if ahead and end is None else step(_floor(last, kind), kind, 1 - usual)
    if end is None:
        end = step(_floor(first, kind), kind, usual) if ahead else max(first, today) + dt.timedelta(days=1)
    starts = [_floor(first, kind)]
    while (following := step(starts[-1], kind, 1)) < end:
        starts.append(following)
        if len(starts) > _MOST:
            raise Refused(say("analyse", "too_many_periods", most=_MOST))
    return Periods(kind, tuple(starts), step(starts[-1], kind, 1))


def step(day: dt.date, kind: str, count: int) -> dt.date:
    """Return the first day of the period `count` periods after the one that begins on `day`."""
    if kind in _DAYS:
        return day + dt.timedelta(days=count * _DAYS[kind])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[kind]
    return dt.date(months // 12, months % 12 + 1, 1)


def _floor(day: dt.date, kind: str) -> dt.date:
    if kind == "day":
        return day
    if kind == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(month=(day.month - 1) // _MONTHS[kind] * _MONTHS[kind] + 1, day=1)
