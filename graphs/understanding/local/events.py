"""Calls, meetings, viewings and e-mails in the words: which kind, and whether they took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene

_KINDS = ("call", "meeting", "viewing", "email")
AHEAD_KINDS = ("call", "meeting", "viewing", "email", "follow_up")


def past_kind(scene: Scene, start: int, end: int) -> str:
    """Return the type of the event the words report or name, "" for none."""
    for table in ("given", "loose", "past"):
        found = _first_of(scene, _KINDS, table, start, end)
        if found and not (table == "past" and _later(scene, start, end, found[1])):
            return found[0]
    if scene.search("{talk_past}", start, end):
        said = _first_of(scene, ("call", "meeting", "email"), "means", start, end)
        return said[0] if said else scene.lex.data("kinds")["talk_is"]
    found = _first_of(scene, _KINDS, "noun", start, end)
    return found[0] if found else ""


def _later(scene: Scene, start: int, end: int, place: int) -> bool:
    """True where a noun stands before the verb: "my call with Ann, she emailed" is a call."""
    noun = _first_of(scene, _KINDS, "noun", start, end)
    return noun is not None and noun[1] < place - 2


def ahead_kind(scene: Scene, start: int, end: int) -> str:
    """Return the kind of follow-up the words name, "" for none."""
    found = [
        one
        for one in (
            _first_of(scene, AHEAD_KINDS, "base", start, end),
            _first_of(scene, AHEAD_KINDS, "noun", start, end),
        )
        if one
    ]
    plain = [one for one in found if one[0] != "follow_up"]
    return min(plain or found, key=lambda one: one[1])[0] if found else ""


def noun_type(scene: Scene, start: int, end: int) -> str:
    """Return the type of interaction that a noun in the words names, "" for none."""
    found = _first_of(scene, (*_KINDS, "note"), "noun", start, end)
    return found[0] if found else ""


def spoken_types(scene: Scene, start: int, end: int) -> list[str]:
    """Return the types of interaction that a verb of contact may mean: those of "meet", or all of "talk to"."""
    for table in ("base", "past"):
        found = _first_of(scene, _KINDS, table, start, end)
        if found:
            return ["meeting", "viewing"] if found[0] in {"meeting", "viewing"} else [found[0]]
    return list(_KINDS)


def _first_of(scene: Scene, kinds: tuple[str, ...], table: str, start: int, end: int) -> tuple[str, int] | None:
    """Return (kind, place) of the earliest and then longest wording."""
    best: tuple[int, int, str] | None = None
    for kind in [one for one in kinds if f"{one}_{table}" in scene.lex.classes]:
        hit = scene.search(f"{{{kind}_{table}}}", start, end)
        if hit and (best is None or (hit.start, -hit.end) < best[:2]):
            best = (hit.start, -hit.end, kind)
    return (best[2], best[0]) if best else None
