"""The rules by name, and how a node is looked up by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.clock import days, periods
from graphs.understanding.local.clock.values import Node, NoSuchTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.clock.almanac import Frame, Stretch

_RULES: dict[str, Callable[..., Stretch]] = {
    rule.__name__: rule
    for rule in (
        days.fixed, days.relative, days.month_day, days.month_day_year, days.written, days.holiday, days.weekday,
        days.weekday_after_next, days.weekday_before_last, days.weekdays_away, days.weekday_in, days.weekday_date,
        days.weekday_ordinal, days.weekday_weeks, days.near, days.ordinal, days.day_of, days.nth_weekday_of,
        days.nth_weekday_alone, days.nth_day, days.next_day,
        periods.unit, periods.rolling, periods.to_date, periods.month, periods.month_year, periods.months_of_year,
        periods.year, periods.weekend, periods.weekend_near, periods.season, periods.week_number, periods.week_of, periods.week_in,
        periods.next_to, periods.edge, periods.edge_of_unit, periods.later, periods.offset, periods.shifted,
        periods.day_in_week, periods.moment,
    )
}  # fmt: skip


def find(node: Node, frame: Frame) -> Stretch:
    """Return the days that `node` names as seen from `frame`.  Raises NoSuchTime where no calendar has them."""
    args = {name: find(value, frame) if isinstance(value, Node) else value for name, value in node.args.items()}
    try:
        return _RULES[node.rule](frame, **args)
    except (OverflowError, ValueError) as error:
        raise NoSuchTime(str(error)) from error
