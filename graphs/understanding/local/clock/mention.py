"""What a text says of one time, gathered word by word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphs.understanding.local.clock.words import words

if TYPE_CHECKING:
    from graphs.understanding.local.clock.scan import Item
    from graphs.understanding.local.clock.values import Clock, Evening, Length, Node, Part


@dataclass(slots=True)
class Mention:
    """What a text says of one time; several days or clock times where it leaves a choice."""

    start: int
    end: int
    days: list[Node] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    last_day: Node | None = None  # where a range of days ends
    last_clock: Clock | None = None
    begins_at: bool = False  # the hour named before the last day is of the first: "Monday 9am to Wednesday 5pm"
    part: Part | None = None
    evening: Evening | None = None
    zone: str | int | None = None
    also: tuple[Clock, str | int] | None = None  # the same moment as another zone shows it
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


def limit_of(gap: list[Item]) -> str:
    """Return what the words before a time say of it ("by", "after", "since"), or ""."""
    marks = {piece.text for piece in gap}
    return next((limit for limit, names in words().limits.items() if marks & names), "")
