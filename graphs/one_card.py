"""What the actions of one card must be to one another: all of them possible, and none of them shown untruly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import Refused
from store.models import RECORDS
from tools.catalogue import write_tool
from tools.words import say, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graphs.state import Draft
    from tools.base import Action, FieldChange


def in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts with those last after which nothing more can be done to their record."""
    return sorted(drafts, key=lambda draft: tool.ends if (tool := write_tool(draft.tool)) else 0)


def check(actions: Sequence[Action]) -> None:
    """Raise Refused where two actions set one field of one record: the second's "before" would be untrue."""
    known: dict[tuple[str, str], FieldChange] = {}
    for action in actions:
        tool = write_tool(action.tool)
        if tool is None or tool.makes:
            continue
        for change in action.changes:
            if change.field in RECORDS:
                continue  # what undo takes away or brings back is a record, not a field
            first = known.setdefault((action.target.id, change.field), change)
            if first is not change:
                raise Refused(_twice(action, first, change))


def _twice(action: Action, first: FieldChange, second: FieldChange) -> str:
    words = {"name": action.target.name, "field": second.field.replace("_", " ")}
    return say("gate", "twice", **words, first=shown(first.after), second=shown(second.after))
