"""Turns a mention into readings: the moments that it means to one asker at one moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING, get_args

from graphs.understanding.local.clock.almanac import DAY, DEFAULT, Frame, Stretch, add, one_day
from graphs.understanding.local.clock.find import find
from graphs.understanding.local.clock.holidays import working_from
from graphs.understanding.local.clock.hours import hour_of, ranged
from graphs.understanding.local.clock.mention import Mention
from graphs.understanding.local.clock.reading import Grain, Limit, Reading, Trouble
from graphs.understanding.local.clock.values import Clock, Node, NoSuchTimeError
from graphs.understanding.local.clock.zones import on_the_clock, shows_there, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterator


_CHOICES = 12  # more are no question that anybody answers
_LATER = (time(14), time(17), time(20))
_LIMITS: dict[str, Limit] = {name: name for name in get_args(Limit)}


def resolve(mention: Mention, frame: Frame) -> Iterator[Reading]:
    """Return the readings of a mention, best first: several where the words leave a choice."""
    if mention.repeat:
        yield _without_moment(mention, "recurring")
        return
    if mention.vague:
        yield _without_moment(mention, "unread")
        return
    if mention.limit == "since":
        frame = frame.looking("past")
    for node, clock in _choices(mention):
        try:
            yield from _Resolver(mention, node, clock, frame).readings()
        except NoSuchTimeError:
            yield _without_moment(mention, "no_such_date")


def _choices(mention: Mention) -> list[tuple[Node | None, Clock | None]]:
    days: list[Node | None] = list(mention.days) or [None]
    clocks: list[Clock | None] = list(_same_half(mention.clocks)) or [None]
    if len(days) == len(clocks) > 1:
        return list(zip(days, clocks, strict=True))[:_CHOICES]
    return list(product(days[:_CHOICES], clocks[:_CHOICES]))


def _same_half(clocks: list[Clock]) -> list[Clock]:
    """Return the choices of "8 or 9pm" with the half of the day that the last one gives."""
    return [ranged(clock, clocks[-1]) for clock in clocks]


def _without_moment(mention: Mention, trouble: Trouble) -> Reading:
    return Reading(
        None, None, "day", (mention.start, mention.end), tuple(mention.unread), trouble.replace("_", " "), trouble,
        has_date=mention.dated, has_time=bool(mention.clocks or mention.part),
    )  # fmt: skip


class _Resolver:
    """One choice of day and clock time of a mention, seen from a frame."""

    def __init__(self, mention: Mention, node: Node | None, clock: Clock | None, frame: Frame) -> None:
        if clock is not None and not clock.real:
            raise NoSuchTimeError("no such hour")
        self.mention = mention
        if clock is not None and mention.last_clock is not None and not mention.begins_at:
            clock = ranged(clock, mention.last_clock)
        self.hour = hour_of(mention, clock)
        self.zone = zone_of(mention.zone, frame)
        self.frame = replace(frame, clock=self.hour.at if self.hour else None)
        self.stretch = self.found(node)

    def readings(self) -> Iterator[Reading]:
        """Return the readings, best first."""
        if self.stretch.moment is not None and self.hour is None:
            yield self.reading(self.stretch.moment, self.from_now_on(self.stretch.moment), "minute", "")
            return
        if self.stretch.rival:
            for day in (self.stretch.begin, self.stretch.rival):
                yield from self.on(day)
            return
        yield from self.on(self.acting_day())
        if self.hour and self.hour.rival_plus:
            yield from self.on(self.acting_day() + self.hour.rival_plus * DAY)

    def from_now_on(self, start: datetime) -> datetime | None:
        """Return where a range that begins with a moment ends: "now until Friday", "from now to 5pm"."""
        if self.mention.last_clock is not None:
            return self.clock_end(start, self.mention.last_clock)
        if self.mention.last_day is not None:
            return datetime.combine(self.stretch.end, time(), start.tzinfo)
        return self.stretch.until

    # ------------------------------------------------------------ the day

    def found(self, node: Node | None) -> Stretch:
        """Return the days that the words name, or the day of a clock time that stands alone."""
        if node is None:
            return self.implied()
        last = self.mention.last_day
        if last is not None:
            stretch = find(_of_the_same(node, last), self.frame)
            return replace(stretch, end=self.last_day(last, stretch.begin).end)
        stretch = find(node, self.frame)
        if self.mention.length and self.mention.length.days and stretch.days == 1:
            return replace(stretch, end=add(stretch.begin, self.mention.length, self.frame.country))
        return stretch

    def last_day(self, node: Node, begin: date) -> Stretch:
        """Return the end of a range of days: the first of its name after `begin`."""
        last = find(node, self.frame)
        if last.begin > begin:
            return last
        then = datetime.combine(begin, time(), self.frame.now.tzinfo)
        there = replace(self.frame, now=then, clock=time(23), direction="future")
        last = find(node, there)
        return last if last.end > begin else one_day(begin)

    def implied(self) -> Stretch:
        """Return the day of a clock time without one: of its next, or looking back of its last occurrence."""
        now = self.frame.now.astimezone(self.zone)
        evening, hour = self.mention.evening, self.hour
        if evening is not None:
            return one_day(self.frame.today + timedelta(days=evening.days))
        if hour is None:
            raise NoSuchTimeError("nothing said")
        over = hour.at <= now.time().replace(second=0, microsecond=0)
        if self.frame.ahead:
            return one_day(now.date() + DAY * over, "its next occurrence")
        return one_day(now.date() - DAY * (not over), "its last occurrence")

    def acting_day(self) -> date:
        """Return the day to act on: within a period that has begun, the first whose hour is still ahead."""
        stretch, frame = self.stretch, self.frame
        if self.hour is None and self.mention.limit == "after":
            return stretch.end
        if self.hour is None and self.mention.limit == "before":
            return working_from(stretch.begin - DAY, frame.country, -1)
        act = stretch.act or stretch.begin
        if not frame.ahead or stretch.days <= 1 or not stretch.movable:
            return act
        at = self.hour.at if self.hour else DEFAULT
        first = frame.today + DAY if stretch.after_today else act
        for day in (act, frame.today, frame.today + DAY):
            ahead = day > frame.today or (day == frame.today and not frame.over(at))
            if ahead and max(first, stretch.begin) <= day < stretch.end:
                return day
        return act

    # ------------------------------------------------------------ the moment

    def on(self, day: date) -> Iterator[Reading]:
        """Return the readings for a day; two where a clock change has the hour twice."""
        stretch, hour, frame = self.stretch, self.hour, self.frame
        begun = not frame.ahead and stretch.begin <= frame.today
        over = begun or stretch.end <= frame.today or stretch.until == frame.now
        from_its_first_moment = over and (stretch.grain != "day" or stretch.days > 1)
        if hour is None and (from_its_first_moment or self.mention.limit == "since"):
            begin = stretch.act if stretch.grain == "day" and stretch.act else stretch.begin
            naive = datetime.combine(begin, time())
        else:
            naive = datetime.combine(day, hour.at if hour else self.default(day)) + DAY * (hour.plus if hour else 0)
        for moment, trouble in on_the_clock(naive, self.zone):
            yield self.finished(moment.astimezone(frame.now.tzinfo), trouble)

    def default(self, day: date) -> time:
        """Return the hour of a day that names none; "later today" is the first of a few that is still ahead."""
        frame = self.frame
        if not (self.stretch.after_today and day == frame.today):
            return DEFAULT
        return next((at for at in (DEFAULT, *_LATER) if not frame.over(at)), DEFAULT)

    def finished(self, start: datetime, trouble: Trouble) -> Reading:
        """Return the reading of a moment found."""
        stretch, hour, frame = self.stretch, self.hour, self.frame
        by_default = hour is None or hour.part is not None
        if not frame.ahead and by_default and start > frame.now and stretch.begin <= frame.today:
            start = frame.now  # a default that would put an event ahead becomes now
        grain: Grain = stretch.grain if hour is None else "hour" if hour.part else "minute"
        return self.reading(start, self.end(start), grain, trouble)

    def end(self, start: datetime) -> datetime | None:
        """Return where the words end, if they tell of a range, a length or a period."""
        mention, stretch = self.mention, self.stretch
        if mention.last_clock is not None and mention.begins_at:
            return self.last_end(mention.last_clock)
        if mention.last_clock is not None and self.hour is not None:
            return self.clock_end(start, mention.last_clock)
        if mention.length and mention.length.minutes and self.hour is not None:
            return start + timedelta(minutes=mention.length.minutes)
        if mention.last_day is not None and self.hour is not None and stretch.days > 1:
            return datetime.combine(stretch.end - DAY, self.hour.at, self.zone).astimezone(start.tzinfo)
        if stretch.until is not None:
            return stretch.until
        bounded = mention.last_day is not None or (mention.limit == "from" and mention.length is not None)
        if self.hour is None and stretch.days > 1 and (not mention.limit or bounded):
            return datetime.combine(stretch.end, time(), start.tzinfo)
        return None

    def last_end(self, last: Clock) -> datetime:
        """Return the end of "from Monday 9am to Wednesday 5pm"."""
        found = hour_of(Mention(0, 0), last)
        at, plus = (found.at, found.plus) if found else (DEFAULT, 0)
        there = datetime.combine(self.stretch.end - DAY, at, self.zone) + DAY * plus
        return there.astimezone(self.frame.now.tzinfo)

    def clock_end(self, start: datetime, last: Clock) -> datetime:
        """Return the next moment that the clock shows the end of the range."""
        there = start.astimezone(self.zone)
        end = there.replace(hour=last.hour % 24, minute=last.minute)
        step = timedelta(hours=24 if last.fixed else 12)
        while end <= there:
            end += step
        return end.astimezone(start.tzinfo)

    def reading(self, start: datetime, end: datetime | None, grain: Grain, trouble: Trouble) -> Reading:
        """Return the reading with all that is to be said of it."""
        mention, frame = self.mention, self.frame
        if mention.also is not None and not shows_there(start, *mention.also, frame):
            trouble = "unread"
        if not trouble and frame.ahead and start < frame.now.replace(second=0, microsecond=0):
            trouble = "past"
        return Reading(
            None if trouble == "skipped" else start,
            end,
            grain,
            (mention.start, mention.end),
            tuple(mention.unread),
            self.stretch.why,
            "unread" if mention.unread else trouble,
            has_date=mention.dated,
            has_time=self.hour is not None or grain == "minute",
            duration_minutes=self.minutes(start, end),
            country=frame.country,
            window=self.window(start, end),
            limit=_LIMITS.get(mention.limit, "") if end is None or mention.limit not in {"from", "after"} else "",
        )

    def minutes(self, start: datetime, end: datetime | None) -> int | None:
        """Return the length that the words give."""
        length = self.mention.length
        if length is not None and length.minutes:
            return round(length.minutes)
        ranged_clocks = self.mention.last_clock is not None and end is not None
        return round((end - start).total_seconds() / 60) if ranged_clocks and end else None

    def window(self, start: datetime, end: datetime | None) -> tuple[datetime | None, datetime | None]:
        """Return all that the words cover, open at one side where a limit says so."""
        begin, close = self.covered(start, end)
        if self.mention.limit in {"since", "from"}:
            return begin, end if self.mention.limit == "from" else None
        if self.mention.limit == "after":
            return close, None
        if self.mention.limit == "before":
            return None, begin
        return (None, close) if self.mention.limit in {"by", "until"} else (begin, close)

    def covered(self, start: datetime, end: datetime | None) -> tuple[datetime, datetime]:
        """Return the bounds of the day, part of the day or period."""
        stretch, hour, zone = self.stretch, self.hour, self.frame.now.tzinfo
        if stretch.moment is not None and hour is None:
            return start, end or start
        if hour is None:
            close = stretch.until or datetime.combine(stretch.end, time(), zone)
            return datetime.combine(stretch.begin, time(), zone), close
        if hour.part is None:
            return start, end or start
        midnight = datetime.combine(stretch.act or stretch.begin, time(), zone)
        return midnight + timedelta(minutes=hour.part.begin), midnight + timedelta(minutes=hour.part.end)


def _of_the_same(first: Node, last: Node) -> Node:
    """Return the start of a range in the year or week that only its end names: "Jan-Mar 2027"."""
    year, period = last.args.get("y"), last.args.get("period")
    if year and first.rule in {"month", "month_day", "months_of_year"} and len(first.args) < len(last.args):
        rule = first.rule if first.rule == "months_of_year" else f"{first.rule}_year"
        return Node(rule, {**first.args, "y": year})
    if period and first.rule == "weekday" and len(first.args) == 1:
        return Node("weekday_in", {**first.args, "period": period})
    return first
