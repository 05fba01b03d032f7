"""An item of a text among its neighbours, and whether it is a number that counts them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item


TIMES = ("date", "date_range", "dated_part", "choice", "period", "vague", "zoned", "clock", "spoken", "evening", "part",
         "zone", "length", "repeat", "adverb", "now")  # fmt: skip
MAY_FOLLOW = frozenset({*TIMES, "hour12", "hour24", "dotted", "hhmm", "ordinal"})


@dataclass(frozen=True, slots=True)
class Place:
    """An item among its neighbours; `in_mention` tells whether a time stands right before it."""

    items: list[Item]
    at: int
    text: str
    in_mention: bool = False

    @property
    def item(self) -> Item:
        """The item itself."""
        return self.items[self.at]

    @property
    def before(self) -> str:
        """The word before it, or ""."""
        return self.items[self.at - 1].text if self.at else ""

    @property
    def after(self) -> Item | None:
        """The item after it."""
        return self.items[self.at + 1] if self.at + 1 < len(self.items) else None

    @property
    def alone(self) -> bool:
        """Whether it is all there is, but for marks."""
        return all(item is self.item or not item.text[:1].isalnum() for item in self.items)

    @property
    def follows_a_clock(self) -> bool:
        """Whether a clock time stands right before it."""
        return self.at > 0 and self.items[self.at - 1].has("clock", "ampm")

    def after_one_of(self, name: str) -> bool:
        """Whether the word before it is of a set of the language data."""
        return self.before in words().sets[name]


def counts_things(place: Place) -> bool:
    """Whether a number is followed by what it counts: "10 people", "3 of them", "2 hours", "10 to 20 people"."""
    after, end = place.after, replace(place, at=place.at + 2)
    joint = words().sets["range"] | (words().sets["both"] if place.before in words().limits["between"] else frozenset())
    if after is not None and after.text in joint and end.at < len(end.items):
        return end.item.text[:1].isdigit() if not end.item.values else end.item.has("integer") and _of_things(end)
    return _of_things(place)


def _of_things(place: Place) -> bool:
    after = place.after
    return after is not None and (after.text in words().sets["things"] or after.has("unit"))


def counts(place: Place) -> bool:
    """Whether a word that nobody knows follows, which a number would count unless "at" stands before it."""
    after, sets = place.after, words().sets
    if after is None or after.values or not after.text[:1].isalpha():
        return False
    return after.text not in sets["joins"] and after.text not in sets["follows_number"]


def time_follows(place: Place) -> bool:
    """Whether a time follows, with no more between than words that join times."""
    for item in place.items[place.at + 1 : place.at + 3]:
        if not MAY_FOLLOW.isdisjoint(item.values):
            return True
        if item.text not in words().sets["joins"]:
            return False
    return False
