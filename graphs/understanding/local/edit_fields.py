"""Fields of a card's record given by their name: "add her phone", "make the amount 47k", "she's at Orchard"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphs.understanding.local.choosing import owned_by
from graphs.understanding.local.commands import read_command
from graphs.understanding.local.lexicon import of_field
from graphs.understanding.local.updates import field_slots
from graphs.understanding.plan import Edit, RecordRef, Slot

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction, Context

_FIELDS = ("email", "phone", "company", "title", "city", "source", "expected_amount", "name")
_PLAIN = ("email", "phone", "expected_amount")  # their values tell themselves
_MAKES = {"create_lead", "create_contact"}
_HOLDS = {*_MAKES, "update_lead", "create_deal", "update_deal", "create_task"}
_LONGEST = 40  # words and marks


def read_fields(scene: Scene, card: Card, *, adding: bool) -> tuple[Edit, ...]:
    """Return the fields that the words set; `adding` leaves those that an update does not hold to another action."""
    actions = _concerned(scene, card)
    if not actions or len(scene) > _LONGEST or _is_whole(scene, card):
        return ()
    for name in _FIELDS:
        for key in ("fields", "plain_fields") if name in _PLAIN else ("fields",):
            hit = scene.at(of_field(scene.lex.data("edits")[key], name))
            slots = field_slots(scene, name, *hit.groups["value"]) if hit else {}
            if slots:
                return _given(actions, slots, name, adding=adding)
    return _bare(scene, actions) or _told(scene, card)


def _concerned(scene: Scene, card: Card) -> list[CardAction]:
    holding = [one for one in card.actions if one.tool in _HOLDS]
    named = [set(who.ids) for _, who in scene.entities("person") if who.ids]
    if any(not owned_by(card, ids) for ids in named):
        return []  # a field of somebody whom the card does not know is no edit of it
    people = set().union(*named)
    owned = [one for one in holding if one.index in owned_by(card, people)]
    return owned if owned or scene.search("@person 's") else holding


def _is_whole(scene: Scene, card: Card) -> bool:
    """True for a command that names the one lead of the card again: it could stand alone, so it does."""
    alone = len(card.actions) == 1 and card.actions[0].tool == "update_lead"
    return alone and bool(scene.people) and not scene.search("^{no} ") and bool(read_command(scene).steps)


def _given(actions: list[CardAction], slots: dict[str, Slot], name: str, *, adding: bool) -> tuple[Edit, ...]:
    held = [one for one in actions if name in one.args or (name == "expected_amount" and "amount" in one.args)]
    makes = [one for one in actions if one.tool in _MAKES or one.tool.endswith("deal")]
    loose = [] if adding else [one for one in actions if one.tool == "update_lead"]
    return tuple(Edit(one.index, _as_held(one, slots)) for one in held or makes[:1] or loose[:1])


def _as_held(one: CardAction, slots: dict[str, Slot]) -> dict[str, Slot]:
    if one.tool.endswith("deal") and "expected_amount" in slots:
        return {("amount" if name == "expected_amount" else name): slot for name, slot in slots.items()}
    return slots


def _bare(scene: Scene, actions: list[CardAction]) -> tuple[Edit, ...]:
    """An address or number alone, where the card has one or makes somebody who may."""
    for name in ("email", "phone"):
        held = [one for one in actions if name in one.args or one.tool in _MAKES]
        hit = scene.whole(of_field(scene.lex.data("edits")["bare_field"], name))
        for at, value in scene.entities(name) if held and hit else []:
            return (Edit(held[0].index, {name: Slot(value, value, scene.span(at, at + 1))}),)
    return ()


# What is told of somebody whom the card makes


def made_lead(card: Card) -> RecordRef | None:
    """Return the lead that the card creates, if it creates one."""
    made = [one.target for one in card.actions if one.tool == "create_lead"]
    return RecordRef("lead", made[0].id, made[0].name) if len(made) == 1 else None


def with_made(context: Context, card: Card) -> Context:
    """Return the surroundings in which "her" is the lead that the card creates."""
    made = made_lead(card)
    return replace(context, focus=(made, *context.focus), screen=None) if made else context


def _told(scene: Scene, card: Card) -> tuple[Edit, ...]:
    made = made_lead(card)
    if made is None or any(who.ids for _, who in scene.people):
        return ()
    steps = read_command(scene).steps
    if not steps or any(step.tool != "update_lead" for step in steps):
        return ()
    slots: dict[str, Slot] = {}
    for step in steps:
        lead = step.slots.get("lead")
        if lead is None or lead.value != made.id:
            return ()
        slots.update({name: slot for name, slot in step.slots.items() if name != "lead"})
    if "add_tags" in slots:
        slots["tags"] = slots.pop("add_tags")
    index = next(one.index for one in card.actions if one.tool == "create_lead")
    return (Edit(index, slots),) if slots else ()
