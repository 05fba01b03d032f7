"""Values that the leads meant shall not have: "leads that aren't in Kiel", "not tagged hot"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.filters import known_at
from graphs.understanding.local.tokens import fold

if TYPE_CHECKING:
    from graphs.understanding.local.people import Entry
    from graphs.understanding.local.scene import Scene

_FIELDS = frozenset({"status", "city", "source", "tag", "company", "owner"})


def unwanted(scene: Scene, data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return (field, value) of every value that is said not to be had, in the words without groups."""
    scene = scene.ungrouped
    found: list[tuple[str, Any]] = []
    for hit in scene.all(data["negates"]):
        place = hit.end
        while place < len(scene):
            known = known_at(scene, place, len(scene))
            if known and known[1] in _FIELDS:
                found.append((known[1], known[2]))
                place = known[0]
            elif scene.at(data["negates_on"], place):
                place += 1
            else:
                break
    return found


def other_stages(scene: Scene, data: dict[str, Any]) -> list[str]:
    """Return the stages left where words say which not ("deals not in negotiation"), else none."""
    out: set[str] = set()
    for hit in scene.all(data["negates"]):
        place = hit.end
        while place < len(scene):
            outcome = next((one for one, said in data["outcomes"].items() if scene.at(said, place, place + 1)), "")
            said = {one.value for one in scene.lex.vocabulary.stages if one.outcome == outcome}
            said = set(scene.lex.stage_of(scene.tokens[place].norm)) or said
            if not said and not scene.at(data["negates_on"], place):
                break
            out |= said
            place += 1
    return [one.value for one in scene.lex.vocabulary.stages if one.value not in out] if out else []


def without_unwanted(scene: Scene, wanted: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Return the filter of leads with what they shall not have taken out of it, as leads that are left out."""
    quiet = bool({"no_contact_days", "no_contact_since"} & set(wanted))  # "not contacted for 30 days" is no status
    refused = [(field, value) for field, value in unwanted(scene, data) if not (quiet and field == "status")]
    if not refused:
        return wanted
    kept = dict(wanted)
    for field, value in refused:
        if isinstance(kept.get(field), list):
            out = value if isinstance(value, list) else [value]
            kept[field] = [one for one in kept[field] if one not in out]
            if not kept[field]:
                kept.pop(field)
        elif kept.get(field) == value:
            kept.pop(field)
    leads = scene.context.people.entries("lead")
    left = {one.id for one in leads if any(_has(one, field, value) for field, value in refused)}
    return {**kept, "except": sorted(left | set(kept.get("except", ())))}


def _has(one: Entry, field: str, value: Any) -> bool:
    if field == "tag":
        return fold(str(value)) in {fold(tag) for tag in one.tags}
    if field == "owner":
        return one.owner_id == str(value)
    has = str(getattr(one, field))
    if field == "company":
        return fold(has).startswith(fold(str(value)))
    return fold(has) in {fold(str(each)) for each in (value if isinstance(value, list) else [value])}
