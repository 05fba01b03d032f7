"""Clauses that report what took place, or ask for a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local import notes
from graphs.understanding.local.events import past_kind
from graphs.understanding.local.frames import Frame
from graphs.understanding.local.subjects import named, pronoun

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.scene import Scene

_NOTE_WEIGHT = 10
_ASKED_WEIGHT = 9


def read_log(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as something to log, if it can be read so."""
    data = scene.lex.data("log_interaction")
    if scene.whole("{polite*} [please] {note_after} [please|for me|thanks]*", clause.start, clause.end):
        return Frame("log_interaction", clause, _NOTE_WEIGHT, kind="note", asks_note=True, why="{note_after}")
    named_kind = scene.whole(data["log_as"], clause.start, clause.end)
    if named_kind:
        kind = past_kind(scene, clause.start, clause.end)
        return (
            Frame("log_interaction", clause, _NOTE_WEIGHT, kind=kind, asks_note=True, why="log it as") if kind else None
        )
    if notes.is_note(scene, clause.start, clause.end):
        return _note(scene, clause)
    for rule in [*data["asked"], *data["reports"]]:
        hit = scene.search(rule["pattern"], clause.start, clause.end)
        if not hit or (rule.get("past") and not _past(scene, clause)):
            continue
        asked = rule["weight"] == _ASKED_WEIGHT
        frame = _event(scene, clause, rule["weight"], rule["pattern"], asked=asked)
        if frame:
            return frame
    return None


def _note(scene: Scene, clause: Clause) -> Frame:
    start = notes.opening(scene, clause.start, clause.end)
    people = named(scene, clause.start, start) or named(scene, clause.start, clause.end)[:1]
    pointer = "" if people else pronoun(scene, clause.start, clause.end)
    return Frame(
        "log_interaction",
        clause,
        _NOTE_WEIGHT,
        people=people,
        pronoun=pointer,
        kind="note",
        note=(start, clause.end),
        why="{note_cue}",
    )


def _event(scene: Scene, clause: Clause, weight: float, why: str, *, asked: bool) -> Frame | None:
    start = notes.event_opening(scene, clause.start, clause.end)
    kind = past_kind(scene, clause.start, start) or past_kind(scene, clause.start, clause.end)
    if asked and not kind:
        return _plain_record(scene, clause, weight, why)
    if not kind or (not asked and ahead(scene, clause)):
        return None
    people = named(scene, clause.start, start) or named(scene, clause.start, clause.end)[:1]
    pointer = "" if people else pronoun(scene, clause.start, start)
    return Frame(
        "log_interaction", clause, weight, people=people, pronoun=pointer, kind=kind, note=(start, clause.end), why=why
    )


def _plain_record(scene: Scene, clause: Clause, weight: float, why: str) -> Frame | None:
    """For "Log that Ann wants samples": no event, so a note."""
    hit = scene.at("{polite*} ({log_only}|log|record) [{article}] [that|:|-|,]", clause.start, clause.end)
    people = named(scene, clause.start, clause.end)[:1]
    pointer = "" if people else pronoun(scene, clause.start, clause.end)
    if not hit or not (people or pointer) or hit.end >= clause.end:
        return None
    return Frame(
        "log_interaction",
        clause,
        weight,
        people=people,
        pronoun=pointer,
        kind="note",
        note=(hit.end, clause.end),
        why=why,
    )


def _past(scene: Scene, clause: Clause) -> bool:
    """True where no time ahead is named."""
    return not ahead(scene, clause)


def ahead(scene: Scene, clause: Clause) -> bool:
    """True where the event itself (not its note) has a time that lies ahead."""
    stop = notes.event_opening(scene, clause.start, clause.end)
    whens = [when for _, when in scene.entities("time", clause.start, min(clause.end, stop))]
    return any(not when.over for when in whens) and not _looks_back(scene, clause)


def _looks_back(scene: Scene, clause: Clause) -> bool:
    return bool(scene.search("{report_past}", clause.start, clause.end))
