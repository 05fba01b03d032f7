"""Turns a mention into readings: the moments that it means to one asker at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from graphs.understanding.local.clock import calendar, holidays
from graphs.understanding.local.clock.calendar import Frame, Stretch
from graphs.understanding.local.clock.reading import Reading
from graphs.understanding.local.clock.values import Clock, Node, NoSuchTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from graphs.understanding.local.clock.mentions import Mention

DEFAULT = time(10)  # of a day whose hour nobody names
_EARLIEST = 7  # an hour without am or pm is the one from 07:00 to 18:59


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day found: `plus` days after the day that is named."""

    at: time
    plus: int = 0
    default: bool = False  # the words name a part of the day or none at all


def resolve(mention: Mention, frame: Frame) -> Iterator[Reading]:
    """Return the readings of a mention, best first."""
    if mention.repeat:
        yield _troubled(mention, "recurring")
        return
    for node, clock in _choices(mention):
        yield from _readings(mention, node, clock, frame)


def _choices(mention: Mention) -> list[tuple[Node | None, Clock | None]]:
    days: list[Node | None] = list(mention.days) or [None]
    clocks: list[Clock | None] = list(mention.clocks) or [None]
    if len(days) == len(clocks) > 1:
        return list(zip(days, clocks, strict=True))
    return list(product(days, clocks))


def _troubled(mention: Mention, trouble: str) -> Reading:
    return Reading(
        None, None, "day", (mention.start, mention.end), tuple(mention.unread), trouble, trouble,  # type: ignore[arg-type]
        has_date=bool(mention.days), has_time=bool(mention.clocks or mention.part),
    )  # fmt: skip


def _readings(mention: Mention, node: Node | None, clock: Clock | None, frame: Frame) -> Iterator[Reading]:
    try:
        yield from _read(mention, node, clock, frame)
    except NoSuchTime:
        yield _troubled(mention, "no_such_date")


def _read(mention: Mention, node: Node | None, clock: Clock | None, frame: Frame) -> Iterator[Reading]:
    if clock is not None and not clock.real:
        raise NoSuchTime("no such hour")
    if mention.limit == "since":
        frame = replace(frame, direction="past")
    zone = _zone(mention, frame)
    here = replace(frame, now=frame.now.astimezone(zone)) if zone is not frame.now.tzinfo else frame
    hour = _hour(mention, clock)
    here = replace(here, clock=hour.at if hour else None)
    where = replace(frame, clock=here.clock, now=here.now if node is None else frame.now)
    stretch = _stretch(mention, node, hour, where)
    if stretch.moment is not None and hour is None:
        yield _exact(mention, stretch, frame)
        return
    for moment in _moments(mention, stretch, hour, frame, zone):
        yield _finish(mention, stretch, hour, moment, frame, zone)


def _zone(mention: Mention, frame: Frame) -> tzinfo:
    from datetime import timezone

    if isinstance(mention.zone, int):
        return timezone(timedelta(minutes=mention.zone))
    if not mention.zone:
        return frame.now.tzinfo or UTC
    try:
        return ZoneInfo(_iana(mention.zone))
    except (OSError, ValueError) as error:
        raise NoSuchTime(mention.zone) from error


def _iana(name: str) -> str:
    if name != name.lower():
        return name
    return "/".join("_".join(part.capitalize() for part in piece.split("_")) for piece in name.split("/"))


def _hour(mention: Mention, clock: Clock | None) -> Hour | None:
    """Return the time of day that the words give, or None."""
    part = mention.part
    half = part.half if part else ""
    if clock is None:
        return Hour(part.at, default=True) if part else None
    return _placed(clock, half)


def _placed(clock: Clock, half: str) -> Hour:
    hour, minute = clock.hour, clock.minute
    if hour == 24:
        return Hour(time(0, minute), plus=1 if half else 0)
    if clock.fixed:
        return Hour(time(hour, minute), plus=1 if half == "night" and hour < 6 else 0)
    if half == "night":
        late = hour == 12 or hour < 5
        return Hour(time(hour % 12 if late else hour + 12, minute), plus=1 if late else 0)
    return Hour(time(_business(hour, half), minute))


def _business(hour: int, half: str) -> int:
    if half == "am":
        return hour % 12
    if half in {"pm", "noon"}:
        return 12 if hour == 12 else hour + 12 if not (half == "noon" and hour == 11) else hour
    return hour if _EARLIEST <= hour <= 12 else hour + 12


def _stretch(mention: Mention, node: Node | None, hour: Hour | None, frame: Frame) -> Stretch:
    if node is None:
        return _implied(mention, hour, frame)
    if node.rule == "year":
        found = calendar.year(frame, node.args["number"])
    else:
        found = calendar.find(node, frame)
    if mention.tonight is not None and mention.tonight < 0:
        found = calendar.day(found.begin)
    if mention.last_day:
        found = _ranged(found, mention.last_day, frame)
    return found


def _ranged(first: Stretch, node: Node, frame: Frame) -> Stretch:
    last = calendar.find(node, replace(frame, clock=None))
    for _ in range(60):
        if last.end > first.begin:
            break
        step = 7 if node.rule.startswith("weekday") else 366
        last = replace(last, begin=last.begin + timedelta(days=step), end=last.end + timedelta(days=step))
    return replace(first, end=last.end)


def _implied(mention: Mention, hour: Hour | None, frame: Frame) -> Stretch:
    """Return the day of a clock time that stands alone: its next, or for the past its last occurrence."""
    today = frame.today
    if mention.tonight is not None:
        return calendar.day(today + timedelta(days=mention.tonight))
    if hour is None:
        raise NoSuchTime("nothing said")
    at = datetime.combine(today, hour.at)
    now = frame.now.replace(tzinfo=None)
    if frame.ahead:
        return calendar.day(today if at > now else today + timedelta(days=1), "its next occurrence")
    return calendar.day(today if at <= now else today - timedelta(days=1), "its last occurrence")


def _exact(mention: Mention, stretch: Stretch, frame: Frame) -> Reading:
    moment = stretch.moment
    trouble = "past" if moment and frame.ahead and moment < frame.now else ""
    end = frame.now if stretch.to_now else None
    return Reading(
        moment, end, "minute", (mention.start, mention.end), tuple(mention.unread), "counted from now",
        "unread" if mention.unread else trouble,  # type: ignore[arg-type]
        has_date=True, has_time=True, duration_minutes=_minutes(mention), window=(moment, end or moment),
        warnings=_warnings(moment, frame) if moment else (),
    )  # fmt: skip


def _minutes(mention: Mention) -> int | None:
    return round(mention.length.minutes) if mention.length and mention.length.minutes else None


def _moments(
    mention: Mention, stretch: Stretch, hour: Hour | None, frame: Frame, zone: tzinfo
) -> list[tuple[datetime, str]]:
    """Return the moments to act on, each with its trouble; two where a clock change repeats one."""
    day = _acting_day(stretch, hour, frame)
    if not frame.ahead and hour is None and stretch.grain != "day":
        naive = datetime.combine(stretch.begin, time())
    elif not frame.ahead and hour is None and (stretch.end - stretch.begin).days > 1:
        naive = datetime.combine(stretch.begin, time())
    elif mention.limit == "since" and hour is None:
        naive = datetime.combine(stretch.begin, time())
    else:
        naive = datetime.combine(day, hour.at if hour else DEFAULT) + timedelta(days=hour.plus if hour else 0)
    return _local(naive, zone)


def _local(naive: datetime, zone: tzinfo) -> list[tuple[datetime, str]]:
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return [(first, "")]
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if back != naive:
        return [(first, "skipped")]
    return [(first, "repeated"), (second, "repeated")]


def _acting_day(stretch: Stretch, hour: Hour | None, frame: Frame) -> date:
    """Return the day to act on: the first whose default is still ahead, within a period that has begun."""
    act = stretch.act or stretch.begin
    if not frame.ahead or (stretch.end - stretch.begin).days <= 1:
        return act
    now = frame.now.replace(tzinfo=None)
    at = hour.at if hour else DEFAULT
    first = frame.today + timedelta(days=1) if stretch.later else act
    for day in (act, frame.today, frame.today + timedelta(days=1)):
        if day >= max(first, stretch.begin) and day < stretch.end and datetime.combine(day, at) > now:
            return day
    return act


def _finish(
    mention: Mention, stretch: Stretch, hour: Hour | None, moment: tuple[datetime, str], frame: Frame, zone: tzinfo
) -> Reading:
    start, trouble = moment[0].astimezone(frame.now.tzinfo), moment[1]
    if not frame.ahead and start > frame.now and (hour is None or hour.default) and stretch.begin <= frame.today:
        start = frame.now
    end, minutes = _end(mention, stretch, hour, start, zone, frame)
    if not trouble and frame.ahead and start < frame.now:
        trouble = "past"
    if mention.unread:
        trouble = "unread"
    return Reading(
        None if trouble == "skipped" else start,
        end,
        _grain(mention, stretch, hour),  # type: ignore[arg-type]
        (mention.start, mention.end),
        tuple(mention.unread),
        stretch.why,
        trouble,  # type: ignore[arg-type]
        has_date=bool(mention.days) or mention.tonight is not None,
        has_time=hour is not None,
        duration_minutes=minutes,
        warnings=_warnings(start, frame),
        window=(start, end or start),
        limit=mention.limit if mention.limit not in {"between"} else "",  # type: ignore[arg-type]
    )


def _end(
    mention: Mention, stretch: Stretch, hour: Hour | None, start: datetime, zone: tzinfo, frame: Frame
) -> tuple[datetime | None, int | None]:
    minutes = _minutes(mention)
    if mention.last_clock is not None and mention.clocks:
        return _clock_end(mention, start, zone)
    if minutes and hour is not None:
        return start + timedelta(minutes=minutes), minutes
    if stretch.to_now:
        return frame.now, minutes
    if hour is None and (stretch.end - stretch.begin).days > 1:
        return datetime.combine(stretch.end, time(), start.tzinfo), minutes
    return None, minutes


def _clock_end(mention: Mention, start: datetime, zone: tzinfo) -> tuple[datetime | None, int | None]:
    last = mention.last_clock
    if last is None:
        return None, None
    there = start.astimezone(zone)
    hour = last.hour % 24
    end = there.replace(hour=hour, minute=last.minute)
    if not last.fixed:
        while end <= there:
            end += timedelta(hours=12)
    elif end <= there:
        end += timedelta(days=1)
    return end.astimezone(start.tzinfo), round((end - there).total_seconds() / 60)


def _grain(mention: Mention, stretch: Stretch, hour: Hour | None) -> str:
    if hour is None:
        return stretch.grain
    return "hour" if hour.default else "minute"


def _warnings(start: datetime, frame: Frame) -> tuple[str, ...]:
    found = []
    if start.weekday() >= 5:
        found.append(f"weekend: {start:%A}")
    name = holidays.holiday_on(start.date(), frame.country)
    if name:
        found.append(f"public holiday: {name}")
    return tuple(found)
