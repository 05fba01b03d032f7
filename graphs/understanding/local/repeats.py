"""An action said once more, with what the words change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.plan import Slot, Step

if TYPE_CHECKING:
    from graphs.understanding.plan import CardAction, Edit

_KEPT = {
    "update_lead": (
        "status", "name", "email", "phone", "company", "title", "source", "expected_amount", "currency", "city",
        "custom",
    ),
    "log_interaction": ("type", "note", "occurred_at"),
    "schedule_follow_up": ("title", "kind", "starts_at", "duration_minutes"),
    "reassign_lead": ("owner_id",),
    "archive_lead": (),
    "create_task": ("title", "due_on"),
}  # fmt: skip
_SLOT = {"owner_id": "owner"}


def again(one: CardAction, edit: Edit) -> Step:
    """Return the action as a step of its own, with the edit's slots on top."""
    kept = {
        _SLOT.get(name, name): Slot(one.args[name], source="carried")
        for name in _KEPT.get(one.tool, ())
        if one.args.get(name) is not None
    }
    if one.args.get("tags") is not None:
        kept["add_tags"] = Slot(_tags_added(one), source="carried")
    if one.args.get("lead_id"):
        kept["lead"] = Slot(one.args["lead_id"], one.target.name, source="carried")
    if "lead" in edit.slots and one.tool == "schedule_follow_up" and one.target.name in str(one.args.get("title", "")):
        kept.pop("title", None)
    return Step(one.tool, {**kept, **edit.slots})


def _tags_added(one: CardAction) -> list[str]:
    """Return the tags that the action adds: the list that it shows is that of its own lead."""
    before: Any = next((change.get("before") for change in one.changes if change.get("field") == "tags"), None)
    had = before if isinstance(before, list) else str(before or "").split(", ")
    return [tag for tag in one.args["tags"] if tag not in had]
