"""Goes over the phrases of a text, and joins neighbours that speak of one time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.joining import GROUPS, Joining
from graphs.understanding.local.clock.mention import Mention, limit_of
from graphs.understanding.local.clock.place import Place
from graphs.understanding.local.clock.support import kind_of
from graphs.understanding.local.clock.values import Node
from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item

_MOST = 50  # mentions of one text: nobody means more


class _Walk(Joining):
    """Goes over the items once and gathers mentions."""

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
        group = GROUPS.get(kind, kind)
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
        mention.limit = limit_of(lead)
        negated = any(piece.text in sets["not"] for piece in lead)
        mention.negated = negated and not mention.limit
        if negated and mention.limit in {"before", "until"}:
            mention.limit = "from"
        previous = self.items[place.at - 1] if place.at and not lead else None
        if previous is not None and "mod" in previous.values and place.item.has("date", "period"):
            mention.unread.append(previous.text)
        return mention

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


def _in_year(node: Node, year: int) -> Node:
    """Return a date with the year that follows only after its clock time: "Mar 17 15:30 2026"."""
    if node.rule == "month_day":
        return Node("month_day_year", {**node.args, "y": year})
    inner = node.args.get("date")
    return replace(node, args={**node.args, "date": _in_year(inner, year)}) if isinstance(inner, Node) else node


def mentions(items: list[Item], text: str, *, edit: bool = False) -> list[Mention]:
    """Return the times that the items of `text` speak of, in their order; in an edit "make it 3" names one."""
    dull = words().sets["dull"]
    if all(dull.issuperset(item.values) for item in items):
        return []
    return _Walk(items, text, edit=edit).run()
