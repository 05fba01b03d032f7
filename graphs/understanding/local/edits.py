"""Changes to a card, as words give them: which of its actions, what becomes of them, and what is added."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.edit_adds import for_made, further_steps, moved_instead, same_for_others, swapped
from graphs.understanding.local.edit_fields import read_fields, with_made
from graphs.understanding.local.edit_people import read_people
from graphs.understanding.local.edit_values import read_values
from graphs.understanding.local.notes import tidy
from graphs.understanding.local.scene import read_scene
from graphs.understanding.local.selections import read_selection
from graphs.understanding.plan import Edit, Slot, Step

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction

_LONGEST = 60  # words and marks of a message that changes a card in several parts
_MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of a card: edits to its actions, and steps that come to it."""

    edits: tuple[Edit, ...] = ()
    steps: tuple[Step, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything changes."""
        return bool(self.edits or self.steps)


def read_changes(scene: Scene, card: Card | None) -> Changes:
    """Return what the words change in `card`, nothing where they are no change of it."""
    if card is None or not len(scene):
        return Changes()
    scene = read_scene(scene.text, with_made(scene.context, card), scene.lex)
    return _one(scene, card) or _added(scene, card) or _several(scene, card)


def _one(scene: Scene, card: Card, *, after: bool = False) -> Changes:
    """Return the one change that all of the words make."""
    adding = after or bool(_after_adding(scene))
    more = same_for_others(scene, card)
    if more:
        return Changes(steps=more)
    moved = moved_instead(scene, card)
    if moved:
        return Changes((Edit(card.actions[0].index, drop=True),), moved)
    for said in _with_and_without_lead_in(scene):
        edits = _texts(said, card) or (() if adding else read_people(said, card))
        edits = edits or read_selection(said.ungrouped, card) or swapped(said, card)
        edits = edits or read_fields(said, card, adding=adding) or read_values(said, card)
        if edits:
            return Changes(edits)
    return Changes()


def _with_and_without_lead_in(scene: Scene) -> list[Scene]:
    hit = scene.at("{lead_in*}")
    rest = hit.end if hit else 0
    if not 0 < rest < len(scene):
        return [scene]
    return [scene, read_scene(scene.text[scene.tokens[rest].start :], scene.context, scene.lex)]


# What comes to the card


def _after_adding(scene: Scene) -> int:
    """Return where the words after "also", "and", "plus" begin; 0 where no such word opens the message."""
    hit = scene.at(scene.lex.data("edits")["adds"])
    return hit.end if hit and 0 < hit.end < len(scene) else 0


def _added(scene: Scene, card: Card) -> Changes:
    start = _after_adding(scene)
    if not start:
        return Changes(steps=for_made(scene, card))
    if scene.search("(as a separate (change|card)|separately)"):
        return Changes()
    body = scene.text[scene.tokens[start].start :]
    for said in (body, f"{scene.lex.data('edits')['adding']} {body}"):
        steps = further_steps(read_scene(said, scene.context, scene.lex))
        if steps:
            return Changes(steps=steps)
    return Changes()


# Several changes in one message


def _several(scene: Scene, card: Card) -> Changes:
    """Return what the parts of the message change; nothing unless every one of them changes something."""
    if len(scene) > _LONGEST:
        return Changes()
    for joins in scene.lex.data("edits")["part_joins"]:
        parts = _parts(scene, set(joins))
        if 0 < len(parts) <= _MOST_PARTS and parts != [scene.text.strip()]:
            found = [_part(scene, card, at, text) for at, text in enumerate(parts)]
            if all(found):
                return _joined(found)
    return Changes()


def _parts(scene: Scene, joins: set[str]) -> list[str]:
    cuts = [at for at, token in enumerate(scene.tokens) if not token.entity and token.norm in joins]
    edges = [-1, *cuts, len(scene)]
    return [scene.words(a + 1, b) for a, b in pairwise(edges) if _says_something(scene, a + 1, b)]


def _says_something(scene: Scene, start: int, end: int) -> bool:
    return end > start and not scene.whole(scene.lex.data("edits")["remark"], start, end)


def _part(scene: Scene, card: Card, place: int, text: str) -> Changes:
    part = read_scene(text, scene.context, scene.lex)
    changes = _one(part, card, after=place > 0)
    if changes or not place:
        return changes
    return Changes(steps=further_steps(part)) or _added(part, card)


def _joined(found: list[Changes]) -> Changes:
    edits: dict[int, Edit] = {}
    for edit in (edit for changes in found for edit in changes.edits):
        before = edits.get(edit.index, Edit(edit.index))
        edits[edit.index] = Edit(edit.index, {**before.slots, **edit.slots}, before.drop or edit.drop)
    steps = tuple(step for changes in found for step in changes.steps)
    return Changes(tuple(edits[index] for index in sorted(edits)), steps)


# Words of a note or title


def _texts(scene: Scene, card: Card) -> tuple[Edit, ...]:
    for rule in scene.lex.data("edits")["texts"]:
        hit = scene.search(rule["pattern"])
        if not hit:
            continue
        said = tidy(_verbatim(scene, *hit.groups["value"]))
        actions = _with_text(card, rule["slot"])
        if said and actions:
            return tuple(Edit(one.index, {rule["slot"]: _text_slot(one, rule, said)}) for one in actions)
    return ()


def _verbatim(scene: Scene, first: int, last: int) -> str:
    if last - first == 1 and scene.tokens[first].entity == "quote":
        return str(scene.tokens[first].value)
    return scene.words(first, last)


def _with_text(card: Card, slot: str) -> list[CardAction]:
    tools = {"log_interaction"} if slot == "note" else {"schedule_follow_up", "create_task"}
    return [one for one in card.actions if one.tool in tools][:1]


def _text_slot(one: CardAction, rule: dict[str, Any], said: str) -> Slot:
    before = one.args.get(rule["slot"], "") if rule.get("appends") else ""
    return Slot(f"{before}; {said}" if before else said, said)
