"""Joins neighbouring phrases that speak of one time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.hours import during_the_day
from graphs.understanding.local.clock.support import Place, counts, kind_of
from graphs.understanding.local.clock.values import Clock, Evening, Length, Node, Part
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_BOUNDS = ("from", "between")
_DATES = ("month_day", "month_day_year", "written", "ordinal", "relative")
_MOST = 50  # mentions of one text: nobody means more

_GROUPS = {"date": "day", "period": "day", "date_range": "day", "dated_part": "day", "choice": "day", "now": "day",
           "clock": "clock", "spoken": "clock", "bare": "clock", "half": "part"}  # fmt: skip


@dataclass(slots=True)
class Mention:
    """What a text says of one time; several days or clock times where it leaves a choice."""

    start: int
    end: int
    days: list[Node] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    last_day: Node | None = None  # where a range of days ends
    last_clock: Clock | None = None
    part: Part | None = None
    evening: Evening | None = None
    zone: str | int | None = None
    length: Length | None = None
    repeat: bool = False
    vague: bool = False  # "in the coming weeks"
    adverb: bool = False  # "daily": a repeat when another time stands beside it
    limit: str = ""
    negated: bool = False
    supported: bool = True  # False while nothing makes a bare number a time
    unread: list[str] = field(default_factory=list)

    @property
    def dated(self) -> bool:
        """Whether a day or a period is named."""
        return bool(self.days) or self.evening is not None

    @property
    def names_time(self) -> bool:
        """Whether there is anything to read."""
        if self.negated:
            return False
        timed = bool(self.clocks) and (self.supported or self.dated or self.part is not None or self.zone is not None)
        return self.dated or timed or self.part is not None or self.repeat or self.vague

    def has(self, group: str) -> bool:
        """Whether there is a day, a clock time, ... already."""
        part = self.part or self.evening
        held = {"day": self.days, "clock": self.clocks, "part": part, "evening": part}
        return bool(held.get(group) or getattr(self, group, None))


@dataclass(slots=True)
class _Joiner:
    """Goes over the items once and gathers mentions; `gap` are the words since the last time."""

    items: list[Item]
    text: str
    edit: bool = False
    gap: list[Item] = field(default_factory=list)
    draft: Mention | None = None
    done: list[Mention] = field(default_factory=list)

    def run(self) -> list[Mention]:
        joins = words().sets["joins"]
        for at, item in enumerate(self.items):
            place = Place(self.items, at, self.text, self.draft is not None)
            kind, value = kind_of(place) if item.values else ("join" if item.text in joins else "other", None)
            if kind == "join":
                self.gap.append(item)
            elif kind in {"loose", "limit", "late_year"} and self.draft is not None:
                self.say_of(self.draft, item, kind, value)
            elif kind == "other":
                self.close(item)
                self.gap = []
            else:
                self.take(place, kind, value)
        self.close(None)
        self.share_hours()
        return [mention for mention in self.done if mention.names_time][:_MOST]

    def say_of(self, draft: Mention, item: Item, kind: str, value: Any) -> None:
        """Take a word that says something of the time before it: "Friday at the latest"."""
        draft.end = item.end
        if kind == "limit":
            draft.limit = value
        elif kind == "late_year" and draft.days:
            draft.days = [_in_year(node, value) for node in draft.days]
        else:
            draft.unread.append(item.text)
        self.gap = []

    def take(self, place: Place, kind: str, value: Any) -> None:
        group = _GROUPS.get(kind, kind)
        draft = self.draft
        if draft is None or not self.joins(draft, place, kind, group, value):
            self.close(None)
            self.draft = draft = self.begun(place)
            self.add(draft, place, kind, value, self.gap)
        draft.end = place.item.end
        self.gap = []

    def begun(self, place: Place) -> Mention:
        """Return a new mention that starts with the prepositions before an item."""
        sets = words().sets
        lead: list[Item] = []
        for piece in reversed(self.gap):
            if piece.text not in sets["before_span"] and "joint" not in piece.values:
                break
            lead.insert(0, piece)
        self.gap = lead
        mention = Mention(lead[0].start if lead else place.item.start, place.item.end)
        mention.limit = _limit(lead)
        negated = any(piece.text in sets["not"] for piece in lead)
        mention.negated = negated and not mention.limit
        if negated and mention.limit in {"before", "until"}:
            mention.limit = "from"
        previous = self.items[place.at - 1] if place.at and not lead else None
        if previous is not None and "mod" in previous.values and place.item.has("date", "period"):
            mention.unread.append(previous.text)
        return mention

    def joins(self, draft: Mention, place: Place, kind: str, group: str, value: Any) -> bool:
        """Add a time to the mention at hand where it belongs there; else return False."""
        sets = words().sets
        marks = {piece.text for piece in self.gap}
        if not draft.has(group):
            return self.extends(draft, place, kind, group, value, marks)
        if group in {"part", "evening"}:
            return self.same_part(draft, value)
        if group not in {"day", "clock"}:
            return False
        if marks & sets["correct"] or draft.negated:
            (draft.days if group == "day" else draft.clocks).clear()
            draft.negated = False
            self.add(draft, place, kind, value, self.gap)
            return True
        if marks & sets["instead"]:
            return True
        if marks & sets["either"] or (group == "clock" and 0 < len(draft.clocks) < len(draft.days)):
            self.offers(draft, kind, group, value)
            return True
        if self.ranges(draft, place, kind, value, marks):
            return True
        return self.agrees(draft, kind, value, marks) or self.clashes(draft, place)

    def offers(self, draft: Mention, kind: str, group: str, value: Any) -> None:
        """Take one more choice; "Wednesday, Thursday or Friday" are three."""
        if group == "clock":
            draft.clocks.append(value)
            draft.supported = draft.supported or kind == "clock"
            return
        while self.done and self.done[-1].days and self.text[self.done[-1].end : draft.start].strip() == ",":
            earlier = self.done.pop()
            draft.days[:0], draft.clocks[:0], draft.start = earlier.days, earlier.clocks, earlier.start
        draft.days.append(_node(value))

    def extends(self, draft: Mention, place: Place, kind: str, group: str, value: Any, marks: set[str]) -> bool:
        sets = words().sets
        core = group in {"day", "clock"}
        if core and marks & (sets["both"] | sets["either"]):
            return False
        if kind in {"bare", "spoken"} and not marks & sets["supports"] and counts(place):
            return False
        if draft.last_day is not None and group == "day":
            return False
        if draft.length and kind == "part" and not self.gap and not value.vague:
            draft.unread.append(place.item.text)  # "two hours after lunch"
        supported = draft.supported
        if core and not draft.limit:
            draft.limit = _limit(self.gap)
        self.add(draft, place, kind, value, self.gap)
        if kind not in {"bare", "spoken"}:
            draft.supported = supported
        return True

    def same_part(self, draft: Mention, value: Any) -> bool:
        """Let "morning" add nothing to "first thing"; a narrower part takes the place of a vague one."""
        part = draft.part or (draft.evening.part if draft.evening else None)
        added = value.part if isinstance(value, Evening) else value
        if not isinstance(added, Part) or part is None or not (part.vague or added.vague):
            return False
        narrow = part if added.vague else added
        if isinstance(value, Evening):
            draft.evening, draft.part = Evening(value.days, narrow), None
        elif draft.part:
            draft.part = narrow
        return True

    def ranges(self, draft: Mention, place: Place, kind: str, value: Any, marks: set[str]) -> bool:
        """Take a second day or clock time as the end of a range."""
        sets, group = words().sets, _GROUPS[kind]
        closes = draft.limit in {"after", "from"} and marks & words().limits["before"]
        ranged = marks & sets["range"] or (draft.limit == "between" and marks & sets["both"]) or closes
        if not ranged or (draft.last_day if group == "day" else draft.last_clock) is not None:
            return False
        if group == "day":
            draft.last_day = _node(value)
            return True
        alone = len(self.items) == 3 and all(mark.isalpha() for mark in marks)
        bounded = draft.limit in {"from", "between"} and not counts(place) and during_the_day(draft.clocks[0], value)
        draft.last_clock = value
        draft.supported = kind == "clock" or bounded or alone or (draft.supported and draft.limit not in _BOUNDS)
        return True

    def agrees(self, draft: Mention, kind: str, value: Any, marks: set[str]) -> bool:
        """Take the date of a weekday that was named before its hour: "Tuesday evening, March 17"."""
        if kind != "date" or marks - {","} or draft.days[-1].rule != "weekday" or value.rule not in _DATES:
            return False
        draft.days[-1] = Node("weekday_date", {"weekday": draft.days[-1].args["weekday"], "date": value})
        return True

    def clashes(self, draft: Mention, place: Place) -> bool:
        """Keep a second day or hour that directly follows the first as words that were not understood."""
        if self.gap or not draft.supported:
            return False
        draft.unread.append(place.item.text)
        return True

    def add(self, draft: Mention, place: Place, kind: str, value: Any, gap: list[Item]) -> None:
        """Put a time where it belongs in a mention."""
        if kind in {"date", "period"}:
            draft.days.append(value)
        elif kind == "choice":
            draft.days.extend(value)
        elif kind == "date_range":
            draft.days.append(value[0])
            draft.last_day = value[1]
        elif kind == "dated_part":
            draft.days.append(value[0])
            draft.part = value[1]
        elif kind in {"clock", "spoken", "bare"}:
            draft.clocks.append(value)
            draft.supported = kind == "clock" or self.supports(place, gap)
        elif kind == "half":
            draft.part = words().parts["morning" if value == "am" else "afternoon"]
        elif kind == "now":
            draft.days.append(Node("offset", {"length": Length(), "to_the_minute": True}))
        elif kind in {"repeat", "adverb", "vague"}:
            setattr(draft, kind, True)
            if kind == "vague":
                draft.unread.append(place.item.text)
        else:
            setattr(draft, kind, value)

    def supports(self, place: Place, gap: list[Item]) -> bool:
        """Whether the words before a number make it a clock time: "at 3", "by 5"."""
        marks, sets = {piece.text for piece in gap}, words().sets
        if marks & sets["article"]:
            return False
        if self.edit and (place.after_one_of("supports_edit") or place.alone) and not counts(place):
            return True
        return bool(marks & sets["supports"]) or (bool(marks & sets["bounds"]) and not counts(place))

    def close(self, item: Item | None) -> None:
        """End the mention at hand; `item` is the word that ended it, if one did."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        if item is not None:
            self.finish(draft, item)
        if draft.adverb and draft.names_time:
            draft.repeat = True
        self.done.append(draft)

    def share_hours(self) -> None:
        """Give "Tuesday and Thursday at 3" the same hour on both days."""
        sharing = False
        for first, second in reversed(list(pairwise(self.done))):
            between = self.text[first.end : second.start].strip()
            listed = between in words().sets["both"] or (sharing and between == ",")
            sharing = listed and bool(first.days and second.days) and not (first.clocks or first.part or first.limit)
            if sharing:
                first.clocks, first.last_clock, first.part = second.clocks, second.last_clock, second.part
                first.zone, first.length = second.zone, second.length

    def finish(self, draft: Mention, item: Item) -> None:
        """Look at the word after a mention: "daily call", "Tuesday after the trade show"."""
        limits, sets = words().limits, words().sets
        if draft.adverb and item.text in sets["repeated"]:
            draft.repeat = True
        loose = [piece for piece in self.gap if piece.text in limits["before"] | limits["after"]]
        if loose and draft.days and not draft.clocks and item.text.isalpha():
            draft.unread.append(self.text[loose[0].start : item.end])


def _node(value: Any) -> Node:
    """Return the first day of what names several, or one with a part of the day."""
    node: Node = value if isinstance(value, Node) else value[0]
    return node


def _in_year(node: Node, year: int) -> Node:
    """Return a date with the year that follows only after its clock time: "Mar 17 15:30 2026"."""
    if node.rule == "month_day":
        return Node("month_day_year", {**node.args, "y": year})
    inner = node.args.get("date")
    return replace(node, args={**node.args, "date": _in_year(inner, year)}) if isinstance(inner, Node) else node


def _limit(gap: list[Item]) -> str:
    """Return what the words before a time say of it ("by", "after", "since"), or ""."""
    marks = {piece.text for piece in gap}
    return next((limit for limit, names in words().limits.items() if marks & names), "")


def mentions(items: list[Item], text: str, *, edit: bool = False) -> list[Mention]:
    """Return the times that the items of `text` speak of, in their order; in an edit "make it 3" names one."""
    dull = words().sets["dull"]
    if all(dull.issuperset(item.values) for item in items):
        return []
    return _Joiner(items, text, edit=edit).run()
