"""Clauses about leads as a whole: new ones, given to a colleague, put away."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.accounts import account_slot
from graphs.understanding.local.colleagues import owner_slot
from graphs.understanding.local.frames import Frame
from graphs.understanding.local.leftover import unread_slot
from graphs.understanding.local.subjects import named, pronoun
from graphs.understanding.local.updates import amount_slots
from graphs.understanding.plan import Slot

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.scene import Scene

_WEIGHT = 9.9
_LONGEST_NAME = 5  # words


def read_lead(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a new lead or contact, a handing over or a putting away, if it can be read so."""
    return _given(scene, clause) or _created(scene, clause) or _archived(scene, clause)


def _given(scene: Scene, clause: Clause) -> Frame | None:
    for pattern in scene.lex.data("leads")["reassign_lead"]:
        hit = scene.search(pattern, clause.start, clause.end)
        if not hit:
            continue
        first, last = hit.groups["owner"]
        owner = owner_slot(scene, first, last)
        if (
            owner.value is None
            and not owner.alternatives
            and not scene.at(
                "{polite*} (reassign|re-assign|assign|transfer|hand over|reallocate)|{polite*} "
                "(change|set|update) [the] owner",
                clause.start,
                clause.end,
            )
        ):
            continue
        group = _group(scene, clause.start, first)
        people = () if group else named(scene, clause.start, first)
        slots = {"owner": owner, **({"leads": group} if group else {})}
        return Frame(
            "reassign_lead",
            clause,
            _WEIGHT,
            slots,
            people,
            "" if people or group else pronoun(scene, clause.start, first) or "one",
            why=pattern,
            needs_lead=not group,
        )
    return None


def _group(scene: Scene, start: int, end: int) -> Slot | None:
    for at, wanted in scene.entities("group", start, end):
        return Slot(wanted, scene.words(at, at + 1), scene.span(at, at + 1))
    return None


def _archived(scene: Scene, clause: Clause) -> Frame | None:
    for pattern in scene.lex.data("leads")["archive_lead"]:
        hit = scene.search(pattern, clause.start, clause.end)
        if not hit:
            continue
        people = tuple(who for _, who in scene.entities("person", clause.start, clause.end))
        group = None if people else _group(scene, clause.start, clause.end)
        people = people or (() if group else named(scene, clause.start, clause.end))
        pointer = "" if people or group else pronoun(scene, clause.start, clause.end)
        if not (group or people or pointer) or (
            scene.search("it|that|this|them", clause.start, clause.end) and not people and not group
        ):
            return None
        return Frame(
            "archive_lead",
            clause,
            _WEIGHT,
            {"leads": group} if group else {},
            people,
            pointer,
            why=pattern,
            needs_lead=not group,
        )
    return None


def _created(scene: Scene, clause: Clause) -> Frame | None:
    data = scene.lex.data("leads")
    for tool in ("create_lead", "create_contact"):
        for pattern in data[tool]:
            hit = scene.search(pattern, clause.start, clause.end)
            if hit:
                place = hit.groups.get("details")
                slots = details(scene, *place) if place else {}
                if place and "name" not in slots:
                    continue
                if tool == "create_contact" and "company" in slots:
                    slots["account"] = account_slot(slots.pop("company"), scene.context.people)
                return Frame(tool, clause, _WEIGHT, slots, needs_lead=False, why=pattern)
    return None


# "Ana Ruiz, CTO at Orchard, ana@orchard.test, worth about 20k"


def details(scene: Scene, start: int, end: int) -> dict[str, Slot]:
    """Return the fields of a new lead as tokens [start, end) list them."""
    slots: dict[str, Slot] = {}
    parts = _parts(scene, start, end)
    for place, (first, last) in enumerate(parts):
        _read_part(scene, slots, first, last, first_part=place == 0)
    return slots


def _parts(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [
        at
        for at in range(start, end)
        if scene.tokens[at].norm in {",", ";", "-", "–", "—", "(", ")", "<nl>", "|", "and", "/", "."}
    ]
    edges = [start - 1, *cuts, end]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]


def _read_part(scene: Scene, slots: dict[str, Slot], first: int, last: int, *, first_part: bool) -> None:
    if _entities(scene, slots, first, last) and not first_part:
        return
    labelled = _labelled(scene, first, last)
    if labelled:
        slots.update(labelled)
        return
    stop = next(
        (at for at in range(first, last) if scene.tokens[at].entity in {"email", "phone", "money", "url"}), last
    )
    stop = _without_label(scene, first, stop)
    if not first_part and _is_news(scene, first, stop):
        slots.setdefault("unread", unread_slot(scene, first, last))
        return
    relation = scene.search("{relation}", first, stop)
    if relation and relation.start >= first:
        head, tail = (first, relation.start), (relation.end, stop)
        _put(scene, slots, "name" if first_part else "title", *head)
        _put(scene, slots, "company", *tail)
    elif first_part:
        _put(scene, slots, "name", first, stop)
    elif "company" not in slots and not _is_title(scene, first, stop):
        _put(scene, slots, "company", first, stop)
    elif _tells(scene, first, stop):
        slots.setdefault("unread", unread_slot(scene, first, last))
    else:
        _put(scene, slots, "title", first, stop)


def _without_label(scene: Scene, first: int, stop: int) -> int:
    hit = scene.search(
        "({field_email}|{field_phone}|{field_expected_amount}|worth|about|around|with|:|is)* $", first, stop
    )
    return hit.start if hit else stop


def _tells(scene: Scene, first: int, last: int) -> bool:
    """True for words that tell something ("met her at the fair") and name no position."""
    tells = scene.lex.data("leads")["tells"]
    return any(scene.tokens[at].entity == "time" or scene.tokens[at].norm in tells for at in range(first, last))


def _is_news(scene: Scene, first: int, last: int) -> bool:
    """True for what begins by telling: "met her at the fair" is no position at a company called the fair."""
    words = [token.norm for token in scene.tokens[first:last]]
    tells = set(scene.lex.data("leads")["tells"]) - set(scene.lex.data("leads")["may_begin_a_position"])
    return bool(words) and words[0] in tells and not _is_title(scene, first, last)


def _is_title(scene: Scene, first: int, last: int) -> bool:
    return bool(scene.search("{job}", first, last))


def _entities(scene: Scene, slots: dict[str, Slot], first: int, last: int) -> bool:
    found = False
    for kind in ("email", "phone"):
        for at, value in scene.entities(kind, first, last):
            slots.setdefault(kind, Slot(value, value, scene.span(at, at + 1)))
            found = True
    if scene.entities("money", first, last):
        slots.update(amount_slots(scene, "expected_amount", first, last))
        found = True
    return found


def _labelled(scene: Scene, first: int, last: int) -> dict[str, Slot]:
    for name in ("email", "phone", "company", "title", "city", "source", "expected_amount"):
        hit = scene.at(f"[his|her|their|the|with|and]* {{field_{name}}} [:|is|=|-]* <value> $", first, last)
        if hit and "value" in hit.groups:
            said = scene.words(*hit.groups["value"])
            if name == "expected_amount":
                return amount_slots(scene, name, *hit.groups["value"])
            return {name: Slot(said.strip(" .!"), said, scene.span(*hit.groups["value"]))}
    hit = scene.at("(in|based in|located in) <value> $", first, last)
    return {"city": Slot(scene.words(*hit.groups["value"]), "")} if hit else {}


def _put(scene: Scene, slots: dict[str, Slot], name: str, first: int, last: int) -> None:
    while first < last and scene.tokens[first].norm in {
        "a",
        "an",
        "the",
        "is",
        ":",
        "he",
        "she",
        "'s",
        "his",
        "her",
        "their",
        "with",
        "and",
    }:
        first += 1
    said = scene.words(first, last).strip(" .,:;!-")
    if said and name not in slots and (name != "name" or last - first <= _LONGEST_NAME):
        slots[name] = Slot(said, said, scene.span(first, last))


def new_leads(steps: list[Any]) -> list[tuple[int, str]]:
    """Return (place, name) of the leads that the steps create, places counted from 1."""
    return [
        (at, str(one.slots["name"].value))
        for at, one in enumerate(steps, 1)
        if one.tool == "create_lead" and "name" in one.slots
    ]
