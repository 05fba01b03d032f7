"""Makes lengths, clock times and zones of the words of a phrase; None where the words do not fit after all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.hours import during_the_day
from graphs.understanding.local.clock.values import Clock, Evening, Length, Node, Unit
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

Args = dict[str, Any]
Maker = Callable[[Args, list["Item"]], object | None]
_ORDER: tuple[Unit, ...] = ("minute", "hour", "day", "week", "month", "quarter", "year")
_LONGEST = {"second": 86_400, "minute": 100_000, "hour": 999, "day": 10_000}  # of other units: 1,200
_MORNING = 7  # from this hour on, hours and minutes are a time of day rather than a length


# ---------------------------------------------------------------- lengths


def length(count: float, unit: str) -> Length | None:
    """Return `count` of a unit of the language data; None where it is beyond all booking."""
    if abs(count) > _LONGEST.get(unit, 1_200):
        return None
    whole, rest = int(count), count % 1
    return {
        "second": lambda: Length(minutes=count / 60),
        "minute": lambda: Length(minutes=count),
        "hour": lambda: Length(minutes=count * 60, unit="hour"),
        "day": lambda: Length(days=whole, minutes=rest * 1440, unit="day"),
        "working_day": lambda: Length(working=whole, unit="day"),
        "week": lambda: Length(days=round(count * 7), unit="week"),
        "fortnight": lambda: Length(days=round(count * 14), unit="week"),
        "month": lambda: Length(months=whole, days=round(rest * 30), unit="month"),
        "quarter": lambda: Length(months=round(count * 3), unit="quarter"),
        "year": lambda: Length(months=round(count * 12), unit="year"),
        "decade": lambda: Length(months=round(count * 120), unit="year"),
    }[unit]()


def only(rule: str, *names: str) -> Maker:
    """Return a maker for a rule that takes just these of the words' values, where they are given."""

    def make(args: Args, _: list[Item]) -> Node:
        return Node(rule, {name: args[name] for name in names if name in args})

    return make


def _count(args: Args, items: list[Item]) -> Length | None:
    dotted = "dotted" in items[0].values and args.get("n", 0) >= _MORNING  # "15.30 h"
    a_clock_time = dotted or (len(items[0].text) == 4 and "hhmm" in items[0].values)  # "0730 hours"
    return None if a_clock_time and args["unit"] == "hour" else length(args.get("n", 1), args["unit"])


def _part(args: Args, _: list[Item]) -> Length | None:
    """Return half a unit, or a quarter of an hour: other quarters are periods of their own."""
    return length(1 / args["of"], args["unit"]) if args["of"] == 2 or args["unit"] == "hour" else None


def _hour_minutes(args: Args, _: list[Item]) -> Length | None:
    return Length(minutes=args["n"] * 60 + args["m"]) if args["unit"] == "hour" else None


def _written(args: Args, _: list[Item]) -> Length | None:
    """Return the length of 1h30 and of "2:30 hours"; "15:30 hours" is a time of day."""
    if "hours_minutes" in args:
        found: Length = args["hours_minutes"]
        return found
    hour, minute = args["h"]
    return Length(minutes=hour * 60 + minute) if hour < _MORNING else None


def _sum(args: Args, _: list[Item]) -> Length | None:
    parts: list[Length] = [args[name] for name in ("a", "b", "c") if name in args]
    total = parts[0]
    for before, part in pairwise(parts):
        if _ORDER.index(before.unit) <= _ORDER.index(part.unit):
            return None
        total = total.plus(part)
    return total


def _lengths(args: Args, _: list[Item]) -> tuple[Length, ...] | None:
    """Return the lengths to choose from in "2 or 3 days"; "a week or so", with no second number, is one."""
    few, more = length(args.get("n", 1), args["unit"]), length(args["m"], args["unit"])
    if few is None or more is None:
        return None
    if args["m"] == 0:
        return (few,)
    return (few, more) if args["m"] > args.get("n", 1) else None


# ---------------------------------------------------------------- clock times


def _hour(value: object) -> tuple[int, int]:
    if isinstance(value, Clock):
        return value.hour, value.minute
    return value if isinstance(value, tuple) else (int(str(value)), 0)


def _beside(args: Args, _: list[Item]) -> Clock:
    """Return the time some minutes from the hour that the words name: half past, a quarter to."""
    base, minutes = args["h"], args["by"]
    if isinstance(base, Clock):
        return base.moved(minutes)
    if "ampm" in args:
        return Clock(base % 12 + (12 if args["ampm"] == "pm" else 0)).moved(minutes)
    moved = Clock(base).moved(minutes)
    return Clock(moved.hour % 12 or 12, moved.minute)


def _minutes(args: Args, items: list[Item]) -> Clock | None:
    """Return the time of "ten past three" and "3 minutes past 8"; minutes alone come in fives."""
    counted = "unit" in args or args["m"] % 5 == 0
    if args.get("unit", "minute") != "minute" or not 0 < args["m"] < 60 or not counted:
        return None
    return _beside({**args, "by": args["sign"] * args["m"]}, items)


def _minutes_or_range(args: Args, items: list[Item]) -> Clock | None:
    """Return the time of "twenty to five"; "10 to 5" in digits is a range."""
    a_range = "unit" not in args and items[0].text.isdigit() and args["m"] <= 12
    return None if a_range else _minutes(args, items)


def _minutes_before(args: Args, items: list[Item]) -> Clock | None:
    """Return the time of "5 to 1" in digits, where no working day lasts from the one hour to the other."""
    hours = Clock(args["m"]), Clock(args["h"])
    return None if args["m"] > 12 or during_the_day(*hours) else _minutes(args, items)


def _twelve(args: Args, _: list[Item]) -> Clock | None:
    hour, minute = _hour(args["h"])
    minute = args.get("m", minute)
    if minute > 59:
        return None
    if 0 < hour <= 12:
        hour = hour % 12 + (12 if args["ampm"] == "pm" else 0)
    return Clock(hour, minute, fixed=True)


def _plain(args: Args, items: list[Item]) -> Clock:
    """Return a clock time without am or pm; one over 12 or written 09:00 leaves no choice."""
    if "ampm" in args:
        return _twelve(args, items) or Clock(0, real=False)
    hour, minute = _hour(args["h"])
    return Clock(hour, args.get("m", minute), fixed=hour == 0 or hour > 12 or items[0].text.startswith("0"))


def _hours(args: Args, items: list[Item]) -> Clock | None:
    hour, minute = _hour(args["h"])
    if "dotted" in items[0].values and hour < _MORNING:
        return None  # "2.30 hrs" is no time of day
    return Clock(hour, minute, fixed=hour > 12 or len(items[0].text) > 3)


def _of_length(args: Args, _: list[Item]) -> Clock:
    hour, minute = divmod(int(args["hours_minutes"].minutes), 60)
    return Clock(hour, minute)


def _shifted(args: Args, _: list[Item]) -> Clock | None:
    base: Clock = args["base"]
    if not args["length"].exact:
        return None
    hour = base.hour + (12 if not base.fixed and base.hour < _MORNING else 0)
    return Clock(hour, base.minute).moved(args["sign"] * round(args["length"].minutes))


# ---------------------------------------------------------------- parts of days, zones, moves


def _night(args: Args, _: list[Item]) -> Evening:
    return Evening(args["days"], words().parts["night"])


def _early_late(args: Args, _: list[Item]) -> Evening | None:
    parts, evening = args["when"], args["evening"]
    return Evening(evening.days, parts[evening.part.name]) if evening.part.name in parts else None


def _zone(args: Args, _: list[Item]) -> str:
    name: str = args["zone"]
    if name != name.lower():
        return name
    return "/".join("_".join(word.capitalize() for word in part.split("_")) for part in name.split("/"))


def _offset(args: Args, _: list[Item]) -> int | None:
    hour, minute = _hour(args["h"])
    return args["sign"] * (hour * 60 + minute) if args["zone"] == "UTC" and hour <= 14 else None


def _digits(args: Args, items: list[Item]) -> int | None:
    """Return minutes east of Greenwich for the "-0500" of a mail's date and the "+02:00" written to a time."""
    of_a_mail = not items[0].glued and len(items[1].text) == 4
    of_a_time = items[0].glued and args["sign"] > 0 and ":" in items[1].text
    hour, minute = args["h"]
    return args["sign"] * (hour * 60 + minute) if items[1].glued and (of_a_mail or of_a_time) and hour <= 14 else None


TIME_MAKERS: dict[str, Maker] = {
    "length.count": _count,
    "length.and_half": lambda args, _: length(args.get("n", 1) + 0.5, args["unit"]),
    "length.and_quarters": lambda args, _: length(args.get("n", 1) + args["q"] / 4, args["unit"]),
    "length.part": _part,
    "length.three_quarters": lambda args, _: length(0.75, args["unit"]) if args["unit"] == "hour" else None,
    "length.hour_minutes": _hour_minutes,
    "length.written": _written,
    "length.sum": _sum,
    "choice.lengths": _lengths,
    "clock.beside": _beside,
    "clock.minutes": _minutes,
    "clock.minutes_or_range": _minutes_or_range,
    "clock.twelve": _twelve,
    "clock.plain": _plain,
    "clock.word": lambda args, _: args["h"],
    "clock.hours": _hours,
    "clock.of_length": _of_length,
    "clock.bad": lambda *_: Clock(0, real=False),
    "clock.shifted": _shifted,
    "spoken.plain": _plain,
    "spoken.minutes_before": _minutes_before,
    "zone.named": _zone,
    "zone.beside": _zone,
    "zone.offset": _offset,
    "zone.digits": _digits,
    "zone.own": lambda *_: "",
    "zoned.twice": lambda args, _: (args["clock"], args["zone"], (args["clock2"], args["zone2"])),
    "evening.night": _night,
    "evening.part_of": lambda args, _: Evening(args["days"], args["part"]),
    "evening.early_late": _early_late,
    "shift.by": lambda args, _: args["length"].times(args["sign"]),
    "shift.next": lambda args, _: length(args["sign"], args["unit"]),
}
