"""Somebody else on a card: "not Ann, Bob", "I meant the one from Orchard", "the other Ann"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.tokens import fold, tokenize
from graphs.understanding.plan import Edit, Slot

if TYPE_CHECKING:
    from graphs.understanding.local.people import Entry
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Card, CardAction

_LONGEST = 20  # words and marks


def read_people(scene: Scene, card: Card) -> tuple[Edit, ...]:
    """Return the edits that put the actions on somebody else, none where the words name nobody else."""
    if len(scene) > _LONGEST:
        return ()
    return _by_name(scene, card) or _another(scene, card)


def _by_name(scene: Scene, card: Card) -> tuple[Edit, ...]:
    for pattern in scene.lex.data("edits")["people"]:
        hit = scene.at(pattern)
        if not hit:
            continue
        place = hit.groups["new"][0]
        who = scene.tokens[place].value
        others = {key for at, one in scene.people if at != place for key in one.ids}
        actions = [one for one in card.actions if "lead_id" in one.args]
        leads = {one.args["lead_id"] for one in actions}
        if not others and len(leads) > 1 and leads & set(who.ids):
            return ()  # "no Bob" of several leaves Bob out
        concerned = [one for one in actions if one.args["lead_id"] in others] or actions
        ids = tuple(key for key in who.ids if key not in others) or who.ids
        slot = who.slot() if ids == who.ids else _slot(ids, who.text)
        return tuple(Edit(one.index, {"lead": slot}) for one in concerned if one.args["lead_id"] != slot.value)
    return ()


def _slot(ids: tuple[str, ...], said: str) -> Slot:
    if len(ids) == 1:
        return Slot(ids[0], said)
    return Slot(None, said, alternatives=ids, trouble="ambiguous")


# Another one of the same name


def _another(scene: Scene, card: Card) -> tuple[Edit, ...]:
    """For "the one from Orchard": who shares a name with the one on the card and fits what is said."""
    actions = [one for one in card.actions if "lead_id" in one.args]
    leads = {one.args["lead_id"] for one in actions}
    hit = next((hit for pattern in scene.lex.data("edits")["another"] if (hit := scene.at(pattern))), None)
    if hit is None or len(leads) != 1:
        return ()
    namesakes = _namesakes(scene, actions[0])
    what = hit.groups.get("what")
    ids = tuple(one.id for one in namesakes if what is None or _fits(scene, one, *what))
    return tuple(Edit(one.index, {"lead": _slot(ids, scene.text.strip())}) for one in actions) if ids else ()


def _namesakes(scene: Scene, one: CardAction) -> list[Entry]:
    names = set(fold(one.target.name).split())
    entries = scene.context.people.entries("lead")
    return [entry for entry in entries if entry.id != one.args["lead_id"] and names & set(fold(entry.name).split())]


def _fits(scene: Scene, entry: Entry, start: int, end: int) -> bool:
    said = {
        token.norm
        for at in range(start, end)
        if not scene.whole("({choose_extra}|{mark})", at, at + 1)
        for token in tokenize(scene.tokens[at].text)
    }
    known = f"{entry.name} {entry.company} {entry.city} {entry.title} {entry.status.replace('_', ' ')}"
    return bool(said) and said <= {token.norm for token in tokenize(known)}
