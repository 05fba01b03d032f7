"""What comes to a card: further actions, and the same for somebody else ("and Bob", "also remind me on Friday")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.commands import read_command
from graphs.understanding.local.edit_fields import made_lead
from graphs.understanding.local.edit_values import time_on
from graphs.understanding.local.repeats import again
from graphs.understanding.local.subjects import named
from graphs.understanding.plan import Edit, Slot, Step

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction


def same_for_others(scene: Scene, card: Card) -> tuple[Step, ...]:
    """Return the card's one deed for the people whom the words add, none where they say more or it does several."""
    if not any(scene.whole(pattern) for pattern in scene.lex.data("edits")["more_people"]):
        return ()
    like = card.actions[-1]
    if "lead_id" not in like.args or any(_deed(one) != _deed(like) for one in card.actions):
        return ()
    present = {one.args["lead_id"] for one in card.actions}
    people = [who for who in named(scene, 0, len(scene)) if not present & set(who.ids)]
    return tuple(again(like, Edit(like.index, {"lead": who.slot()})) for who in people)


def _deed(one: CardAction) -> tuple[str, dict[str, object]]:
    return one.tool, {name: value for name, value in one.args.items() if name not in {"lead_id", "tags", "title"}}


def for_made(scene: Scene, card: Card) -> tuple[Step, ...]:
    """Return what is to be done with the lead that the card creates: no card of its own could name it."""
    made = made_lead(card)
    steps = read_command(scene).steps if made else ()
    leads = [step.slots.get("lead") for step in steps]
    return steps if made and steps and all(lead and lead.value == made.id for lead in leads) else ()


def moved_instead(scene: Scene, card: Card) -> tuple[Step, ...]:
    """Return the new time of an appointment that the card cancels: "no, move it to Friday"."""
    one = card.actions[0]
    if len(card.actions) > 1 or one.tool not in {"cancel_follow_up", "complete_follow_up"}:
        return ()
    hit = scene.search(scene.lex.data("edits")["moved"])
    entry = scene.context.people.get("follow_up", str(one.args.get("follow_up_id")))
    if not hit or not entry or not entry.starts_at:
        return ()
    time = time_on(scene, entry.starts_at)
    follow_up = Slot(entry.id, entry.name, source="context")
    return (Step("reschedule_follow_up", {"follow_up": follow_up, "starts_at": time}),) if time else ()


def further_steps(scene: Scene) -> tuple[Step, ...]:
    """Return the steps of a message that asks for something besides."""
    return read_command(scene).steps


def swapped(scene: Scene, card: Card) -> tuple[Edit, ...]:
    """Return two times exchanged, for "swap them"."""
    timed = [one for one in card.actions if one.tool == "schedule_follow_up"]
    if len(timed) != 2 or not scene.whole(scene.lex.data("edits")["swap"]):
        return ()
    first, second = timed
    return (
        Edit(first.index, {"starts_at": Slot(second.args["starts_at"], scene.text)}),
        Edit(second.index, {"starts_at": Slot(first.args["starts_at"], scene.text)}),
    )
