"""Clauses about to-dos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.frames import Frame
from graphs.understanding.local.titles import title_of
from graphs.understanding.local.tokens import fold
from graphs.understanding.plan import Slot, Trouble

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.people import Entry
    from graphs.understanding.local.scene import Scene

_WEIGHT = 9.9
_OPEN = {"", "open"}


def read_task(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a to-do to add or to tick off, if it can be read so."""
    data = scene.lex.data("tasks")
    for pattern in data["complete"]:
        hit = scene.search(pattern, clause.start, clause.end)
        if hit:
            slot = _task(scene, *hit.groups["title"])
            return Frame("complete_task", clause, _WEIGHT, {"task": slot}, needs_lead=False, why=pattern)
    for pattern in data["create"]:
        hit = scene.search(pattern, clause.start, clause.end)
        if hit:
            return Frame(
                "create_task",
                clause,
                _WEIGHT,
                _new(scene, hit.groups.get("title")),
                tuple(who for _, who in scene.entities("person", clause.start, clause.end))[:1],
                needs_lead=False,
                why=pattern,
            )
    return None


def _new(scene: Scene, place: tuple[int, int] | None) -> dict[str, Slot]:
    if place is None:
        return {}
    slots = {}
    title = title_of(scene, *place)
    if title:
        slots["title"] = title
    for at, when in scene.entities("time", *place):
        reading = when.ahead
        value = reading.start.date().isoformat() if reading.start and reading.trouble in {"", "past"} else None
        slots["due_on"] = Slot(
            value, scene.words(at, at + 1), scene.span(at, at + 1), trouble="" if value else reading.trouble
        )
    return slots


def _task(scene: Scene, start: int, end: int) -> Slot:
    """Return the open task whose title has the words."""
    said, span = scene.words(start, end), scene.span(start, end)
    fits = _fitting([one for one in scene.context.people.entries("task") if one.status in _OPEN], scene, start, end)
    if len(fits) == 1:
        return Slot(fits[0].id, said, span)
    trouble: Trouble = "ambiguous" if fits else "unknown"
    return Slot(None, said, span, confidence=0.5, alternatives=tuple(one.id for one in fits), trouble=trouble)


def _fitting(tasks: list[Entry], scene: Scene, start: int, end: int) -> list[Entry]:
    """Return the tasks meant by words [start, end): the one spoken of last, those due on a day, those titled so."""
    if scene.whole("{pointed_task}", start, end):
        spoken = [record.id for record in scene.context.focus if record.type == "task"]
        return [one for one in tasks if one.id in spoken[:1]]
    days = {when.ahead.start.date() for _, when in scene.entities("time", start, end) if when.ahead.start}
    if days and scene.whole("{due_said}", start, end):
        return [one for one in tasks if one.starts_at and one.starts_at.date() in days]
    return best_by_words(tasks, scene.words(start, end))


def best_by_words(entries: list[Entry], said: str) -> list[Entry]:
    """Return the entries whose name or title holds most of the words said, none where none is held."""
    words = _words(said)
    scored = [(len(words & _words(one.title or one.name)), one) for one in entries]
    most = max((score for score, _ in scored), default=0)
    if not most:
        return []
    fits = [one for score, one in scored if score == most]
    exact = [one for one in fits if _words(one.title or one.name) == words]
    return exact or fits


def _words(text: str) -> set[str]:
    plain = fold(text).replace("-", " ").replace("'s", " ")
    return {word.strip(".,;:!?\"'()") for word in plain.split()} - {
        "the",
        "a",
        "an",
        "to",
        "for",
        "of",
        "my",
        "and",
        "",
    }
