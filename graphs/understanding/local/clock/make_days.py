"""Makes days and periods, as nodes for the almanac, of the words of a phrase; None where they do not fit after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.clock.make_times import Args, Maker, length, sign_of
from graphs.understanding.local.clock.values import Length, Node, Part
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.clock.scan import Item

_WEEKS = {"week": 1, "fortnight": 2}
_LONG = ("week", "month", "quarter", "year")


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
        kept: Args = {name: args[name] for name in ("weekday", "kind", "period") if name in args}
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


def _nth_weekend(args: Args, _: list[Item]) -> Node | None:
    if args["kind"].rule != "weekend":
        return None
    return Node("nth_weekend", {"n": args["n"], "base": args["base"]})


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
    if items[0].text == "all":
        mod = 0
    if unit in {"minute", "hour"}:
        return Node("rolling", {"length": length(1, unit), "sign": mod}) if mod > 0 else None
    return Node("unit", {"unit": unit, "mod": mod})


def _two_on(sign: int) -> Callable[[Args, list[Item]], Node]:
    def make(args: Args, _: list[Item]) -> Node:
        if "weekend" in args:
            return Node("weekend", {"mod": 2 * sign})
        return Node("unit", {"unit": args["unit"], "mod": 2 * sign})

    return make


def _rolling(args: Args, _: list[Item]) -> Node | None:
    if args.get("mod") == 0:
        return None
    sign = _direction(args)
    span = args.get("length") or length(1, args["unit"])
    if "length" not in args and (("past" not in args and sign > 0) or args["unit"] in {"quarter", "decade"}):
        return None
    return Node("rolling", {"length": span, "sign": sign}) if span else None


def _month(args: Args, _: list[Item]) -> Node:
    return Node("month", {name: args[name] for name in ("month", "mod", "ymod") if name in args})


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
        return Node("weekend", {"mod": sign_of(items) * args["n"]})
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
    return Node("edge_of_unit", {"at": args["at"], "unit_": args["unit"]}) if args["unit"] in _LONG else None


def _rest(args: Args, items: list[Item]) -> Node:
    period = args.get("period") or Node("unit", {"unit": items[-1].text, "mod": 0})
    return Node("later", {"period": period})


def _weekday(args: Args, items: list[Item]) -> Node:
    following = {"coming": "following"} if any(item.text == "following" for item in items) else {}
    return Node("weekday", {**args, **following})


def _weekday_in(args: Args, _: list[Item]) -> Node | None:
    period: Node = args["period"]
    weekly = period.args.get("unit") == "week" or period.rule in {"week_number", "week_in", "week_of"}
    at_its_weekend = period.rule == "weekend" and args["weekday"] >= 5
    return Node("weekday_in", args) if weekly or at_its_weekend else None


def _weekday_ordinal(args: Args, items: list[Item]) -> Node | None:
    bare = "dom" in items[-1].values and "ordinal" not in items[-1].values
    return Node("weekday_ordinal", args) if not bare or args["d"] > 12 else None


def _weekday_date(args: Args, _: list[Item]) -> Node | None:
    return Node("weekday_date", args) if args["date"].rule not in {"holiday", "moment"} else None


def _weekday_weeks(args: Args, _: list[Item]) -> Node | None:
    weeks = _WEEKS.get(args["unit"])
    return Node("weekday_weeks", {"weekday": args["weekday"], "weeks": weeks}) if weeks else None


def _weekdays_away(args: Args, items: list[Item]) -> Node:
    return Node("weekdays_away", {**args, "sign": sign_of(items)})


def _next_day(args: Args, _: list[Item]) -> Node | None:
    if args["unit"] not in {"day", "working_day"}:
        return None
    return Node("next_day", {"unit": args["unit"], "mod": args.get("mod", 1)})


def _later(args: Args, _: list[Item]) -> Node:
    return Node("later", {"period": args.get("date") or args.get("period")})


def _range(args: Args, items: list[Item]) -> tuple[Node, Node] | None:
    rule, year = ("month_day_year", {"y": args["y"]}) if "y" in args else ("month_day", {})
    listed = items[0].text != "between" and any(item.text in {"and", "&"} for item in items)
    if args["d2"] <= args["d"] or (listed and args["d2"] != args["d"] + 1):
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
    span: Length | None = args.get("length") or (length(1, "week") if args["unit"] == "week" else None)
    base: Node = args["base"]
    texts = {item.text for item in items}
    if span is None or span.exact:
        return None
    if "ago" in texts:
        return Node("shifted", {"length": span, "base": base, "sign": -1}) if base.rule == "relative" else None
    touching = len(items) == 2 or "on" in texts
    if touching and (span.unit != "week" or base.rule not in {"weekday", "relative", "ordinal"}):
        return None
    return Node("shifted", {"length": span, "base": base, "sign": sign_of(items)})


def _day_in_week(args: Args, items: list[Item]) -> Node | None:
    span: Length = args["length"]
    plain_weekday = args["day"].rule == "weekday" and "mod" not in args["day"].args
    if span.unit not in {"week", "month"} or not plain_weekday:
        return None
    return Node("day_in_week", {"day": args["day"], "length": span, "sign": sign_of(items)})


def _next_to(args: Args, items: list[Item]) -> Node | None:
    unit = args["unit"]
    n = args.get("n", 1)
    if unit not in {"day", "working_day", "week"}:
        return None
    sign = sign_of(items)
    if "n" in args or unit == "working_day":
        span = length(n, unit)
        return Node("shifted", {"length": span, "base": args["base"], "sign": sign}) if span else None
    return Node("next_to", {"base": args["base"], "unit": unit, "sign": sign})


def _weeks_on(args: Args, _: list[Item]) -> Node | None:
    if args["base"].rule == "holiday" and args["unit"] == "week":
        return Node("week_of", {"base": args["base"]})
    if args["unit"] not in _WEEKS or args["base"].rule != "relative":
        return None
    return Node("shifted", {"length": length(1, args["unit"]), "base": args["base"], "sign": 1})


def _near(args: Args, items: list[Item]) -> Node | None:
    day: Node = args["day"]
    if day.rule not in {"weekday", "nth_weekday_alone"} or args["base"].rule == "relative":
        return None
    place = {"base": args["base"], "sign": sign_of(items), "n": day.args.get("n", 1)}
    return Node("near", {"day": Node("weekday", {"weekday": day.args["weekday"]}), **place})


def _weekend_near(args: Args, items: list[Item]) -> Node | None:
    if args["period"].rule != "weekend" or args["period"].args.get("mod") is not None:
        return None
    if any(item.text in {"before", "after", "following"} for item in items):
        return Node("weekend_near", {"base": args["base"], "sign": sign_of(items)})
    return Node("weekend_near", {"base": args["base"], "sign": 0})


def _week_of(args: Args, _: list[Item]) -> Node | None:
    base = args.get("base") or Node("ordinal", {"d": args["d"]})
    return Node("week_of", {"base": base}) if args["unit"] == "week" else None


def _choice(sign: int) -> Maker:
    def make(args: Args, _: list[Item]) -> tuple[Node, ...] | None:
        lengths = args["choice"]
        if not all(isinstance(span, Length) for span in lengths):
            return None
        return tuple(Node("offset", {"length": span, "sign": sign}) for span in lengths)

    return make


def _within_unit(args: Args, _: list[Item]) -> Node | None:
    unit = args["unit"]
    if unit == "hour":
        return Node("offset", {"length": length(1, "hour")})
    if unit == "day":
        return Node("relative", {"n": 0})
    return Node("edge_of_unit", {"at": "end", "unit_": unit}) if unit in _LONG else None


def _same_day(args: Args, _: list[Item]) -> Node | None:
    base, period = args["base"], args["period"]
    if base.rule != "relative" or period.rule != "unit":
        return None
    return Node("same_day", {"n": base.args["n"], "length": length(period.args["mod"], period.args["unit"])})


def _this_time(args: Args, _: list[Item]) -> Node | None:
    base: Node = args["base"]
    if base.rule == "unit":
        base = Node("same_day", {"length": length(base.args["mod"], base.args["unit"])})
    return Node("this_time", {"base": base})


def _edge_of_day(args: Args, _: list[Item]) -> tuple[Node, Part] | None:
    """Return "the end of Friday" as its last working hour, the start as its first."""
    name = {"start": "first_thing", "early": "first_thing", "end": "end_of_day", "late": "late_afternoon"}.get(
        args["at"]
    )
    return (args["date"], words().parts[name]) if name else None


def _early_late(args: Args, _: list[Item]) -> tuple[Node, Part] | None:
    parts: dict[str, Part] = args["when"]
    name = args["part"].name if "part" in args else "day"
    return (args["date"], parts[name]) if name in parts else None


DAY_MAKERS: dict[str, Maker] = {
    "period.unit": _unit,
    "period.after_next": _two_on(1),
    "period.before_last": _two_on(-1),
    "period.rolling": _rolling,
    "period.to_date": lambda args, _: Node("to_date", {"unit_": args["to_date"]}),
    "period.month": _month,
    "period.quarter": _quarter,
    "period.half_year": _half_year,
    "period.weekend": _weekend,
    "period.season": _season,
    "period.week_in_month": lambda args, _: (
        Node("week_in", {"n": -1, "period": Node("month", {"month": args["month"]})})
        if args["unit"] == "week"
        else None
    ),
    "period.edge_year": lambda args, _: Node("edge", {"at": args["at"], "period": Node("year", {"y": args["y"]})}),
    "period.edge_of": _edge_of,
    "period.edge_of_unit": _edge_of_unit,
    "period.rest": _rest,
    "period.later": _later,
    "period.week_in": _ranked("week_in"),
    "period.week_of": _week_of,
    "period.weekend_near": _weekend_near,
    "date.moment": lambda args, _: Node("moment", {"iso": args["iso"]}),
    "date.nth_weekday_alone": lambda args, _: Node("nth_weekday_alone", args) if args["n"] <= 5 else None,
    "date.nth_weekday_of": _ranked("nth_weekday_of"),
    "date.nth_day": _ranked("nth_day"),
    "date.nth_weekend": _nth_weekend,
    "date.nth_weekend_in": lambda args, _: Node(
        "nth_weekend", {"n": args["n"], "base": Node("month", {"month": args["month"]})}
    ),
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
    "date_range.days": _range,
    "choice.offsets": _choice(1),
    "choice.ago": _choice(-1),
    "date.within_unit": _within_unit,
    "date.lasting": lambda args, _: Node("lasting", args) if not args["length"].exact else None,
    "date.same_day": _same_day,
    "date.this_time": _this_time,
    "dated_part.edge_of_day": _edge_of_day,
    "dated_part.early_late": _early_late,
}
