"""Clauses that only go on with what the clause before them asks for: they add to it, and ask for nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphs.understanding.local.updates import amount_slots

if TYPE_CHECKING:
    from graphs.understanding.local.frames import Frame
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Slot

_DEALS = frozenset({"create_deal", "update_deal"})
_TOLD_FIRST = ("{need}", "{wishes}")  # readings that tell what is to come, before it is asked for


def continued(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Return the frames, each that only goes on with the one before joined to it."""
    out: list[Frame] = []
    for frame in frames:
        joined = (_its_amount(scene, out[-1], frame) or _same_event(out[-1], frame)) if out else None
        if joined:
            out[-1] = joined
        else:
            out.append(frame)
    return out


def _its_amount(scene: Scene, last: Frame, frame: Frame) -> Frame | None:
    """For "... to proposal, worth 9k": the amount is the deal's."""
    if last.tool not in _DEALS or "amount" in last.slots or frame.people or frame.tool not in {"", "update_lead"}:
        return None
    hit = scene.search(scene.lex.data("deals")["its_amount"], frame.clause.start, frame.clause.end)
    if not hit:
        return None
    return _with(last, frame, amount_slots(scene, "amount", *hit.groups["amount"]))


def _same_event(last: Frame, frame: Frame) -> Frame | None:
    """For "need to ring Ann on Friday, remind me" and "should see Ann, put a meeting in on Friday": one follow-up."""
    if not last.tool == frame.tool == "schedule_follow_up" or frame.people or frame.group or last.group:
        return None
    if frame.why.startswith("{remind}") and not frame.slots and not frame.pronoun:
        return _with(last, frame, {})
    told = any(one in last.why for one in _TOLD_FIRST) and last.people
    if not told or "starts_at" in last.slots or "starts_at" not in frame.slots:
        return None
    kinds = {last.kind, frame.kind} - {"follow_up"}
    return replace(_with(last, frame, frame.slots), kind=next(iter(kinds), "follow_up")) if len(kinds) < 2 else None


def _with(last: Frame, frame: Frame, slots: dict[str, Slot]) -> Frame:
    clause = replace(last.clause, end=frame.clause.end)
    return replace(last, clause=clause, slots={**last.slots, **slots})
