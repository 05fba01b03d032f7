"""What is to stay on a card and what is to go: "skip the reminder", "only the first two", "everyone but Ann"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.choosing import Chosen, choose
from graphs.understanding.plan import Edit, Slot

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card

_FIELDS = ("status", "email", "phone", "company", "title", "city", "source", "expected_amount", "tags")
_LONGEST = 24  # words and marks


def read_selection(scene: Scene, card: Card) -> tuple[Edit, ...]:
    """Return the drops that the words ask for, none where they ask for something else."""
    if len(scene) > _LONGEST or scene.entities("money") or scene.search(scene.lex.data("edits")["no_selection"]):
        return ()
    for sort in ("but", "keep", "drop"):
        for pattern in scene.lex.data("edits")["selections"][sort]:
            hit = scene.search(pattern)
            if not hit:
                continue
            fields = _fields(scene, card, *hit.groups["what"], keeps=sort == "keep")
            if fields:
                return fields
            chosen = _chosen(scene, card, *hit.groups["what"])
            edits = _edits(card, chosen, keeps=sort == "keep")
            if edits:
                return edits
    return ()


def _chosen(scene: Scene, card: Card, start: int, end: int) -> Chosen:
    """Return what the words choose; a reason may follow ("skip Ann, she's away")."""
    whole = choose(scene, card, start, end)
    if whole.indexes or whole.leads:
        return whole
    for at in range(start + 1, end):
        if scene.at("({mark})* {reason}", at, end):
            return choose(scene, card, start, at)
    return whole


def _fields(scene: Scene, card: Card, start: int, end: int, *, keeps: bool) -> tuple[Edit, ...]:
    """Return what leaves single fields of an action alone: "leave the title alone" where the phone changes, too."""
    edits: list[Edit] = []
    for one in card.actions:
        held = {name for name in _FIELDS if one.args.get(name) is not None}
        said = {name for name in held if scene.search(_field_words(name), start, end)}
        around = "|".join([*map(_field_words, sorted(said)), scene.lex.data("edits")["around_fields"]])
        gone = held - said if keeps else said
        if said and gone and gone < held and scene.whole(f"({around})*", start, end):
            edits.append(Edit(one.index, {name: Slot(None) for name in sorted(gone)}))
    return tuple(edits)


def _field_words(name: str) -> str:
    return "{status_word}" if name == "status" else f"{{field_{name}}}"


def _edits(card: Card, chosen: Chosen, *, keeps: bool) -> tuple[Edit, ...]:
    if chosen.leads and not keeps:
        slot = Slot(None, chosen.said, alternatives=chosen.leads, trouble="ambiguous")
        first = next(one for one in card.actions if one.args.get("lead_id") == chosen.leads[0])
        return (Edit(first.index, {"lead": slot}, drop=True),)
    gone = {one.index for one in card.actions if (one.index in chosen.indexes) != keeps}
    if not chosen.indexes or (keeps and not gone):
        return ()
    return tuple(Edit(one.index, drop=True) for one in card.actions if one.index in gone)
