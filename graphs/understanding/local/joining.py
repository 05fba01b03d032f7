"""What one message says twice of a record: joined where both can hold, asked about where they can't."""

from __future__ import annotations

import re

from graphs.understanding.local.updates import ambiguous_status
from graphs.understanding.plan import Slot, Step

_CORRECTS = re.compile(
    r"\b(?:no|wait|sorry|actually|rather|instead|i mean|i meant|scratch|then|oops|later)\b", re.IGNORECASE
)
_MANY = frozenset({"tags", "add_tags"})  # fields that hold all that is said


def replace_slots(step: Step, newer: Step) -> Step:
    """Return `step` with the slots of `newer` on top."""
    return Step(
        step.tool,
        {**step.slots, **{name: slot for name, slot in newer.slots.items() if name != "lead"}},
        step.span,
        step.confidence,
        step.why,
    )


def both(text: str, one: Step, newer: Step) -> Step:
    """Join two updates of a lead; of two values for a field it is asked which, unless the second corrects the first."""
    joined = replace_slots(one, newer)
    clashing = {
        name: slot
        for name, last in newer.slots.items()
        if name != "lead" and (first := one.slots.get(name)) and (slot := _of_two(text, name, first, last))
    }
    return replace_slots(joined, Step(one.tool, clashing))


def _of_two(text: str, name: str, first: Slot, last: Slot) -> Slot | None:
    """Return the slot of a field that was given twice, None where the last value stands."""
    if not (first.value and last.value and first.value != last.value and first.span and last.span):
        return None
    start, end = first.span[0], last.span[1]
    if name == "custom":
        return Slot({**first.value, **last.value}, text[start:end], (start, end))
    if name in _MANY:
        return Slot([*first.value, *(one for one in last.value if one not in first.value)], last.text, last.span)
    if _CORRECTS.search(text[first.span[1] : last.span[0]]):
        return None
    return ambiguous_status(text[start:end], (start, end), (first.value, last.value))
