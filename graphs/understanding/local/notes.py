"""Where the words to be kept of an event or note begin; they are kept verbatim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Hit, Scene

_MARKS = {":", ",", "-", "–", "—", ".", "(", "!", "?", ";", "<nl>", "->", "…"}
_LOOSE = " \t\n,;:-–—."


def opening(scene: Scene, start: int, end: int) -> int:
    """Return where the words to be kept begin in tokens [start, end): after the event, its person and time."""
    noted = _note_opening(scene, start, end)
    if noted is None:
        return event_opening(scene, start, end)
    event = _reported_event(scene, noted, end)
    return event if event is not None else noted


def is_note(scene: Scene, start: int, end: int) -> bool:
    """True where the clause asks for a note, not for the record of an event."""
    noted = _note_opening(scene, start, end)
    return noted is not None and _reported_event(scene, noted, end) is None


def _note_opening(scene: Scene, start: int, end: int) -> int | None:
    for pattern in scene.lex.data("notes")["note"]:
        hit = scene.at(pattern, start, end)
        if hit:
            return hit.end
    return None


def _reported_event(scene: Scene, start: int, end: int) -> int | None:
    """For "Note that I called her": an event after all."""
    if not scene.at(
        "(i|we) [just|have|'ve] ({event_past}|{event_given}|{had} {article} {contact_noun})|my {contact_noun} with",
        start,
        end,
    ):
        return None
    return event_opening(scene, start, end)


def event_opening(scene: Scene, start: int, end: int) -> int:
    """Return the place after the event, its person and its time."""
    data = scene.lex.data("notes")
    place, kind, person, marked = start, False, False, False
    while place < end:
        listed = _listed(scene, place, end) if person and not marked else None
        if listed:
            place = listed
            continue
        if scene.tokens[place].norm in _MARKS or scene.tokens[place].norm in scene.lex.fillers:
            marked = marked or (kind and person)
            place += 1
            continue
        hit = None if person else _first(scene, data["person"], place, end)
        if hit is None and person and not marked:
            hit = _joined_person(scene, place, end)
        if hit:
            person = True
        else:
            hit = _said(scene, place, end, late=marked, kind=kind, person=person)
        if hit is None:
            hit = _joined_person(scene, place, end) if person and not marked else None
        if hit is None or (kind and person and _opens_note(scene, place, hit, end)):
            return place
        kind = kind or bool(scene.search("({event_noun}|{event_past}|{event_given})", place, hit.end))
        person = person or bool(scene.search("(@person|@company|{object})", place, hit.end))
        place = hit.end
    return place


def _opens_note(scene: Scene, place: int, hit: Hit, end: int) -> bool:
    """True for "the new price list" after "emailed Ann": an article that leads to no event or time opens the note."""
    return bool(scene.whole("{article}|{ordinal}", place, hit.end)) and not scene.at(
        "[{article}] [{ordinal}]* [{adjective*}] ({event_noun}|@time|@length)", place, end
    )


def _first(scene: Scene, patterns: list[str], place: int, end: int) -> Hit | None:
    best = None
    for pattern in patterns:
        hit = scene.at(f"({pattern})", place, end)
        if hit and (best is None or hit.end > best.end):
            best = hit
    return best


def _said(scene: Scene, place: int, end: int, *, late: bool, kind: bool, person: bool) -> Hit | None:
    """After a mark, only what is still missing belongs to the event: its time, its length, its kind."""
    if not late:
        return _first(scene, scene.lex.data("notes")["said"], place, end)
    del person
    wanted = ["@time", "(on|at|from) @time", "@length", "(done|finished|completed) (,|:|-|.)", "{event_means}"]
    return _first(scene, wanted if kind else [*wanted, "{event_noun}"], place, end)


def _listed(scene: Scene, place: int, end: int) -> int | None:
    """Return where a list that goes on at `place` ends; None for "Ann, Bob was there": of Bob, something is told."""
    data = scene.lex.data("notes")
    hit = scene.at(data["listed"], place, end)
    return hit.end if hit and (hit.end == end or scene.at(data["after_listed"], hit.end, end)) else None


def _joined_person(scene: Scene, place: int, end: int) -> Hit | None:
    return scene.at("(and|&|,) (@person|@company)", place, end)


def tidy(words: str) -> str:
    """Return the words without the marks around them."""
    text = words.strip().strip(_LOOSE.replace(".", "")).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    if text.startswith("(") and ")" not in text:
        text = text[1:]
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    text = text.strip()
    return text[:-1].rstrip() if text.endswith(".") and text.count(".") == 1 else text
