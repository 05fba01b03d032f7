"""Whether a word of many meanings is a time where it stands: "sat", "may", "second", "at 3", "3 people"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.bare import bare, numbers_a_house, year_of
from graphs.understanding.local.clock.place import MAY_FOLLOW, TIMES, Place, counts, counts_things, time_follows
from graphs.understanding.local.clock.values import Clock, Length, Node
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_DAY_BEGINS = 7  # hours in figures alone are a time of day from here on


def kind_of(place: Place) -> tuple[str, Any]:
    """Return what an item is here, and its value: a time of some kind, "bare", "half", "join" or "other"."""
    item = place.item
    hour = _hour_of_length(place)
    if hour is not None:
        return "clock", hour
    for kind in TIMES:
        if kind in item.values:
            return (kind, item.values[kind]) if _fits(place, kind) else ("other", None)
    said_after = _said_after(place) if place.in_mention else None
    if said_after:
        return said_after
    if "joint" in item.values:
        return "join", None
    found = _number(place)
    if found:
        return found
    return ("join", None) if item.text in words().sets["joins"] else ("other", None)


def _hour_of_length(place: Place) -> Clock | None:
    """Return the clock time that a length of hours is beside a day, or alone: "Friday 15h", but not "for 15h"."""
    length: Length | None = place.item.values.get("length")
    written = place.item.text.partition(" ")
    if length is None or written[2] not in words().sets["hour_short"] or not written[0].isdigit():
        return None
    hour = int(written[0])
    beside = not place.after_one_of("lengths_after") and (place.in_mention or time_follows(place))
    if not (_DAY_BEGINS <= hour <= 24 and (beside or (place.alone and hour > 12))):
        return None
    return Clock(hour, fixed=True)


def _said_after(place: Place) -> tuple[str, Any] | None:
    """Return what a word says of the time before it: "latest", a year, am or pm, "or next"."""
    values = place.item.values
    if "limits_after" in values:
        return "limit", values["limits_after"]
    if "year" in values and not (place.after_one_of("years_after") or place.after_one_of("range")):
        return "late_year", values["year"]
    if "ampm" in values:
        return "half", values["ampm"]
    return ("loose", None) if _left_over(place) or _unit_left(place) else None


def _number(place: Place) -> tuple[str, Any] | None:
    """Return the year or the hour that a number is."""
    year = year_of(place)
    if year:
        return "period", year
    clock = bare(place)
    return ("bare", clock) if clock else None


def _left_over(place: Place) -> bool:
    """Whether an item speaks of a time that no phrase made of it: "this week or next"."""
    return "mod" in place.item.values and place.after_one_of("either") and not counts(place)


def _unit_left(place: Place) -> bool:
    """Whether a unit stands right after a time and was not read with it: "next Friday week"."""
    return place.item.values.get("unit") in {"week", "fortnight"} and place.items[place.at - 1].has("date")


def _fits(place: Place, kind: str) -> bool:
    check = _CHECKS.get(kind)
    return check(place) if check else True


def _date(place: Place) -> bool:
    item, sets = place.item, words().sets
    if item.text in sets["days_of_weak"]:
        return _weak_day(place)
    if item.text in sets["tomorrow_weak"]:
        return _weak_tomorrow(place)
    node: Node = item.values["date"]
    if _in_an_address(place) or _counts_versions(place) or _named_so(place):
        return False
    if node.rule == "ordinal":
        return place.item.rule == "day_of" or _ordinal(place)
    if node.rule == "written" and _is_fraction(node):
        return place.after_one_of("days_after") or not (counts(place) or counts_things(place))
    if node.rule == "month_day" and item.text.split()[-1] in words().single and not _bare_month_day(item):
        return "ordinal" in words().single[item.text.split()[-1]] or not counts(place)
    if node.rule == "month_day" and _bare_month_day(item):
        return place.after_one_of("days_after") or place.in_mention or not counts_things(place)
    return True


def _counts_versions(place: Place) -> bool:
    """Whether a date in figures is the number of something: "order 20260715", "build 2026.9.1"."""
    return (place.item.text.isdigit() and place.after_one_of("numbered")) or (
        place.item.text[:1].isdigit() and place.after_one_of("versions")
    )


def _in_an_address(place: Place) -> bool:
    """Whether a date is the number and the first word of a street: "12 May Street"."""
    after, streets = place.after, words().sets["streets"]
    if after is None or not place.item.text[:1].isdigit():
        return False
    return after.text in streets or numbers_a_house(place)


def _named_so(place: Place) -> bool:
    """Whether somebody or something is named after a time, or it is wished: "Mr. Friday", "June Ltd"."""
    if place.after_one_of("greetings") or (place.after is not None and place.after.text in words().sets["companies"]):
        return True
    dot = place.at > 1 and place.before == "."
    return (place.items[place.at - 2].text if dot else place.before) in words().sets["titles"]


def _weak_tomorrow(place: Place) -> bool:
    """Whether "tom" is tomorrow and not somebody: in small letters, with an hour beside it."""
    if place.after_one_of("tomorrow_not_after") or place.text[place.item.start].isupper():
        return False
    return place.in_mention or time_follows(place)


def _ordinal(place: Place) -> bool:
    """Whether "the 15th" is a day: "the first call", "the 3rd month" are none."""
    after = place.after
    if after is not None and after.has("unit", "length"):
        return False
    supported = place.item.rule == "ordinal_on" or place.after_one_of("days_after")
    if " " not in place.item.text and not (place.alone or place.in_mention or supported or time_follows(place)):
        return False
    if place.item.text[-3:-2].isdigit() or place.item.values["date"].args["d"] > 10:
        return supported or not counts(place)
    return (place.after_one_of("firsts_after") or place.in_mention) and _may_end(place)


def _may_end(place: Place) -> bool:
    """Whether a time may end with this item: nothing follows that it would belong to."""
    after = place.after
    if after is None or not after.text[:1].isalnum() or after.text in words().sets["after_a_day"]:
        return True
    return not MAY_FOLLOW.isdisjoint(after.values)


def _is_fraction(node: Node) -> bool:
    written: tuple[str, int, int] = node.args["written"]
    return written[0] == "slash" and written[1] < written[2] <= 10


def _bare_month_day(item: Item) -> bool:
    first, _, second = item.text.partition(" ")
    return first.isdigit() or second.isdigit()


def _weak_day(place: Place) -> bool:
    """Whether "sat" or "sun" is a day: after a preposition, beside another time, at the end, or all there is."""
    written_small = place.text[place.item.start].islower() and place.item.text in words().sets["days_or_names"]
    if place.alone or written_small or place.after_one_of("days_after"):
        return True
    if place.after_one_of("days_not_after"):
        return False
    return place.in_mention or time_follows(place) or place.after is None


def _period(place: Place) -> bool:
    sets, text = words().sets, place.item.text
    node: Node = place.item.values["period"]
    if _named_so(place):
        return False
    if node.args.get("mod") == 0 and text.split()[-1] in sets["verbs"] and not _may_end(place):
        return False  # "this may take a while"
    if text in sets["months_weak"]:
        return not _names_someone(place) and (place.alone or place.after_one_of("months_after") or _month_range(place))
    if text in sets["seasons_weak"]:
        return place.after_one_of("months_after") or place.alone
    return True


def _names_someone(place: Place) -> bool:
    """Whether a capital follows that makes a name of a month: "from April Summers"."""
    after = place.after
    return after is not None and not after.values and place.text[after.start : after.start + 1].isupper()


def _month_range(place: Place) -> bool:
    """Whether a month stands in "from April to June"."""
    sets = words().sets
    after, beyond = place.after, place.items[place.at + 2 : place.at + 3]
    if after is not None and after.text in sets["months_range"] and beyond and beyond[0].has("period"):
        return place.before in words().limits["from"] or after.text not in sets["both"]
    return place.in_mention and place.before in sets["months_range"]


def _part(place: Place) -> bool:
    if place.after_one_of("greetings") or _describes(place):
        return False
    if place.item.text not in words().sets["parts_weak"]:
        return True
    return place.in_mention or place.alone or place.after_one_of("parts_after") or time_follows(place)


def _describes(place: Place) -> bool:
    """Whether a part of the day only tells which thing is meant: "the morning show"."""
    free = place.before in words().sets["article"] and not place.in_mention
    return (
        free and counts(place) and (place.at < 2 or place.items[place.at - 2].text not in words().sets["parts_after"])
    )


def _clock(place: Place) -> bool:
    return place.item.rule != "word" or not _describes(place)


def _spoken(place: Place) -> bool:
    return not counts_things(place)


def _choice(place: Place) -> bool:
    return isinstance(place.item.values["choice"][0], Node)


def _now(place: Place) -> bool:
    beyond = place.items[place.at + 2 : place.at + 3]
    ends = words().sets["range"] | (words().sets["both"] if place.before in words().limits["between"] else frozenset())
    ranged = place.after is not None and place.after.text in ends and beyond
    return place.item.text != "now" or place.alone or bool(ranged and not MAY_FOLLOW.isdisjoint(beyond[0].values))


def _zone(place: Place) -> bool:
    """Whether a time stands beside the name of a zone: "Eastern" alone is none."""
    after = place.after
    if place.item.rule == "beside":
        return place.follows_a_clock and not counts(place)
    return place.in_mention or (after is not None and after.has("clock", "hour24", "hhmm"))


_CHECKS = {
    "choice": _choice,
    "clock": _clock,
    "date": _date,
    "period": _period,
    "part": _part,
    "spoken": _spoken,
    "now": _now,
    "zone": _zone,
}
