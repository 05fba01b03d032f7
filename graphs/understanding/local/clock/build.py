"""Makes clock times, lengths, zones and nodes of the words of a phrase; None where the words do not fit after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.values import Clock, Evening, Length, Node, Unit
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.clock.scan import Item

Args = dict[str, Any]
Maker = "Callable[[Args, list[Item]], object | None]"
_ORDER: tuple[Unit, ...] = ("minute", "hour", "day", "week", "month", "quarter", "year")
_LONGEST = {"second": 86_400, "minute": 100_000, "hour": 999, "day": 10_000}  # of other units: 1,200
_WEEKS = {"week": 1, "fortnight": 2}


def build(makes: str, rule: str, args: Args, items: list[Item]) -> object | None:
    """Return what the phrase makes by its rule; a node where no maker says otherwise."""
    maker = _MAKERS.get(f"{makes}.{rule}") or _MAKERS.get(makes)
    return maker(args, items) if maker else Node(rule, args)


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


def _part_of(fraction: float) -> Callable[[Args, list[Item]], Length | None]:
    def make(args: Args, _: list[Item]) -> Length | None:
        if fraction != 0.5 and args["unit"] != "hour":
            return None
        return length(fraction, args["unit"])

    return make


def _hour_minutes(args: Args, _: list[Item]) -> Length | None:
    return Length(minutes=args["n"] * 60 + args["m"]) if args["unit"] == "hour" else None


def _sum(args: Args, _: list[Item]) -> Length | None:
    parts = [args[name] for name in ("a", "b", "c") if name in args]
    total = parts[0]
    for before, part in zip(parts, parts[1:], strict=False):
        if _ORDER.index(before.unit) <= _ORDER.index(part.unit):
            return None
        total = total.plus(part)
    return total


# ---------------------------------------------------------------- clock times


def _hour(value: object) -> tuple[int, int]:
    if isinstance(value, Clock):
        return value.hour, value.minute
    return value if isinstance(value, tuple) else (int(str(value)), 0)


def _beside(args: Args, minutes: int) -> Clock | None:
    """Return the time `minutes` from the hour that the words name: half past, a quarter to."""
    base = args["h"]
    if isinstance(base, Clock):
        return base.moved(minutes)
    moved = Clock(base).moved(minutes)
    if "ampm" in args:
        return Clock(base % 12 + (12 if args["ampm"] == "pm" else 0)).moved(minutes)
    return Clock(moved.hour % 12 or 12, moved.minute)


def _is_minutes(args: Args, items: list[Item]) -> bool:
    """Whether "10 to 5" is a clock time: with "minutes", in words, or by a number that is no hour."""
    if args.get("unit", "minute") != "minute" or not 0 < args["m"] < 60:
        return False
    return "unit" in args or (args["m"] % 5 == 0 and not (items[1].text in {"to", "till", "til"} and _is_hour(items[0])))


def _is_hour(item: Item) -> bool:
    return item.text.isdigit() and int(item.text) <= 12


def _past(args: Args, items: list[Item]) -> Clock | None:
    return _beside(args, args["m"]) if _is_minutes(args, items) else None


def _to(args: Args, items: list[Item]) -> Clock | None:
    return _beside(args, -args["m"]) if _is_minutes(args, items) else None


def _twelve(args: Args, _: list[Item]) -> Clock | None:
    hour, minute = _hour(args["h"])
    minute = args.get("m", minute)
    if minute > 59:
        return None
    if 0 < hour <= 12:
        hour = hour % 12 + (12 if args["ampm"] == "pm" else 0)
    return Clock(hour, minute, fixed=True)


def plain(args: Args, items: list[Item]) -> Clock:
    """Return a clock time without am or pm; one over 12 or written 09:00 leaves no choice."""
    if "ampm" in args:
        return _twelve(args, items) or Clock(0, real=False)
    hour, minute = _hour(args["h"])
    return Clock(hour, args.get("m", minute), fixed=hour == 0 or hour > 12 or items[0].text.startswith("0"))


def _hours(args: Args, items: list[Item]) -> Clock:
    if isinstance(args["h"], Length):
        return Clock(int(args["h"].minutes // 60), int(args["h"].minutes % 60))
    hour, minute = _hour(args["h"])
    return Clock(hour, minute, fixed=hour > 12 or len(items[0].text) > 3)


def _shifted_clock(args: Args, items: list[Item]) -> Clock | None:
    base: Clock = args["base"]
    if not args["length"].exact:
        return None
    hour = base.hour + (12 if not base.fixed and base.hour < 7 else 0)
    return Clock(hour, base.minute).moved(_sign(items) * round(args["length"].minutes))


# ---------------------------------------------------------------- zones


def _zone(args: Args, _: list[Item]) -> str:
    name: str = args["zone"]
    if name != name.lower():
        return name
    return "/".join("_".join(word.capitalize() for word in part.split("_")) for part in name.split("/"))


def _offset(args: Args, _: list[Item]) -> int | None:
    hour, minute = _hour(args["h"])
    return args["sign"] * (hour * 60 + minute) if args["zone"] == "UTC" and hour <= 14 else None


def _digits(args: Args, items: list[Item]) -> int | None:
    """Return minutes east of Greenwich for the "-0500" of a mail's date."""
    written_as_one = not items[0].glued and items[1].glued and len(items[1].text) == 4
    return args["sign"] * (args["h"][0] * 60 + args["h"][1]) if written_as_one and args["h"][0] <= 14 else None


# ---------------------------------------------------------------- days and periods


def _sign(items: list[Item]) -> int:
    """Return -1 where a word of the phrase looks back ("before", "ago"), else 1."""
    backwards = words().sets["backwards"]
    return -1 if any(item.text in backwards for item in items) else 1


def _direction(args: Args) -> int:
    return -1 if "past" in args or args.get("mod") == -1 else 1


def _rank(n: int | str) -> int | None:
    """Return a place in a row: -1 is the last; None for "this", which is none."""
    return n or None if isinstance(n, int) else -1


def _ranked(rule: str) -> Callable[[Args, list[Item]], Node | None]:
    """Return a maker for "the first ... of": the place counts, and the period it counts in."""

    def make(args: Args, _: list[Item]) -> Node | None:
        rank = _rank(args["n"])
        if rank is None or (rule == "week_in" and args["unit"] != "week"):
            return None
        kept = {name: args[name] for name in ("weekday", "kind", "period") if name in args}
        if rule == "nth_day" and args["kind"] == "week":
            return Node("week_in", {"n": rank, "period": _base(args)})
        if rule != "week_in":
            kept |= {"base": _base(args), "unit": _recurring(args)}
        return Node(rule, {"n": rank, **kept})

    return make


def _base(args: Args) -> Node:
    if "y" in args:
        return Node("year", {"y": args["y"]})
    base = args["base"]
    return base if isinstance(base, Node) else Node("unit", {"unit": base, "mod": 0})


def _recurring(args: Args) -> str:
    """Return the unit of "the first Monday of the month", which is one of many; "" where it is a certain one."""
    base = args.get("base", "")
    return base if isinstance(base, str) else ""


def _day_of(args: Args, _: list[Item]) -> Node:
    if _recurring(args) == "month":
        return Node("ordinal", {"d": args["d"]})
    return Node("day_of", {"d": args["d"], "base": _base(args)})


def _unit(args: Args, items: list[Item]) -> Node | None:
    unit, mod = args["unit"], args.get("mod", 1)
    rolls = mod == -1 and items[0].text == "the" and unit in {"week", "month", "year"}
    if unit in {"day", "working_day"} or "plural" in items[-1].values or rolls:
        return None
    if unit in {"minute", "hour"}:
        return Node("rolling", {"length": length(1, unit), "sign": mod}) if mod > 0 else None
    return Node("unit", {"unit": unit, "mod": mod})


def _two_on(sign: int) -> Callable[[Args, list[Item]], Node]:
    def make(args: Args, _: list[Item]) -> Node:
        if "weekend" in args:
            return Node("weekend", {"mod": 2 * sign})
        return Node("unit", {"unit": args["unit"], "mod": 2 * sign})

    return make


def _rolling(args: Args, items: list[Item]) -> Node | None:
    if args.get("mod") == 0:
        return None
    sign = _direction(args)
    span = args.get("length") or length(1, args["unit"])
    if "length" not in args and ("past" not in args and sign > 0 or args["unit"] in {"quarter", "decade"}):
        return None
    return Node("rolling", {"length": span, "sign": sign}) if span and items else None


def _quarter(args: Args, _: list[Item]) -> Node | None:
    if "year_quarter" in args:
        year, quarter = args["year_quarter"]
        args = {"q": quarter, "y": year}
    q = args["q"] if isinstance(args["q"], int) else 4
    return Node("months_of_year", {"first": 3 * q - 2, "size": 3, **_year_of(args)}) if q <= 4 else None


def _half_year(args: Args, _: list[Item]) -> Node:
    return Node("months_of_year", {"first": args["first"], "size": 6, **_year_of(args)})


def _year_of(args: Args) -> Args:
    return {name: args[name] for name in ("y", "ymod") if name in args}


def _weekend(args: Args, items: list[Item]) -> Node:
    texts = [item.text for item in items]
    if "n" in args:
        return Node("weekend", {"mod": _sign(items) * args["n"]})
    if "past" in args:
        return Node("weekend", {"mod": -1})
    if "coming" in args:
        return Node("weekend", {"mod": 0})
    mod = args.get("mod", 1 if "following" in texts else None)
    return Node("weekend", {"mod": mod})


def _season(args: Args, _: list[Item]) -> Node:
    return Node("season", {name: args[name] for name in ("season", "mod", "y") if name in args})


def _edge_of(args: Args, _: list[Item]) -> Node:
    at, unit = args["edge_of"]
    return Node("edge_of_unit", {"at": at, "unit_": unit})


def _edge_of_unit(args: Args, _: list[Item]) -> Node | None:
    return Node("edge_of_unit", {"at": args["at"], "unit_": args["unit"]}) if args["unit"] in _ORDER[3:] else None


def _rest(args: Args, items: list[Item]) -> Node:
    period = args.get("period") or Node("unit", {"unit": items[-1].text, "mod": 0})
    return Node("later", {"period": period})


def _weekday(args: Args, items: list[Item]) -> Node:
    following = {"coming": "following"} if any(item.text == "following" for item in items) else {}
    return Node("weekday", {**args, **following})


def _weekday_in(args: Args, _: list[Item]) -> Node | None:
    period: Node = args["period"]
    weekly = period.args.get("unit") == "week" or period.rule in {"week_number", "week_in", "week_of"}
    if period.rule == "months_of_year" or not weekly:
        return None
    return Node("weekday_in", args)


def _weekday_ordinal(args: Args, items: list[Item]) -> Node | None:
    bare = "dom" in items[-1].values and "ordinal" not in items[-1].values
    return Node("weekday_ordinal", args) if not bare or args["d"] > 12 else None


def _weekday_date(args: Args, _: list[Item]) -> Node | None:
    return Node("weekday_date", args) if args["date"].rule not in {"holiday", "moment"} else None


def _weekday_weeks(args: Args, _: list[Item]) -> Node | None:
    weeks = _WEEKS.get(args["unit"])
    return Node("weekday_weeks", {"weekday": args["weekday"], "weeks": weeks}) if weeks else None


def _weekdays_away(args: Args, items: list[Item]) -> Node:
    return Node("weekdays_away", {**args, "sign": _sign(items)})


def _next_day(args: Args, _: list[Item]) -> Node | None:
    if args["unit"] not in {"day", "working_day"}:
        return None
    return Node("next_day", {"unit": args["unit"], "mod": args.get("mod", 1)})


def _later(args: Args, _: list[Item]) -> Node:
    return Node("later", {"period": args.get("date") or args.get("period")})


def _range(args: Args, _: list[Item]) -> tuple[Node, Node] | None:
    rule, year = ("month_day_year", {"y": args["y"]}) if "y" in args else ("month_day", {})
    if args["d2"] <= args["d"]:
        return None
    return tuple(Node(rule, {"month": args["month"], "d": args[d], **year}) for d in ("d", "d2"))  # type: ignore[return-value]


# ---------------------------------------------------------------- lengths from somewhere


def _at_offset(sign: int, *, to_the_minute: bool = False) -> Callable[[Args, list[Item]], Node | None]:
    def make(args: Args, _: list[Item]) -> Node | None:
        if "period" in args:
            rolled: Node = args["period"]
            if rolled.rule != "rolling":
                return None
            return Node("offset", {"length": rolled.args["length"]}) if rolled.args["sign"] > 0 else rolled
        return Node("offset", {"length": args["length"], "sign": sign, "to_the_minute": to_the_minute})

    return make


def _shifted(args: Args, items: list[Item]) -> Node | None:
    span: Length = args["length"]
    base: Node = args["base"]
    touching = len(items) == 2 or any(item.text == "on" for item in items)
    if any(item.text == "ago" for item in items):
        return Node("shifted", {"length": span, "base": base, "sign": -1}) if base.rule == "relative" else None
    if span.exact or (touching and (span.unit != "week" or base.rule not in {"weekday", "relative", "ordinal"})):
        return None
    return Node("shifted", {"length": span, "base": base, "sign": _sign(items)})


def _day_in_week(args: Args, items: list[Item]) -> Node | None:
    span: Length = args["length"]
    plain_weekday = args["day"].rule == "weekday" and "mod" not in args["day"].args
    if span.unit not in {"week", "month"} or not plain_weekday:
        return None
    return Node("day_in_week", {"day": args["day"], "length": span, "sign": _sign(items)})


def _next_to(args: Args, items: list[Item]) -> Node | None:
    unit = args["unit"]
    n = args.get("n", 1)
    if unit in {"day", "working_day", "week"} and ("n" in args or unit == "working_day"):
        span = length(n, unit)
        return Node("shifted", {"length": span, "base": args["base"], "sign": _sign(items)}) if span else None
    return Node("next_to", {"base": args["base"], "unit": unit, "sign": _sign(items)}) if unit in {"day", "week"} else None


def _weeks_on(args: Args, _: list[Item]) -> Node | None:
    if args["unit"] not in _WEEKS or args["base"].rule != "relative":
        return None
    return Node("shifted", {"length": length(1, args["unit"]), "base": args["base"], "sign": 1})


def _near(args: Args, items: list[Item]) -> Node | None:
    day: Node = args["day"]
    if day.rule not in {"weekday", "nth_weekday_alone"} or args["base"].rule == "relative":
        return None
    place = {"base": args["base"], "sign": _sign(items), "n": day.args.get("n", 1)}
    return Node("near", {"day": Node("weekday", {"weekday": day.args["weekday"]}), **place})


def _weekend_near(args: Args, items: list[Item]) -> Node | None:
    if args["period"].rule != "weekend" or args["period"].args.get("mod") is not None:
        return None
    return Node("weekend_near", {"base": args["base"], "sign": _sign(items)})


def _week_of(args: Args, _: list[Item]) -> Node | None:
    base = args.get("base") or Node("ordinal", {"d": args["d"]})
    return Node("week_of", {"base": base}) if args["unit"] == "week" else None


_MAKERS: dict[str, Callable[[Args, list[Item]], object | None]] = {
    "length.count": lambda args, _: length(args.get("n", 1), args["unit"]),
    "length.and_half": lambda args, _: length(args.get("n", 1) + 0.5, args["unit"]),
    "length.half": _part_of(0.5),
    "length.quarter": _part_of(0.25),
    "length.three_quarters": _part_of(0.75),
    "length.hour_minutes": _hour_minutes,
    "length.written": lambda args, _: args["hours_minutes"],
    "length.sum": _sum,
    "clock.half_past": lambda args, _: _beside(args, 30),
    "clock.quarter_past": lambda args, _: _beside(args, 15),
    "clock.quarter_to": lambda args, _: _beside(args, -15),
    "clock.past": _past,
    "clock.to": _to,
    "clock.twelve": _twelve,
    "clock.word": lambda args, _: args["h"],
    "clock.hours": _hours,
    "clock.bad": lambda *_: Clock(0, real=False),
    "clock.shifted": _shifted_clock,
    "clock": plain,
    "spoken": plain,
    "zone.named": _zone,
    "zone.offset": _offset,
    "zone.digits": _digits,
    "zone.own": lambda *_: "",
    "evening.tonight": lambda *_: Evening(0, words().single["night"]["part"]),
    "evening.last_night": lambda *_: Evening(-1, words().single["night"]["part"]),
    "evening.part_of_today": lambda args, _: Evening(args["mod"], args["part"]) if args["mod"] <= 0 else None,
    "date_range.days": _range,
    "period.unit": _unit,
    "period.after_next": _two_on(1),
    "period.before_last": _two_on(-1),
    "period.rolling": _rolling,
    "period.to_date": lambda args, _: Node("to_date", {"unit_": args["to_date"]}),
    "period.quarter": _quarter,
    "period.half_year": _half_year,
    "period.weekend": _weekend,
    "period.season": _season,
    "period.week_in_month": lambda args, _: Node(
        "week_in", {"n": -1, "period": Node("month", {"month": args["month"]})}
    ) if args["unit"] == "week" else None,
    "period.edge_year": lambda args, _: Node("edge", {"at": args["at"], "period": Node("year", {"y": args["y"]})}),
    "period.edge_of": _edge_of,
    "period.edge_of_unit": _edge_of_unit,
    "period.rest": _rest,
    "period.later": _later,
    "period.week_in": _ranked("week_in"),
    "period.week_of": _week_of,
    "period.weekend_near": _weekend_near,
    "date.moment": lambda args, _: Node("moment", {"iso": args["iso"]}),
    "date.nth_weekday_of": _ranked("nth_weekday_of"),
    "date.nth_day": _ranked("nth_day"),
    "date.day_of": _day_of,
    "date.weekday": _weekday,
    "date.weekday_in": _weekday_in,
    "date.weekday_date": _weekday_date,
    "date.weekday_ordinal": _weekday_ordinal,
    "date.weekday_weeks": _weekday_weeks,
    "date.weekdays_away": _weekdays_away,
    "date.next_day": _next_day,
    "date.later": _later,
    "date.corrected": lambda args, _: Node("weekday", {"weekday": args["weekday"]}),
    "date.offset": _at_offset(1),
    "date.from_now": _at_offset(1, to_the_minute=True),
    "date.ago": _at_offset(-1),
    "date.shifted": _shifted,
    "date.day_in_week": _day_in_week,
    "date.next_to": _next_to,
    "date.weeks_on": _weeks_on,
    "date.near": _near,
    "shift.later": lambda args, _: args["length"],
    "shift.earlier": lambda args, _: args["length"].times(-1),
    "shift.next_later": lambda args, _: length(1, args["unit"]),
    "shift.next_earlier": lambda args, _: length(-1, args["unit"]),
}
