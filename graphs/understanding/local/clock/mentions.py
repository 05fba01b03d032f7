"""Joins neighbouring phrases that speak of one time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.values import Clock, Length, Node, Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphs.understanding.local.clock.scan import Item
    from graphs.understanding.local.clock.words import Words

_TIMES = ("date", "period", "clock", "spoken", "tonight", "part", "zone", "length", "repeat", "adverb_repeat", "now")


@dataclass(slots=True)
class Mention:
    """What the text says of one time: several days or clock times where it offers a choice."""

    start: int
    end: int
    days: list[Node] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    last_day: Node | None = None  # of a range
    last_clock: Clock | None = None
    part: Part | None = None
    tonight: int | None = None  # 0: tonight, -1: last night
    zone: str | int | None = None
    length: Length | None = None
    repeat: bool = False
    limit: str = ""
    supported: bool = True  # False for a bare number that nothing makes a time
    unread: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    @property
    def names_time(self) -> bool:
        """Whether there is anything to read."""
        dated = bool(self.days) or self.tonight is not None
        timed = bool(self.clocks) and (self.supported or dated or self.part is not None or self.zone is not None)
        return dated or timed or self.part is not None or self.repeat


@dataclass(slots=True)
class Reader:
    """Goes over the items of a text once, and gives its mentions."""

    items: list[Item]
    words: Words
    text: str
    gap: list[Item] = field(default_factory=list)
    draft: Mention | None = None
    done: list[Mention] = field(default_factory=list)

    def read(self) -> list[Mention]:
        """Return the mentions in the order of the text."""
        for place, item in enumerate(self.items):
            kind, value = self.kind(place)
            if kind == "other":
                self.close(item)
            elif kind == "glue":
                self.gap.append(item)
            else:
                self.take(place, kind, value)
        self.close(None)
        return [mention for mention in self.done if mention.names_time]

    # ------------------------------------------------------------ what an item is here

    def kind(self, place: int) -> tuple[str, Any]:
        """Return the kind of an item as it stands among its neighbours, with its value."""
        item = self.items[place]
        for kind in _TIMES:
            if kind in item.values:
                return (kind, item.values[kind]) if self.fits(place, kind) else self.plain(item)
        bare = self.bare(place)
        if bare:
            return "bare", bare
        if "ampm" in item.values and self.draft and self.draft.days and not self.draft.clocks:
            return "half", item.values["ampm"]
        if "year" in item.values and self.before(place) & self.words.sets["names_year"]:
            return "period", Node("year", {"number": item.values["year"]})
        return self.plain(item)

    def plain(self, item: Item) -> tuple[str, Any]:
        """Return whether an item joins times or parts them."""
        return ("glue", None) if item.text in self.words.sets["glue"] else ("other", None)

    def fits(self, place: int, kind: str) -> bool:
        """Whether a word of many meanings is a time here."""
        item, sets = self.items[place], self.words.sets
        before = self.before(place)
        if kind == "date" and item.text in sets["weak_day"]:
            return self.weak_day(place, before)
        if kind == "period" and item.text in sets["weak_month"]:
            return bool(before & sets["names_month"])
        if kind == "date" and item.text in sets["weak_relative"]:
            return not before & sets["weak_relative_not_after"]
        if kind == "part":
            return self.part_fits(place, before)
        if kind == "zone":
            return bool(self.draft and (self.draft.clocks or self.draft.part))
        if kind == "now":
            return item.text != "now" or len(self.items) == 1
        return not (kind == "spoken" and self.followed_by_things(place))

    def weak_day(self, place: int, before: set[str]) -> bool:
        """Whether "sat" or "sun" is a day: near a preposition or another time, or all there is."""
        sets = self.words.sets
        if len(self.items) == 1 or before & sets["names_day"]:
            return True
        if before & sets["weak_day_not_after"]:
            return False
        return self.draft is not None or self.time_follows(place) or place + 1 == len(self.items)

    def part_fits(self, place: int, before: set[str]) -> bool:
        """Whether "lunch" or "good morning" names a part of the day."""
        item, sets = self.items[place], self.words.sets
        if before & sets["greetings"]:
            return False
        if item.text in sets["weak_part"]:
            near = self.draft is not None or self.time_follows(place)
            return near or bool(before & sets["weak_part_before"]) or len(self.items) == 1
        return True

    def before(self, place: int) -> set[str]:
        """Return the word before an item, if there is one."""
        return {self.items[place - 1].text} if place else set()

    def time_follows(self, place: int) -> bool:
        """Whether the next item, or the one after a joining word, is a time or a number."""
        for item in self.items[place + 1 : place + 3]:
            if item.values.keys() & {*_TIMES, "hour12", "hour24", "dotted", "hhmm", "ordinal"}:
                return True
            if item.text not in self.words.sets["glue"]:
                return False
        return False

    def bare(self, place: int) -> Clock | None:
        """Return the clock time that a number may be, if it may be one."""
        item = self.items[place]
        values = item.values
        if "hour24" in values and self.items[place + 1 : place + 2] and self.items[place + 1].text in {"hours", "hrs"}:
            return None if not self.before(place) & {"at", "@"} else Clock(values["hour24"], fixed=values["hour24"] > 12)
        if self.followed_by_things(place):
            return None
        if "hour24" in values:
            zero = item.text.startswith("0")
            return Clock(values["hour24"], fixed=zero or values["hour24"] > 12 or values["hour24"] == 0)
        pair = values.get("dotted") or (values.get("hhmm") if len(item.text) == 4 else None)
        return Clock(*pair, fixed=pair[0] > 12 or item.text[0] == "0") if pair else None

    def followed_by_things(self, place: int) -> bool:
        """Whether a number counts things: "10 people", "3 of them"."""
        if place + 1 >= len(self.items):
            return False
        after = self.items[place + 1]
        sets = self.words.sets
        if after.text in sets["quantity_ends"] or after.text in {"of", "%", "more", "other"}:
            return True
        if after.values or after.text in sets["glue"] or after.text in sets["follows_number"] or after.text in sets["breaks"]:
            return bool(after.values.keys() & {"unit"}) and after.text not in {"hours", "hrs"}
        return False

    def counts(self, place: int) -> bool:
        """Whether an unknown word follows that a number without "at" would count."""
        if place + 1 >= len(self.items):
            return False
        after = self.items[place + 1]
        sets = self.words.sets
        known = after.values or after.text in sets["glue"] or after.text in sets["follows_number"]
        return not known and after.text.isalpha()

    # ------------------------------------------------------------ putting mentions together

    def take(self, place: int, kind: str, value: Any) -> None:
        """Add a time to the mention at hand, or begin another with it."""
        item = self.items[place]
        marks = {piece.text for piece in self.gap}
        joined = self.draft is not None and self.join(place, kind, value, marks)
        if not joined:
            self.close(None, keep_gap=True)
            self.begin(place, kind, value)
        if self.draft:
            self.draft.end = item.end
        self.gap = []

    def begin(self, place: int, kind: str, value: Any) -> None:
        """Begin a mention with its first time."""
        item = self.items[place]
        lead = self.lead()
        self.draft = Mention(lead[0].start if lead else item.start, item.end)
        self.draft.limit = self.limit_of({piece.text for piece in lead})
        previous = self.items[place - len(self.gap) - 1] if place > len(self.gap) else None
        if previous is not None and not self.gap and "mod" in previous.values and kind in {"date", "period"}:
            self.draft.unread.append(previous.text)
        self.add(place, kind, value, lead)

    def lead(self) -> list[Item]:
        """Return the prepositions right before a time."""
        lead: list[Item] = []
        for piece in reversed(self.gap):
            if piece.text not in self.words.sets["before_span"]:
                break
            lead.insert(0, piece)
        return lead

    def limit_of(self, marks: set[str]) -> str:
        """Return what the words before a time say of it: by, before, after, since, until."""
        for limit, names in self.words.limits.items():
            if marks & names:
                return limit
        return ""

    def add(self, place: int, kind: str, value: Any, gap: list[Item]) -> None:
        """Put a time where it belongs in the mention."""
        draft = self.draft
        if draft is None:
            return
        marks = {piece.text for piece in gap}
        if kind in {"date", "period"}:
            draft.days.append(value)
        elif kind in {"clock", "spoken", "bare"}:
            draft.clocks.append(value)
            if kind != "clock":
                sets = self.words.sets
                said = bool(marks & sets["supports"]) or (bool(marks & sets["bounds_hour"]) and not self.counts(place))
                draft.supported = said
        elif kind == "part":
            draft.part = value
        elif kind == "tonight":
            draft.tonight, part = value
            draft.part = part or self.words.single["night"]["part"]
        elif kind == "half":
            draft.part = self.words.single["morning" if value == "am" else "afternoon"]["part"]
        elif kind == "zone":
            draft.zone = value
        elif kind == "length":
            draft.length = value
        elif kind in {"repeat", "adverb_repeat"}:
            draft.repeat = kind == "repeat" or draft.repeat
            if kind == "adverb_repeat":
                draft.why.append("adverb")
        elif kind == "now":
            draft.days.append(Node("from_now", {"length": Length()}))

    def join(self, place: int, kind: str, value: Any, marks: set[str]) -> bool:
        """Add a time to the mention at hand if it belongs there."""
        draft, sets = self.draft, self.words.sets
        if draft is None:
            return False
        group = "day" if kind in {"date", "period"} else "clock" if kind in {"clock", "spoken", "bare"} else kind
        filled = {"day": bool(draft.days), "clock": bool(draft.clocks), "part": draft.part is not None,
                  "tonight": draft.tonight is not None, "zone": draft.zone is not None,
                  "length": draft.length is not None}.get(group, False)  # fmt: skip
        if not filled:
            return self.join_new(place, kind, value, marks, group)
        if group not in {"day", "clock"}:
            return False
        if marks & sets["correct"] or (marks & sets["instead"]):
            self.replace(group, value, keep=bool(marks & sets["instead"]))
            return True
        if marks & sets["either"]:
            (draft.days if group == "day" else draft.clocks).append(value)
            if group == "clock":
                draft.supported = draft.supported or kind == "clock"
            return True
        return self.join_range(kind, group, value, marks)

    def join_new(self, place: int, kind: str, value: Any, marks: set[str], group: str) -> bool:
        """Add a first day, clock time, ... to the mention, unless "and" parts them."""
        draft = self.draft
        if draft is None or (marks & self.words.sets["both"] and group in {"day", "clock"}):
            return False
        if draft.last_day or (draft.length and group == "length"):
            return False
        if kind in {"bare", "spoken"}:
            supported = bool(marks & self.words.sets["supports"])
            if not supported and self.counts(place):
                return False
        if group == "day" and draft.tonight is not None:
            return False
        if group in {"day", "clock"} and not draft.limit:
            draft.limit = self.limit_of(marks)
        keep = draft.supported
        self.add(place, kind, value, self.gap)
        if kind not in {"bare", "spoken"}:
            draft.supported = keep
        return True

    def replace(self, group: str, value: Any, *, keep: bool) -> None:
        """Let a correction stand in place of what it corrects ("not X" and "instead of X" leave it)."""
        draft = self.draft
        if draft is None or keep:
            return
        if group == "day":
            draft.days = [value]
        else:
            draft.clocks = [value]

    def join_range(self, kind: str, group: str, value: Any, marks: set[str]) -> bool:
        """Take a second day or clock time as the end of a range."""
        draft, sets = self.draft, self.words.sets
        if draft is None:
            return False
        ranged = marks & sets["range"] or (draft.limit == "between" and marks & sets["both"])
        if not ranged or draft.last_day or draft.last_clock:
            return False
        if group == "day":
            draft.last_day = value
        else:
            draft.last_clock = value
            draft.supported = draft.supported or kind == "clock" or draft.limit in {"from", "between"}
        return True

    def close(self, item: Item | None, *, keep_gap: bool = False) -> None:
        """End the mention at hand; `item` is the word that ended it."""
        draft = self.draft
        if draft is not None:
            trailing = [piece for piece in self.gap if piece.text in self.words.limits["before"] | self.words.limits["after"]]
            if item is not None and trailing and draft.days and not draft.clocks and item.text.isalpha():
                draft.unread.append(self.text[trailing[0].start : item.end])
            self.done.append(draft)
        self.draft = None
        if not keep_gap:
            self.gap = []


def mentions(items: list[Item], words: Words, text: str) -> Iterator[Mention]:
    """Return the times that `items` speak of, each one once."""
    return iter(Reader(items, words, text).read())
