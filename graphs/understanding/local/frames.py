"""What one clause was read as, before it becomes a step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.who import Who
    from graphs.understanding.plan import Slot


@dataclass(frozen=True, slots=True)
class Frame:
    """A reading of a clause: `weight` says how plainly the words ask for `tool`.

    `tool` is "" for background: words that ask for nothing.  `people` are those
    the clause names; `pronoun` is "one" or "many" where it only points at them.
    `note` and `title` are token places of the words to keep, [start, end).
    """

    tool: str
    clause: Clause
    weight: float = 0.0
    slots: dict[str, Slot] = field(default_factory=dict)
    people: tuple[Who, ...] = ()
    pronoun: str = ""
    group: dict[str, Any] | None = None
    kind: str = ""
    note: tuple[int, int] | None = None
    asks_note: bool = False
    asks_time: bool = False
    needs_lead: bool = True
    why: str = ""
