"""The rules by name, and how a node is looked up by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.clock import days, edges, month_days, offsets, periods, weekdays
from graphs.understanding.local.clock.values import Node, NoSuchTimeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.clock.almanac import Frame, Stretch

_RULES: dict[str, Callable[..., Stretch]] = {
    rule.__name__: rule
    for rule in (
        *(
            days.fixed,
            days.relative,
            days.next_day,
            days.month_day,
            days.month_day_year,
            days.month_day_that_year,
            days.written,
            days.holiday,
        ),
        *(weekdays.weekday, weekdays.weekday_after_next, weekdays.weekday_before_last, weekdays.weekdays_away),
        *(weekdays.weekday_in, weekdays.weekday_date, weekdays.weekday_ordinal, weekdays.weekday_weeks, weekdays.near),
        *(month_days.ordinal, month_days.day_of, month_days.nth_weekday_of, month_days.nth_weekday_alone),
        *(
            month_days.nth_day,
            month_days.nth_weekend,
            periods.unit,
            periods.rolling,
            periods.to_date,
            periods.month,
            periods.month_year,
        ),
        *(
            periods.months_of_year,
            periods.year,
            periods.decade,
            periods.century,
            periods.weekend,
            periods.weekend_near,
            periods.season,
        ),
        *(periods.week_number, periods.week_of, periods.week_in, periods.next_to),
        *(edges.edge, edges.edge_of_unit, edges.later),
        *(
            offsets.offset,
            offsets.shifted,
            offsets.lasting,
            offsets.same_day,
            offsets.this_time,
            offsets.same_time,
            offsets.day_in_week,
            offsets.moment,
        ),
    )
}


def find(node: Node, frame: Frame) -> Stretch:
    """Return the days that `node` names as seen from `frame`.  Raises NoSuchTimeError where no calendar has them."""
    args = {name: find(value, frame) if isinstance(value, Node) else value for name, value in node.args.items()}
    try:
        return _RULES[node.rule](frame, **args)
    except (OverflowError, ValueError) as error:
        raise NoSuchTimeError(str(error)) from error
