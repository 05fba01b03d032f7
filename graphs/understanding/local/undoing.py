"""Undo, and corrections of what was just done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from graphs.understanding.local.choosing import chosen_actions
from graphs.understanding.local.edits import read_changes
from graphs.understanding.local.lexicon import lexicon
from graphs.understanding.local.repeats import again
from graphs.understanding.local.scene import read_scene
from graphs.understanding.plan import Plan, Slot, Step

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction, Edit

_WORDS = {"update_lead", "update_deal"}
_MOVED = {"schedule_follow_up": "starts_at", "reschedule_follow_up": "starts_at"}


def read_undo(scene: Scene) -> Plan | None:
    """Return a plan that takes back the last card, or a part of it; None where the words ask for no undo."""
    data = scene.lex.data("undo_change")
    instead = _and_instead(scene)
    if instead:
        return instead
    late = scene.whole(data["late"]) and not scene.context.waiting and scene.context.last_done
    whole = late or scene.whole(data["whole"])
    part = None if whole else next((hit for pattern in data["part"] if (hit := scene.at(pattern))), None)
    if not whole and not part:
        return None
    done = scene.context.last_done
    if done is None or not done.actions:
        return Plan("small_talk", topic="nothing_to_undo")
    if whole:
        return _undoing(scene, done, {one.index for one in done.actions})
    if part and part.groups["what"]:
        chosen = chosen_actions(scene, done, *part.groups["what"]) or _by_value(scene, done, *part.groups["what"])
        if chosen:
            return _undoing(scene, done, chosen)
        slot = Slot(
            None,
            scene.words(*part.groups["what"]),
            alternatives=tuple(one.change_id for one in done.actions if one.change_id),
            trouble="ambiguous",
        )
        if len(slot.alternatives) > 1:
            return Plan("command", (Step("undo_change", {"change": slot}),))
        return Plan("out_of_scope", topic="moved_on")
    return None


def _and_instead(scene: Scene) -> Plan | None:
    """For "undo that and log it for Ann instead": the correction alone, which takes back what it replaces."""
    pattern = scene.lex.data("undo_change").get("and_instead")
    hit = scene.at(pattern) if pattern else None
    opening = scene.at("{lead_in*} {undo} [that|it|this]* (,|and|then|.|;|-|–|—)*") if hit else None
    if opening is None or not opening.end < len(scene):
        return None
    rest = read_scene(scene.text[scene.tokens[opening.end].start :], scene.context, scene.lex)
    plan = read_correction(rest)
    return plan if plan and any(step.tool == "undo_change" for step in plan.steps) else None


def _undoing(scene: Scene, done: Card, chosen: set[int]) -> Plan:
    return Plan("command", tuple(_undo_step(scene, one) for one in reversed(done.actions) if one.index in chosen))


def _undo_step(scene: Scene, one: CardAction) -> Step:
    return Step(
        "undo_change",
        {"change": Slot(one.change_id, scene.text.strip(), (0, len(scene.text)))},
        (0, len(scene.text)),
        why="undo",
    )


def _by_value(scene: Scene, done: Card, start: int, end: int) -> set[int]:
    """For "Undo the change to qualified": the action that set this value."""
    hit = scene.search("<value:status>", start, end)
    values = (
        lexicon(scene.context.vocabulary, scene.context.language).status_of(scene.shape(*hit.groups["value"]))
        if hit
        else ()
    )
    return {one.index for one in done.actions if one.args.get("status") in values} if values else set()


# Corrections


def read_correction(scene: Scene) -> Plan | None:
    """Return what "make it 3pm" means once it is done: a new step on the record just changed."""
    done = scene.context.last_done
    if done is None or not _sounds_like_correction(scene):
        return None
    changes = read_changes(scene, done)
    steps = [*(step for edit in changes.edits for step in _corrected(scene, done, edit)), *changes.steps]
    return Plan("command", tuple(steps)) if steps else None


def _sounds_like_correction(scene: Scene) -> bool:
    return bool(
        scene.search(
            "(actually|oops|sorry|instead|meant|mean|make|change|should|wrong|no|not|wait|"
            "rather|it|that|earlier|later|mistake|whoops|correction|was)"
        )
    )


def _corrected(scene: Scene, done: Card, edit: Edit) -> list[Step]:
    one = next(action for action in done.actions if action.index == edit.index)
    if edit.drop:
        return [_undo_step(scene, one)]
    if "lead" in edit.slots:
        return _for_another(scene, one, edit)
    moved = _MOVED.get(one.tool)
    if moved and set(edit.slots) == {moved}:
        follow_up = _follow_up(scene, one)
        return [Step("reschedule_follow_up", {"follow_up": follow_up, moved: edit.slots[moved]})] if follow_up else []
    if one.tool == "update_lead":
        return [
            Step("update_lead", {"lead": Slot(one.args["lead_id"], one.target.name, source="context"), **edit.slots})
        ]
    return [_undo_step(scene, one), again(one, edit)]


def _for_another(scene: Scene, one: CardAction, edit: Edit) -> list[Step]:
    return [_undo_step(scene, one), again(one, edit)]


def _follow_up(scene: Scene, one: CardAction) -> Slot | None:
    if one.args.get("follow_up_id"):
        return Slot(one.args["follow_up_id"], one.target.name, source="context")
    if one.target.type == "follow_up":
        return Slot(one.target.id, one.target.name, source="context")
    wanted = datetime.fromisoformat(one.args["starts_at"])
    lead = one.args.get("lead_id", "")
    for entry in scene.context.people.entries("follow_up"):
        if entry.lead_id == lead and entry.starts_at == wanted and entry.status in {"", "scheduled"}:
            return Slot(entry.id, entry.title or entry.name, source="context")
    return None
