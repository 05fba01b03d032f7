"""Whether a time belongs to what was said right before it, and what it is there: a choice, an end, a clash."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.hours import during_the_day
from graphs.understanding.local.clock.mention import Mention, limit_of
from graphs.understanding.local.clock.place import Place, counts
from graphs.understanding.local.clock.values import Evening, Length, Node, Part
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_BOUNDS = ("from", "between")
_DATES = ("month_day", "month_day_year", "written", "ordinal", "relative")

GROUPS = {"date": "day", "period": "day", "date_range": "day", "dated_part": "day", "choice": "day", "now": "day",
           "clock": "clock", "zoned": "clock", "spoken": "clock", "bare": "clock", "half": "part"}  # fmt: skip


@dataclass(slots=True)
class Joining:
    """The mention at hand, those before it, and the words since the last time (`gap`)."""

    items: list[Item]
    text: str
    edit: bool = False
    gap: list[Item] = field(default_factory=list)
    draft: Mention | None = None
    done: list[Mention] = field(default_factory=list)

    def joins(self, draft: Mention, place: Place, kind: str, group: str, value: Any) -> bool:
        """Add a time to the mention at hand where it belongs there; else return False."""
        sets = words().sets
        marks = {piece.text for piece in self.gap}
        if not draft.has(group):
            return self.extends(draft, place, kind, group, value, marks)
        if group == "clock" and draft.begins_at and draft.last_clock is None:
            return self.ends(draft, place, kind, value)
        if group not in {"day", "clock"} or kind == "zoned":
            return group in {"part", "evening"} and self.same_part(draft, value)
        if marks & sets["correct"] or draft.negated:
            (draft.days if group == "day" else draft.clocks).clear()
            draft.negated = False
            self.add(draft, place, kind, value, self.gap)
            return True
        if marks & sets["instead"] or self.spans(draft, marks, value):
            return True
        if marks & sets["either"] or (group == "clock" and 0 < len(draft.clocks) < len(draft.days)):
            self.offers(draft, kind, group, value)
            return True
        if self.ranges(draft, place, kind, value, marks):
            return True
        return self.agrees(draft, kind, value, marks) or self.clashes(draft, place)

    def spans(self, draft: Mention, marks: set[str], value: Any) -> bool:
        """Take the end of an interval as ISO 8601 writes it: 2026-10-02/2026-10-22."""
        both = [draft.days[-1] if draft.days else None, value]
        iso = all(isinstance(node, Node) and node.args.get("written", "")[:1] == ("ymd",) for node in both)
        if not iso or marks != {"/"} or draft.last_day is not None:
            return False
        draft.last_day = value
        return True

    def ends(self, draft: Mention, place: Place, kind: str, value: Any) -> bool:
        """Take the hour of the last day: "from Monday 9am to Wednesday 5pm"."""
        if kind != "clock" and not self.supports(place, self.gap, kind):
            return False
        draft.last_clock = value
        return True

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
        """Add a time of a kind that the mention has not yet, where nothing says that it is another one."""
        sets = words().sets
        if group == "clock" and marks & sets["range"] and draft.days and draft.days[-1].args.get("to_the_minute"):
            draft.last_clock = value  # "from now until 5pm"
            return True
        core = group in {"day", "clock"}
        if core and marks & (sets["both"] | sets["either"]):
            return False
        if kind in {"bare", "spoken"} and not marks & sets["supports"] and counts(place):
            return False
        if draft.last_day is not None and group == "day":
            return False
        if draft.length and draft.length.months and group == "day":
            draft.unread.append(self.text[draft.start : place.item.start].strip())  # "a year on Friday"
        if draft.length and kind == "part" and not self.gap and not value.vague:
            draft.unread.append(place.item.text)  # "two hours after lunch"
        supported = draft.supported
        if core and not draft.limit:
            draft.limit = limit_of(self.gap)
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
        sets, group = words().sets, GROUPS[kind]
        closes = draft.limit in {"after", "from"} and marks & words().limits["before"]
        ranged = marks & sets["range"] or (draft.limit == "between" and marks & sets["both"]) or closes
        if not ranged or (draft.last_day if group == "day" else draft.last_clock) is not None:
            return False
        if group == "day":
            draft.last_day, draft.begins_at = _node(value), bool(draft.clocks)
            return True
        plain = all(mark.isalpha() for mark in marks) or all(len(self.items[at].text) == 4 for at in (0, -1))
        alone = len(self.items) == 3 and plain
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
        group = GROUPS.get(kind)
        if group == "day":
            _add_day(draft, kind, value)
        elif kind == "zoned":
            clock, draft.zone, draft.also = value
            draft.clocks.append(clock)
        elif group == "clock":
            draft.clocks.append(value)
            draft.supported = kind == "clock" or self.supports(place, gap, kind)
        elif kind == "half":
            draft.part = words().parts["morning" if value == "am" else "afternoon"]
        elif kind in {"repeat", "adverb", "vague"}:
            setattr(draft, kind, True)
            if kind == "vague":
                draft.unread.append(place.item.text)
        else:
            setattr(draft, kind, value)

    def supports(self, place: Place, gap: list[Item], kind: str) -> bool:
        """Whether the words before a number make it a clock time: "at 3", "by 5"."""
        marks, sets = {piece.text for piece in gap}, words().sets
        if marks & sets["article"]:
            return False
        if self.edit and (place.after_one_of("supports_edit") or place.alone) and not counts(place):
            return True
        if kind == "spoken" and place.alone:
            return True
        return bool(marks & sets["supports"]) or (bool(marks & sets["bounds"]) and not counts(place))


def _add_day(draft: Mention, kind: str, value: Any) -> None:
    if kind == "choice":
        draft.days.extend(value)
    elif kind == "date_range":
        draft.days.append(value[0])
        draft.last_day = value[1]
    elif kind == "dated_part":
        draft.days.append(value[0])
        draft.part = value[1]
    elif kind == "now":
        draft.days.append(Node("offset", {"length": Length(), "to_the_minute": True}))
    else:
        draft.days.append(value)


def _node(value: Any) -> Node:
    """Return the first day of what names several, or one with a part of the day."""
    node: Node = value if isinstance(value, Node) else value[0]
    return node
