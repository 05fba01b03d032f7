"""Makes clock times, lengths and zones of the words of a phrase; whatever is a day or a period becomes a node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.values import Clock, Length, Node, shift_clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.clock.scan import Item

Args = dict[str, Any]
_UNITS: dict[str, Callable[[float], Length]] = {
    "second": lambda n: Length(minutes=n / 60, unit="minute"),
    "minute": lambda n: Length(minutes=n, unit="minute"),
    "hour": lambda n: Length(minutes=n * 60, unit="hour"),
    "day": lambda n: Length(days=int(n), minutes=(n % 1) * 1440, unit="day"),
    "working_day": lambda n: Length(working=int(n), unit="day"),
    "week": lambda n: Length(days=round(n * 7), unit="week"),
    "fortnight": lambda n: Length(days=round(n * 14), unit="week"),
    "month": lambda n: Length(months=int(n), days=round(n % 1 * 30), unit="month"),
    "quarter": lambda n: Length(months=round(n * 3), unit="quarter"),
    "year": lambda n: Length(months=round(n * 12), unit="year"),
    "decade": lambda n: Length(months=round(n * 120), unit="year"),
}
_MOST = 1_200  # of any unit: more is no date that anyone books


def length(count: float, unit: str) -> Length | None:
    """Return `count` of a unit of the language data, or None where that is beyond all booking."""
    return _UNITS[unit](count) if count <= (_MOST if unit not in {"minute", "second"} else 100_000) else None


def build(makes: str, rule: str, args: Args, items: list[Item]) -> object | None:
    """Return what the phrase `makes` by `rule`, or None where the words do not fit after all."""
    maker = _MAKERS.get(f"{makes}.{rule}")
    return maker(args, items) if maker else Node(rule, args)


def _count(args: Args, _: list[Item]) -> Length | None:
    return length(args.get("n", 1), args["unit"])


def _and_half(args: Args, _: list[Item]) -> Length | None:
    return length(args.get("n", 1) + 0.5, args["unit"])


def _hour_minutes(args: Args, _: list[Item]) -> Length | None:
    return Length(minutes=args["n"] * 60 + args["m"], unit="minute") if args["unit"] == "hour" else None


def _sum(args: Args, _: list[Item]) -> Length | None:
    first, second = args["a"], args["b"]
    order = ("minute", "hour", "day", "week", "month", "quarter", "year")
    return first.plus(second) if order.index(first.unit) > order.index(second.unit) else None


def _hour(value: object) -> tuple[int, int]:
    if isinstance(value, Clock):
        return value.hour, value.minute
    return value if isinstance(value, tuple) else (int(str(value)), 0)


def _shifted(args: Args, minutes: int) -> Clock:
    hour, _ = _hour(args["h"])
    fixed = isinstance(args["h"], Clock)
    total = (hour * 60 + minutes) % (24 * 60 if fixed else 12 * 60)
    return Clock(total // 60 or (0 if fixed else 12), total % 60, fixed=fixed)


def _half_past(args: Args, items: list[Item]) -> Clock | None:
    if len(items) == 2 and items[1].text == "12" and items[0].end == items[1].start:
        return None
    return _shifted(args, 30)


def _past(args: Args, items: list[Item]) -> Clock | None:
    return _shifted(args, args["m"]) if _is_minutes(args, items) else None


def _to(args: Args, items: list[Item]) -> Clock | None:
    if not _is_minutes(args, items):
        return None
    ambiguous = items[1].text in {"to", "till", "til"} and items[0].text.isdigit() and args["m"] <= 12
    return None if ambiguous else _shifted(args, -args["m"])


def _is_minutes(args: Args, items: list[Item]) -> bool:
    said = len(items) > 3 or args.get("unit") == "minute"
    return args.get("unit", "minute") == "minute" and 0 < args["m"] < 60 and (said or args["m"] % 5 == 0)


def _twelve(args: Args, _: list[Item]) -> Clock | None:
    hour, minute = _hour(args["h"])
    minute = args.get("m", minute)
    if not 0 <= hour <= 24 or minute > 59:
        return None
    if hour == 0 or hour > 12:
        return Clock(hour, minute, fixed=True)
    return Clock(hour % 12 + (12 if args["ampm"] == "pm" else 0), minute, fixed=True)


def _oclock(args: Args, items: list[Item]) -> Clock | None:
    return _twelve(args, items) if "ampm" in args else _plain(args, items)


def _plain(args: Args, items: list[Item]) -> Clock:
    hour, minute = _hour(args["h"])
    zero = items[0].text.startswith("0")
    return Clock(hour, args.get("m", minute), fixed=hour == 0 or hour > 12 or zero)


def _word(args: Args, _: list[Item]) -> object:
    return args["h"]


def _bad(*_: object) -> Clock:
    return Clock(0, real=False)


def _zone(args: Args, _: list[Item]) -> object:
    return args["zone"]


def _offset(args: Args, _: list[Item]) -> int | None:
    if args["zone"] != "UTC":
        return None
    hour, minute = _hour(args["h"])
    return int(args["sign"]) * (hour * 60 + minute) if hour <= 14 else None


def _backwards(items: list[Item]) -> int:
    return -1 if any(item.text in {"before", "prior to", "ago"} and not item.values for item in items) else 1


def _shifted_day(args: Args, items: list[Item]) -> Node | None:
    joined = len(items) == 2
    if args["length"].exact or (joined and not _whole_weeks(args["length"])):
        return None
    if any(item.text == "on" for item in items) and not _whole_weeks(args["length"]):
        return None
    return Node("shifted", {**args, "sign": _backwards(items)})


def _whole_weeks(length: Length) -> bool:
    return length.unit == "week"


def _shifted_clock(args: Args, items: list[Item]) -> Clock | None:
    return shift_clock(args["base"], args["length"], _backwards(items)) if args["length"].exact else None


def _near(args: Args, items: list[Item]) -> Node | None:
    if args["day"].rule != "weekday":
        return None
    return Node("near", {"day_": args["day"], "base": args["base"], "sign": _backwards(items)})


def _weeks_on(args: Args, items: list[Item]) -> Node | None:
    if args.get("unit", "week") not in {"week", "fortnight"} or args["base"].rule not in {"weekday", "relative"}:
        return None
    if "length" in args and args["length"].exact:
        return None
    return Node("weeks_on", {**args, "sign": _backwards(items)})


def _in_week(args: Args, _: list[Item]) -> Node | None:
    offset, day = args["offset"], args["day"]
    if offset.rule not in {"offset", "ago", "from_now"} or day.rule != "weekday" or "mod" in day.args:
        return None
    return Node("in_week", {"offset": offset, "day_": day}) if _whole_weeks(offset.args["length"]) else None


def _weekday_weeks(args: Args, _: list[Item]) -> Node | None:
    return Node("weekday_weeks", args) if args["unit"] in {"week", "fortnight"} else None


def _within(args: Args, _: list[Item]) -> Node:
    return Node("offset", args)


def _next_to(args: Args, items: list[Item]) -> Node | None:
    return Node("next_to", {**args, "sign": _backwards(items)}) if args["unit"] in {"day", "working_day", "week"} else None


_MAKERS: dict[str, Callable[[Args, list[Item]], object | None]] = {
    "length.count": _count,
    "length.and_half": _and_half,
    "length.half": lambda args, _: length(0.5, args["unit"]),
    "length.quarter": lambda args, _: length(0.25, args["unit"]) if args["unit"] == "hour" else None,
    "length.three_quarters": lambda args, _: length(0.75, args["unit"]) if args["unit"] == "hour" else None,
    "length.hour_minutes": _hour_minutes,
    "length.sum": _sum,
    "clock.half_past": _half_past,
    "clock.quarter_past": lambda args, _: _shifted(args, 15),
    "clock.quarter_to": lambda args, _: _shifted(args, -15),
    "clock.past": _past,
    "clock.to": _to,
    "clock.twelve": _twelve,
    "clock.oclock": _oclock,
    "clock.colon": _plain,
    "clock.word": _word,
    "clock.hours": lambda args, items: Clock(*_hour(args["h"]), fixed=True) if items else None,
    "clock.bad": _bad,
    "spoken.pair": _plain,
    "spoken.approximate": _plain,
    "spoken.hours": lambda args, _: Clock(*_hour(args["h"]), fixed=_hour(args["h"])[0] > 12),
    "zone.named": _zone,
    "zone.offset": _offset,
    "zone.own": lambda *_: "",
    "clock.shifted": _shifted_clock,
    "date.shifted": _shifted_day,
    "date.near": _near,
    "date.weeks_on": _weeks_on,
    "date.weekday_weeks": _weekday_weeks,
    "date.in_week": _in_week,
    "date.within": _within,
    "date.next_to": _next_to,
    "shift.later": lambda args, _: args["length"],
    "shift.earlier": lambda args, _: args["length"].times(-1),
    "shift.next_later": lambda args, _: length(1, args["unit"]),
    "shift.next_earlier": lambda args, _: length(-1, args["unit"]),
    "tonight.tonight": lambda *_: (0, None),
    "tonight.last_night": lambda *_: (-1, None),
    "tonight.this_part": lambda args, _: (args["mod"], args["part"]) if args["mod"] <= 0 else None,
}
