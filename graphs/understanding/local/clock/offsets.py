"""Rules that find a day or a moment by a length of time from another."""

from __future__ import annotations

from datetime import datetime, timedelta

from graphs.understanding.local.clock.almanac import DAY, Frame, Stretch, add, elapsed, monday, one_day
from graphs.understanding.local.clock.values import Length


def offset(frame: Frame, length: Length, sign: int = 1, *, to_the_minute: bool = False) -> Stretch:
    """In three days: that day; in two hours, or with "from now": that minute."""
    moved = add(frame.today, length.times(sign), frame.country)
    if not (length.exact or to_the_minute):
        return one_day(moved)
    moment = datetime.combine(moved, frame.now.time(), frame.now.tzinfo)
    if length.exact:
        moment = elapsed(moment, sign * length.minutes)
    return Stretch(moment.date(), moment.date() + DAY, "minute", moment=moment)


def shifted(frame: Frame, length: Length, base: Stretch, sign: int) -> Stretch:
    """Two weeks before Christmas."""
    anchor = base.last if sign > 0 and base.grain != "day" else base.begin
    return one_day(add(anchor, length.times(sign), frame.country))


def lasting(frame: Frame, length: Length, base: Stretch) -> Stretch:
    """For three days from Monday."""
    return Stretch(base.begin, add(base.begin, length, frame.country), movable=False)


def same_day(frame: Frame, length: Length, n: int = 0) -> Stretch:
    """Today or tomorrow of another week: this day next week."""
    return one_day(add(frame.today + timedelta(days=n), length, frame.country))


def this_time(frame: Frame, base: Stretch) -> Stretch:
    """A day at the minute that it is now: this time tomorrow."""
    moment = datetime.combine(base.begin, frame.now.time(), frame.now.tzinfo)
    return Stretch(base.begin, base.end, "minute", moment=moment)


def same_time(frame: Frame, base: Stretch) -> Stretch:
    """A day at the same minute: the same time tomorrow."""
    return this_time(frame, base)


def day_in_week(frame: Frame, day: Stretch, length: Length, sign: int) -> Stretch:
    """Tuesday in two weeks: of the week that lies so far ahead."""
    there = add(frame.today, length.times(sign), frame.country)
    return one_day(monday(there) + timedelta(days=day.begin.weekday()))


def moment(frame: Frame, iso: datetime) -> Stretch:
    """A moment written in full (ISO 8601), with its offset or in the asker's zone."""
    there = iso if iso.tzinfo else iso.replace(tzinfo=frame.now.tzinfo)
    here = there.astimezone(frame.now.tzinfo)
    return Stretch(here.date(), here.date() + DAY, "minute", moment=here)
