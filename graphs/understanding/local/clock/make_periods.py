"""Makes periods, and days by their place in one, of the words of a phrase; None where they do not fit after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.clock.make_times import Args, Maker, length, only
from graphs.understanding.local.clock.values import LONG_UNITS, Node
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_RECENT = 20  # "the 20s" are of this century, "the 30s" of the last
_ROLLING = ("week", "month", "year")  # "the last quarter" is one of the calendar's


# ---------------------------------------------------------------- places in a row


def _base(args: Args) -> Node:
    """Return the period that a place in a row counts in: a year, a period, or this one of a unit."""
    if "y" in args:
        return Node("year", {"y": args["y"]})
    base = args["base"]
    return base if isinstance(base, Node) else Node("unit", {"unit": base, "mod": 0})


def _recurring(args: Args) -> str:
    """Return the unit of "the first Monday of the month", which is one of many; "" where it is a certain one."""
    base = args.get("base", "")
    return base if isinstance(base, str) else ""


def _nth_weekday_of(args: Args, _: list[Item]) -> Node:
    kept = {"n": args["n"], "weekday": args["weekday"]}
    return Node("nth_weekday_of", {**kept, "base": _base(args), "unit": _recurring(args)})


def _nth_day(args: Args, _: list[Item]) -> Node:
    if args["kind"] == "week":
        return Node("week_in", {"n": args["n"], "period": _base(args), "unit_": _recurring(args)})
    kept = {"n": args["n"], "kind": args["kind"]}
    return Node("nth_day", {**kept, "base": _base(args), "unit": _recurring(args)})


def _last_of(args: Args, _: list[Item]) -> Node | None:
    """Return the last day of "the last of next month"; "the last of the week" is no day."""
    base = _base(args)
    monthly = base.rule in {"month", "month_year"} or base.args.get("unit") == "month"
    kept = {"n": args["n"], "kind": "day", "base": base, "unit": _recurring(args)}
    return Node("nth_day", kept) if monthly else None


def _nth_weekend(args: Args, _: list[Item]) -> Node | None:
    return Node("nth_weekend", {"n": args["n"], "base": args["base"]}) if args["kind"].rule == "weekend" else None


def _nth_weekend_in(args: Args, _: list[Item]) -> Node:
    return Node("nth_weekend", {"n": args["n"], "base": Node("month", {"month": args["month"]})})


def _week_in(args: Args, _: list[Item]) -> Node | None:
    period = args.get("period") or Node("month", {"month": args["month"]})
    return Node("week_in", {"n": args["n"], "period": period}) if args["unit"] == "week" else None


def _day_of(args: Args, _: list[Item]) -> Node:
    if _recurring(args) == "month":
        return Node("ordinal", {"d": args["d"]})
    if _recurring(args):
        return Node("nth_day", {"n": args["d"], "kind": "day", "base": _base(args), "unit": _recurring(args)})
    return Node("day_of", {"d": args["d"], "base": _base(args)})


# ---------------------------------------------------------------- periods


def _unit(args: Args, _: list[Item]) -> Node | None:
    unit, mod = args["unit"], args["mod"]
    if unit in {"minute", "hour", "fortnight"}:  # they begin when somebody says so
        return Node("rolling", {"length": length(1, unit), "sign": 1}) if mod > 0 else None
    return Node("unit", {"unit": unit, "mod": mod}) if unit not in {"day", "working_day"} else None


def _unit_the(args: Args, items: list[Item]) -> Node | None:
    """Return "the last quarter"; "the last month" is the time up to now, which is another rule's."""
    rolls = args["mod"] == -1 and args["unit"] in _ROLLING and not _whole(items)
    return None if rolls else _unit(args, items)


def _whole(items: list[Item]) -> bool:
    """Whether the words mean a period of the calendar: "the previous year"."""
    return any(item.text in words().sets["whole_before"] for item in items)


def _rolling(args: Args, _: list[Item]) -> Node | None:
    span = args.get("length") or length(1, args["unit"])
    return Node("rolling", {"length": span, "sign": args["sign"]}) if span and args["sign"] in {1, -1} else None


def _rolling_the(args: Args, items: list[Item]) -> Node | None:
    rolls = args["sign"] == -1 and args["unit"] not in {"quarter", "decade"} and not _whole(items)
    return _rolling(args, items) if rolls else None


def _quarter(args: Args, _: list[Item]) -> Node | None:
    if "year_quarter" in args:
        year, number = args["year_quarter"]
        args = {"q": number, "y": year}
    number = args["q"] if args["q"] > 0 else 4
    first = {"first": 3 * number - 2, "size": 3}
    return Node("months_of_year", {**first, **_year(args)}) if number <= 4 else None


def _decade(args: Args, _: list[Item]) -> Node | None:
    """Return the ten years of "the 80s" and "the 2010s"; "30s" of another unit are no years."""
    first = args["n"]
    if first % 10 or args.get("s", "second") != "second" or 100 <= first < 1000:
        return None
    if first < 100:
        first += 2000 if first <= _RECENT else 1900
    return Node("decade", {"y": first})


def _edge_decade(args: Args, items: list[Item]) -> Node | None:
    """Return "the late nineties", "mid-80s"."""
    decade = _decade(args, items)
    return Node("edge", {"at": args["at"], "period": decade}) if decade else None


def _years(args: Args, _: list[Item]) -> tuple[Node, Node] | None:
    """Return the years of "2027 - 2029"; "1900 to 2000" is hours as well, and left to its neighbours."""
    first, last = args["y"], args["y2"]
    hours = first % 100 < 60 and last % 100 < 60 and not first % 100 % 15 and not last % 100 % 15
    return (Node("year", {"y": first}), Node("year", {"y": last})) if first < last and not hours else None


def _half_year(args: Args, _: list[Item]) -> Node:
    return Node("months_of_year", {"first": args["first"], "size": 6, **_year(args)})


def _year(args: Args) -> Args:
    return {name: args[name] for name in ("y", "ymod") if name in args}


def _weekend_away(args: Args, _: list[Item]) -> Node:
    """Return "two weekends from now": the coming one is the first."""
    return Node("weekend", {"mod": args["n"] - 1 if args["sign"] > 0 else -args["n"]})


def _weekend_near(args: Args, _: list[Item]) -> Node | None:
    if args["period"].rule != "weekend" or "mod" in args["period"].args:
        return None
    return Node("weekend_near", {"base": args["base"], "sign": args["sign"]})


def _week_of(args: Args, _: list[Item]) -> Node | None:
    base = args.get("base") or Node("ordinal", {"d": args["d"]})
    return Node("week_of", {"base": base}) if args.get("unit", "week") == "week" else None


def _edge_of(args: Args, _: list[Item]) -> Node:
    at, unit = args["edge_of"]
    return Node("edge_of_unit", {"at": at, "unit_": unit})


def _edge_of_unit(args: Args, _: list[Item]) -> Node | None:
    return Node("edge_of_unit", {"at": args["at"], "unit_": args["unit"]}) if args["unit"] in LONG_UNITS else None


def _later(args: Args, _: list[Item]) -> Node:
    return Node("later", {"period": args.get("period") or Node("unit", {"unit": args["unit"], "mod": 0})})


PERIOD_MAKERS: dict[str, Maker] = {
    "period.decade": _decade,
    "period.edge_decade": _edge_decade,
    "period.unit": _unit,
    "period.unit_the": _unit_the,
    "period.rolling": _rolling,
    "period.rolling_the": _rolling_the,
    "period.to_date": lambda args, _: Node("to_date", {"unit_": args["to_date"]}),
    "period.month": only("month", "month", "mod", "ymod"),
    "period.quarter": _quarter,
    "period.half_year": _half_year,
    "period.weekend": only("weekend", "mod"),
    "period.weekend_away": _weekend_away,
    "period.week_in_month": _week_in,
    "period.edge_year": lambda args, _: Node("edge", {"at": args["at"], "period": Node("year", {"y": args["y"]})}),
    "period.edge_of": _edge_of,
    "period.edge_of_unit": _edge_of_unit,
    "period.later": _later,
    "date.later": _later,
    "period.week_in": _week_in,
    "period.week_of": _week_of,
    "period.weekend_near": _weekend_near,
    "date.nth_weekday_of": _nth_weekday_of,
    "date.nth_weekday_alone": lambda args, _: Node("nth_weekday_alone", args) if args["n"] <= 5 else None,
    "date.nth_day": _nth_day,
    "date.last_of": _last_of,
    "date.nth_weekend": _nth_weekend,
    "date.nth_weekend_in": _nth_weekend_in,
    "date.day_of": _day_of,
    "date_range.years": _years,
}
