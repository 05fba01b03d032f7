"""Makes days, as nodes for the almanac, of the words of a phrase; None where they do not fit after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.clock.make_times import Args, Maker, length, only
from graphs.understanding.local.clock.values import LONG_UNITS, Length, Node, Part
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_WEEKS = {"week": 1, "fortnight": 2}


# ---------------------------------------------------------------- days


def _weekday_in(args: Args, _: list[Item]) -> Node | None:
    period: Node = args["period"]
    weekly = period.args.get("unit") == "week" or period.rule in {"week_number", "week_in", "week_of"}
    at_its_weekend = period.rule == "weekend" and args["weekday"] >= 5
    return Node("weekday_in", args) if weekly or at_its_weekend else None


def _weekday_date(args: Args, _: list[Item]) -> Node | None:
    return Node("weekday_date", args) if args["date"].rule not in {"holiday", "moment"} else None


def _weekday_number(args: Args, _: list[Item]) -> Node | None:
    """Return "Saturday 14"; up to 12 it is the hour."""
    return Node("weekday_ordinal", args) if args["d"] > 12 else None


def _weekday_weeks(args: Args, _: list[Item]) -> Node | None:
    weeks = _WEEKS.get(args["unit"])
    return Node("weekday_weeks", {"weekday": args["weekday"], "weeks": weeks}) if weeks else None


def _next_day(args: Args, _: list[Item]) -> Node | None:
    fits = args["unit"] in {"day", "working_day"}
    return Node("next_day", {"unit": args["unit"], "mod": args["mod"]}) if fits else None


def _range(args: Args, _: list[Item]) -> tuple[Node, Node] | None:
    if args["d2"] <= args["d"]:
        return None
    rule, year = ("month_day_year", {"y": args["y"]}) if "y" in args else ("month_day", {})
    first, last = (Node(rule, {"month": args["month"], "d": args[name], **year}) for name in ("d", "d2"))
    return first, last


def _next_days(args: Args, items: list[Item]) -> tuple[Node, Node] | None:
    """Return "March 20 and 21" as a range; other days joined so are two times."""
    return _range(args, items) if args["d2"] == args["d"] + 1 else None


# ---------------------------------------------------------------- lengths from somewhere


def _within(args: Args, _: list[Item]) -> Node | None:
    """Return the end of "within the next two weeks", and the time of "within the last two weeks"."""
    rolled: Node = args["period"]
    if rolled.rule != "rolling":
        return None
    return Node("offset", {"length": rolled.args["length"]}) if rolled.args["sign"] > 0 else rolled


def _within_unit(args: Args, _: list[Item]) -> Node | None:
    unit = args["unit"]
    if unit == "hour":
        return Node("offset", {"length": length(1, "hour")})
    if unit == "day":
        return Node("relative", {"n": 0})
    return Node("edge_of_unit", {"at": "end", "unit_": unit}) if unit in LONG_UNITS else None


def _shifted(args: Args, _: list[Item]) -> Node | None:
    return Node("shifted", args) if not args["length"].exact else None


def _shifted_today(args: Args, items: list[Item]) -> Node | None:
    return _shifted(args, items) if args["base"].rule == "relative" else None


def _shifted_back(args: Args, items: list[Item]) -> Node | None:
    """Return "a week ago Friday": so long before the last Friday."""
    plain = args["base"].rule == "weekday" and "mod" not in args["base"].args
    base = Node("weekday", {"weekday": args["base"].args["weekday"], "mod": -1}) if plain else args["base"]
    return _shifted({**args, "base": base}, items) if plain else None


def _weeks_on(args: Args, _: list[Item]) -> Node | None:
    """Return "a week on Friday", "a fortnight tomorrow", "week on Monday"."""
    span: Length | None = args.get("length") or length(1, args["unit"])
    weekly = span is not None and span.unit == "week" and args["base"].rule in {"weekday", "relative", "ordinal"}
    return Node("shifted", {"length": span, "base": args["base"], "sign": 1}) if weekly else None


def _weeks_after(args: Args, _: list[Item]) -> Node | None:
    """Return "tomorrow week" and "Christmas week"."""
    if args["base"].rule == "holiday" and args["unit"] == "week":
        return Node("week_of", {"base": args["base"]})
    if args["unit"] not in _WEEKS or args["base"].rule != "relative":
        return None
    return Node("shifted", {"length": length(1, args["unit"]), "base": args["base"], "sign": 1})


def _day_in_week(args: Args, _: list[Item]) -> Node | None:
    plain_weekday = args["day"].rule == "weekday" and "mod" not in args["day"].args
    return Node("day_in_week", args) if plain_weekday and args["length"].unit in {"week", "month"} else None


def _next_to(args: Args, _: list[Item]) -> Node | None:
    unit, sign = args["unit"], args["sign"]
    if unit not in {"day", "working_day", "week"}:
        return None
    if ("n" in args and unit != "week") or unit == "working_day" or abs(args.get("n", 1)) > 1:
        span = length(abs(args.get("n", 1)), unit)  # the last one before it is the first on the way there
        return Node("shifted", {"length": span, "base": args["base"], "sign": sign}) if span else None
    return Node("next_to", {"base": args["base"], "unit": unit, "sign": sign})


def _near(args: Args, _: list[Item]) -> Node | None:
    day: Node = args["day"]
    if day.rule not in {"weekday", "nth_weekday_alone"} or args["base"].rule == "relative":
        return None
    place = {"base": args["base"], "sign": args["sign"], "n": day.args.get("n", 1)}
    return Node("near", {"day": Node("weekday", {"weekday": day.args["weekday"]}), **place})


def _same_day(args: Args, _: list[Item]) -> Node | None:
    base, period = args.get("base", Node("relative", {"n": 0})), args["period"]
    if base.rule != "relative" or period.rule != "unit":
        return None
    return Node("same_day", {"n": base.args["n"], "length": length(period.args["mod"], period.args["unit"])})


def _this_time(args: Args, _: list[Item]) -> Node:
    base: Node = args["base"]
    if base.rule == "unit":
        base = Node("same_day", {"length": length(base.args["mod"], base.args["unit"])})
    return Node("this_time", {"base": base})


def _same_time(args: Args, items: list[Item]) -> Node:
    """Return "the same time tomorrow": as it is now, or in an edit as it was."""
    return Node("same_time", _this_time(args, items).args)


def _choice(args: Args, _: list[Item]) -> tuple[Node, ...] | None:
    """Return the days to choose from in "in 2 or 3 days"."""
    lengths = args["choice"]
    if not all(isinstance(span, Length) for span in lengths):
        return None
    return tuple(Node("offset", {"length": span, "sign": args["sign"]}) for span in lengths)


def _day_after(args: Args, _: list[Item]) -> tuple[Node, ...] | None:
    """Return "tomorrow or the day after"."""
    if args["unit"] not in {"day", "week"}:
        return None
    later = {"length": length(1, args["unit"]), "base": args["base"], "sign": 1}
    return args["base"], Node("shifted", later)


# ---------------------------------------------------------------- days with a part of the day


def _early_late(args: Args, _: list[Item]) -> tuple[Node, Part] | None:
    parts: dict[str, Part] = args["when"]
    name = args["part"].name if "part" in args else "day"
    return (args["date"], parts[name]) if name in parts else None


def _edge_of_day(args: Args, _: list[Item]) -> tuple[Node, Part] | None:
    """Return the end of a day as its last working hour, its start as the first."""
    name = {"start": "first_thing", "early": "first_thing", "end": "end_of_day", "late": "late_afternoon"}.get(
        args["at"]
    )
    return (args["date"], words().parts[name]) if name else None


DAY_MAKERS: dict[str, Maker] = {
    "date_range.days": _range,
    "date_range.next_days": _next_days,
    "date.weekday_in": _weekday_in,
    "date.weekday_date": _weekday_date,
    "date.weekday_number": _weekday_number,
    "date.weekday_weeks": _weekday_weeks,
    "date.next_day": _next_day,
    "date.ordinal_on": only("ordinal", "d"),
    "date.corrected": only("weekday", "weekday"),
    "date.offset": only("offset", "length", "sign", "to_the_minute"),
    "date.within": _within,
    "date.within_unit": _within_unit,
    "date.shifted": _shifted,
    "date.shifted_today": _shifted_today,
    "date.shifted_back": _shifted_back,
    "date.weeks_on": _weeks_on,
    "date.weeks_after": _weeks_after,
    "date.day_in_week": _day_in_week,
    "date.next_to": _next_to,
    "date.near": _near,
    "date.lasting": lambda args, _: Node("lasting", args) if not args["length"].exact else None,
    "date.same_day": _same_day,
    "date.this_time": _this_time,
    "date.same_time": _same_time,
    "choice.offsets": _choice,
    "choice.day_after": _day_after,
    "dated_part.early_late": _early_late,
    "dated_part.edge_of_day": _edge_of_day,
}
