"""Commands over many follow-ups: whose they are, and which are left out ("all calls with new leads except Ann's")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clauses import Clause
from graphs.understanding.local.filters import known_at
from graphs.understanding.local.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.people import Entry
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Context

# what a group's filter may say that a lead in sight shows; the follow-ups are the asker's own anyway
_SHOWN: dict[str, Callable[[Entry, Any], bool]] = {
    "status": lambda lead, wanted: lead.status in wanted,
    "city": lambda lead, wanted: fold(lead.city) in {fold(one) for one in wanted},
    "company": lambda lead, wanted: fold(wanted) in fold(lead.company),
    "source": lambda lead, wanted: fold(lead.source) == fold(wanted),
    "tag": lambda lead, wanted: fold(wanted) in {fold(one) for one in lead.tags},
    "owner": lambda lead, wanted: lead.owner_id == wanted,
    "name": lambda lead, wanted: fold(wanted) in fold(lead.name),
    "except": lambda lead, wanted: lead.id not in wanted,
    "mine": lambda _lead, _wanted: True,
}
_BESIDE = frozenset({"city", "company", "tag"})  # said of follow-ups without "leads": "all viewings in Kiel"
_PARTS = frozenset({",", "and", "or", "&", "nor"})
_SAYS_WHICH = frozenset({"person", "company", "group", "time"})


def exception(scene: Scene, clause: Clause) -> tuple[int, int] | None:
    """Return the places of "except Ann's" in what a clause says of many follow-ups."""
    data = scene.lex.data("follow_ups")
    hit = scene.search(data["leaves_out"], clause.start + 1, clause.end)
    if not hit or not scene.search(data["many"], clause.start, hit.start):
        return None
    if scene.whole(data["rather_not"], hit.start, min(hit.end + 1, clause.end)):
        return None
    stop = scene.search(data["after_exception"], hit.end, clause.end)
    return hit.start, stop.start if stop else clause.end


def without(scene: Scene, clause: Clause, out: tuple[int, int] | None) -> tuple[Scene, Clause]:
    """Return a clause, and the message that it stands in, without the words in `out`."""
    if out is None:
        return scene, clause
    rest = type(scene)(scene.text, (*scene.tokens[: out[0]], *scene.tokens[out[1] :]), scene.lex, scene.context)
    return rest, Clause(clause.start, clause.end - (out[1] - out[0]), clause.hard, clause.dictated)


def parts(scene: Scene, out: tuple[int, int]) -> list[Clause]:
    """Return what is left out, one clause each: "Ann's" and "the Friday viewing"."""
    hit = scene.at(scene.lex.data("follow_ups")["leaves_out"], out[0], out[1])
    found, start = [], hit.end if hit else out[0]
    for at in range(start, out[1] + 1):
        if at == out[1] or scene.tokens[at].norm in _PARTS:
            found.append(Clause(start, at))
            start = at + 1
    return [one for one in found if _has_words(scene, one)]


def _has_words(scene: Scene, part: Clause) -> bool:
    return any(any(c.isalnum() for c in token.text) for token in scene.tokens[part.start : part.end])


def says_which(scene: Scene, part: Clause) -> bool:
    """True where a part names a person, a company, leads or a time."""
    return any(token.entity in _SAYS_WHICH for token in scene.tokens[part.start : part.end])


def of_leads(scene: Scene, clause: Clause, fits: list[Entry]) -> list[Entry]:
    """Return those whose lead is one of the leads that the clause speaks of."""
    filters = [wanted for _, wanted in scene.entities("group", clause.start, clause.end)]
    filters += [{field: value} for field, value in _beside(scene, clause)]
    return [one for one in fits if all(_fits(scene.context, one.lead_id, wanted) for wanted in filters)]


def not_told(scene: Scene, clause: Clause) -> tuple[int, int] | None:
    """Return the place of a group whose filter says more than the leads in sight show."""
    places = [at for at, wanted in scene.entities("group", clause.start, clause.end) if set(wanted) - set(_SHOWN)]
    return (places[0], places[0] + 1) if places else None


def said_beside(scene: Scene, clause: Clause) -> set[int]:
    """Return the places of the cities, companies and tags that say which follow-ups are meant."""
    return {at for start, stop, _, _ in _beside_at(scene, clause) for at in range(start, stop)}


def _beside(scene: Scene, clause: Clause) -> list[tuple[str, Any]]:
    return [
        (field, value if field != "city" or isinstance(value, list) else [value])
        for _, _, field, value in _beside_at(scene, clause)
    ]


def _beside_at(scene: Scene, clause: Clause) -> list[tuple[int, int, str, Any]]:
    if not scene.search(scene.lex.data("follow_ups")["many"], clause.start, clause.end):
        return []
    place, found = clause.start + 1, []
    while place < clause.end:
        hit = None if scene.tokens[place].entity else known_at(scene, place, clause.end)
        if hit and hit[1] in _BESIDE and scene.tokens[place].norm not in scene.lex.kind_words:
            found.append((place, *hit))
        place = hit[0] if hit else place + 1
    return found


def _fits(context: Context, lead_id: str, wanted: dict[str, Any]) -> bool:
    lead = context.people.get("lead", lead_id)
    told = {name: value for name, value in wanted.items() if name in _SHOWN}
    return all(lead is not None and _SHOWN[name](lead, value) for name, value in told.items() if name != "mine")
