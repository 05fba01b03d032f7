"""Matches the times that words name with the times that records have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from graphs.understanding.local.names.index import PeopleIndex, utc_day
from graphs.understanding.local.names.model import PeopleContext
from graphs.understanding.local.times import Reading, read_times

_MOST_DAYS = 40  # a longer stretch of time is no way to name one record
_DAYS_AROUND = 14  # how far from its next occurrence a time without a date is looked for


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that words name: the moment to act on, and the stretch [begin, end] that they cover.

    `dated` is false where the words gave a clock time alone, `exact` true where
    they gave a clock time at all.
    """

    start: datetime
    begin: datetime
    end: datetime
    dated: bool
    exact: bool


def moments_in(said: str, context: PeopleContext) -> list[Moment]:
    """Return how a stretch of words can be read as a time, ahead or over."""
    if context.now is None or not said.strip():
        return []
    ahead = read_times(said, context.now, context.timezone, context.locale, "future")
    over = read_times(said, context.now, context.timezone, context.locale, "past")
    return [moment for reading in (*ahead, *over) if (moment := _moment(reading))]


def _moment(reading: Reading) -> Moment | None:
    if reading.start is None or reading.trouble not in {"", "past"}:
        return None
    begin, end = reading.window
    exact = reading.grain == "minute"
    return Moment(reading.start, begin or reading.start, end or reading.start, reading.has_date, exact)


def at_these_times(index: PeopleIndex, found: Iterable[Moment], context: PeopleContext) -> set[int]:
    """Return the follow-ups and tasks at one of these times; "my 3pm" is the next one, where there is one."""
    zone = ZoneInfo(context.timezone)
    fitting: set[int] = set()
    for moment in found:
        near = set(_at(index, moment, zone, 0))
        fitting |= near or (set() if moment.dated else set(_at(index, moment, zone, _DAYS_AROUND)))
    return fitting


def _at(index: PeopleIndex, moment: Moment, zone: ZoneInfo, around: int) -> Iterator[int]:
    """Yield the records at a time; one without a date is looked for up to `around` days from its next occurrence."""
    begin = moment.begin - timedelta(days=around)
    end = moment.end + timedelta(days=around)
    for ahead in range(min((end - begin).days + 2, _MOST_DAYS)):
        for handle in index.days.get(utc_day(begin + timedelta(days=ahead))):
            at = index.entry(handle).starts_at
            if at is not None and _covers(
                moment, at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone), around
            ):
                yield handle


def _covers(moment: Moment, at: datetime, around: int) -> bool:
    if moment.exact:
        same_clock = (at.hour, at.minute) == (moment.start.hour, moment.start.minute)
        return same_clock and (around > 0 or at.date() == moment.start.date())
    return moment.begin <= at < moment.end
