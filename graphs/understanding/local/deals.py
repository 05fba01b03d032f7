"""Clauses about deals: new ones, and changes of stage, amount and close date."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.frames import Frame
from graphs.understanding.local.strangers import stranger
from graphs.understanding.local.subjects import named, pronoun
from graphs.understanding.local.tasks import best_by_words
from graphs.understanding.local.updates import amount_slots
from graphs.understanding.plan import Slot, Trouble

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.people import Entry
    from graphs.understanding.local.scene import Hit, Scene
    from graphs.understanding.local.who import Who

_CREATE_WEIGHT = 9.9
_LONGEST_STAGE = 3  # words
_FOR = frozenset({"for", "with"})
_BY_ITSELF = frozenset({",", "worth", "at", "value", "amount", "of", ":"})


def read_deal(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a new deal or a change of one, if it can be read so."""
    if not scene.search("({deal_noun}|{close_date}|@deal)", clause.start, clause.end):
        return None
    for pattern in scene.lex.data("deals")["create"]:
        hit = scene.search(pattern, clause.start, clause.end)
        if hit:
            people = _for_whom(scene, hit, clause)
            return Frame(
                "create_deal",
                clause,
                _CREATE_WEIGHT,
                _new(scene, hit, clause),
                people or _for_stranger(scene, clause),
                needs_lead=False,
                why=pattern,
            )
    for rule in scene.lex.data("deals")["update"]:
        hit = scene.search(rule["pattern"], clause.start, clause.end)
        slots = _changed(scene, rule, hit) if hit else {}
        if hit and slots:
            pointer = pronoun(scene, *hit.groups["name"]) if slots["deal"].trouble == "unknown" else ""
            return Frame(
                "update_deal", clause, rule["weight"], slots, pronoun=pointer, needs_lead=False, why=rule["pattern"]
            )
    return None


def _for_whom(scene: Scene, hit: Hit, clause: Clause) -> tuple[Who, ...]:
    """Whom a new deal is for: who stands after "for" or "with", before anybody its own name may look like."""
    first, last = hit.groups.get("name", (clause.start, clause.start))
    said = scene.entities("person", clause.start, clause.end)
    apart = [who for at, who in said if not first <= at < last]
    plainly = [who for at, who in said if scene.tokens[at - 1].norm in _FOR]
    return tuple(plainly or apart or [who for _, who in said])[:1]


def of_whom(scene: Scene, frame: Frame, people: tuple[Who, ...]) -> Frame:
    """Return the change of "his deal" with the deal of whoever is meant."""
    ids = {key for who in people for key in who.ids}
    fits = [one for one in scene.context.people.entries("deal") if one.lead_id in ids]
    said = frame.slots["deal"]
    return replace(frame, slots={**frame.slots, "deal": _one_of(fits, said.text, said.span)})


def _for_stranger(scene: Scene, clause: Clause) -> tuple[Who, ...]:
    """For "a deal for Nobody Known: roof": the name that nobody in sight has."""
    hit = scene.search("{deal_noun} (for|with) <name> [:|,|-|–|—]", clause.start, clause.end)
    who = stranger(scene, *hit.groups["name"]) if hit else None
    return (who,) if who else ()


def _changed(scene: Scene, rule: dict[str, Any], hit: Hit) -> dict[str, Slot]:
    slots = {"deal": deal_slot(scene, *hit.groups["name"])}
    if slots["deal"].trouble == "unknown" and scene.search("(deals|leads|opportunities)", *hit.groups["name"]):
        return {}
    if slots["deal"].trouble == "unknown" and named(scene, *hit.groups["name"]):
        return {}  # "Ann's deal" where she has none: it is her own amount
    if "stage" in hit.groups:
        first, last = hit.groups["stage"]
        values = scene.lex.stage_of(scene.shape(first, last))
        if rule.get("only") and not any(
            one.value in values and one.outcome in rule["only"] for one in scene.lex.vocabulary.stages
        ):
            return {}
        slots["stage"] = Slot(values[0] if values else None, scene.words(first, last), scene.span(first, last))
    if "other" in hit.groups:
        if slots["deal"].trouble == "unknown" or not _can_be_stage(scene, *hit.groups["other"]):
            return {}
        slots["stage"] = Slot(
            None, scene.words(*hit.groups["other"]), scene.span(*hit.groups["other"]), confidence=0.5, trouble="unknown"
        )
    if "amount" in hit.groups:
        slots.update(amount_slots(scene, "amount", *hit.groups["amount"]))
    if "when" in hit.groups:
        slots["expected_close_on"] = _day(scene, hit.groups["when"][0])
    return slots


def _can_be_stage(scene: Scene, first: int, last: int) -> bool:
    return last - first <= _LONGEST_STAGE and all(not token.entity for token in scene.tokens[first:last])


def _day(scene: Scene, place: int) -> Slot:
    reading = scene.tokens[place].value.ahead
    value = reading.start.date().isoformat() if reading.start and not reading.trouble else None
    return Slot(value, scene.words(place, place + 1), scene.span(place, place + 1), trouble=reading.trouble)


def deal_slot(scene: Scene, start: int, end: int) -> Slot:
    """Return the deal that tokens [start, end) name: by its name, its lead, its company."""
    said, span = scene.words(start, end), scene.span(start, end)
    deals = list(scene.context.people.entries("deal"))
    fits = best_by_words(deals, said) or _of_people(scene, deals, start, end)
    return _one_of(fits, said, span)


def _one_of(fits: list[Entry], said: str, span: tuple[int, int] | None) -> Slot:
    if len(fits) == 1:
        return Slot(fits[0].id, said, span)
    trouble: Trouble = "ambiguous" if fits else "unknown"
    return Slot(None, said, span, confidence=0.5, alternatives=tuple(one.id for one in fits), trouble=trouble)


def _of_people(scene: Scene, deals: list[Entry], start: int, end: int) -> list[Entry]:
    ids = {key for who in named(scene, start, end) for key in who.ids}
    return [one for one in deals if one.lead_id in ids]


def _new(scene: Scene, hit: Hit, clause: Clause) -> dict[str, Slot]:
    place = hit.groups.get("name")
    slots = _amount(scene, clause)
    name = _name(scene, *place) if place else ""
    if name and place:
        slots["name"] = Slot(name, name, scene.span(*place))
    stage = scene.search("(in|at|stage|stage :|->) [the] [stage] <stage:stage> ", clause.start, clause.end)
    if stage:
        values = scene.lex.stage_of(scene.shape(*stage.groups["stage"]))
        slots["stage"] = Slot(values[0], scene.words(*stage.groups["stage"]))
    if scene.search("(clos|close|closing|closes|due|expected|by)", clause.start, clause.end):
        for at, _ in scene.entities("time", clause.start, clause.end):
            slots["expected_close_on"] = _day(scene, at)
    return slots


def _amount(scene: Scene, clause: Clause) -> dict[str, Slot]:
    """The money said, or a bare number that stands by itself: the 2 of "phase 2" is none."""
    if scene.entities("money", clause.start, clause.end):
        return amount_slots(scene, "amount", clause.start, clause.end)
    alone = [
        at for at, _ in scene.entities("number", clause.start, clause.end) if scene.tokens[at - 1].norm in _BY_ITSELF
    ]
    return amount_slots(scene, "amount", alone[0], alone[0] + 1) if alone else {}


def _name(scene: Scene, start: int, end: int) -> str:
    """The words up to the amount, the stage or the date."""
    for at, quoted in scene.entities("quote", start, end):
        del at
        return str(quoted)
    stop = next(
        (
            at
            for at in range(start, end)
            if scene.tokens[at].entity in {"money", "time"} or (at > start and scene.tokens[at].norm == ",")
        ),
        end,
    )
    hit = scene.search("(worth|valued at|for|at|in|closing|close|stage|,|-|–|by|of|over|expected)* $", start, stop)
    stop = hit.start if hit else stop
    return scene.words(start, stop).strip(" ,:;-\u2013\u2014\"'") if stop > start else ""
