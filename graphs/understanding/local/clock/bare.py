"""What a number alone is: a year, a clock time, the number of a house, or no time at all."""

from __future__ import annotations

from graphs.understanding.local.clock.place import TIMES, Place, counts, counts_things, time_follows
from graphs.understanding.local.clock.values import Clock, Node
from graphs.understanding.local.clock.words import words


def year_of(place: Place) -> Node | None:
    """Return the year of "in 2027" or "from 2024 to 2026"."""
    year = place.item.values.get("year") or place.item.values.get("short_year")
    if year is None or place.item.has(*TIMES):
        return None
    ranged = place.in_mention and place.after_one_of("range")
    named = place.after_one_of("years_after") or ranged or place.alone
    return Node("year", {"y": year}) if named else None


def bare(place: Place) -> Clock | None:
    """Return the clock time that a number without any mark may be, or None."""
    values, text = place.item.values, place.item.text
    if counts_things(place) or place.after_one_of("numbered") or numbers_a_house(place):
        return None
    pair = (values["hour24"], 0) if "hour24" in values else values.get("dotted")
    pair = pair or (values.get("hhmm") if len(text) == 4 or _in_company(place) else None)
    if pair is None:
        return None
    hour, minute = pair
    return Clock(hour, minute, fixed=hour == 0 or hour > 12 or text.startswith("0"))


def numbers_a_house(place: Place) -> bool:
    """Whether a street follows: "at 4 Main Street"."""
    near = place.items[place.at + 2 : place.at + 4]
    return counts(place) and any(item.text in words().sets["streets"] for item in near)


def _in_company(place: Place) -> bool:
    """Whether a time stands beside a number of three digits: "tomorrow at 930", "630-930am"."""
    after = place.after
    ranged = after is not None and after.text in words().sets["range"]
    beyond = place.items[place.at + 2 : place.at + 3]
    return place.in_mention or time_follows(place) or (ranged and bool(beyond) and beyond[0].has("clock"))
