"""Titles of follow-ups and tasks: the user's words without the time and the words that only ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.plan import Slot

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene

_BEFORE_TIME = {"on", "at", "by", "for", "in", "from", "@", "due", "before", "until"}


def title_of(scene: Scene, start: int, end: int) -> Slot | None:
    """Return tokens [start, end) as a title, None where nothing is left of them."""
    for at, quoted in scene.entities("quote", start, end):
        return Slot(str(quoted), scene.words(at, at + 1), scene.span(at, at + 1))
    places = kept_places(scene, start, end)
    if not places:
        return None
    said = joined(scene, places)
    return Slot(said[:1].upper() + said[1:], said, scene.span(places[0], places[-1] + 1))


def kept_places(scene: Scene, start: int, end: int) -> list[int]:
    """Return the tokens that a title keeps: no times, no lengths, nothing loose at its ends."""
    loose = scene.lex.data("schedule_follow_up")["title_loose"]
    places = [at for at in range(start, end) if scene.tokens[at].entity not in {"time", "length"}]
    kept = [at for at in places if scene.tokens[at].norm not in scene.lex.fillers and not _dangles(scene, at)]
    while kept and scene.tokens[kept[-1]].norm in loose and not _is_said(scene, kept):
        kept.pop()
    while kept and scene.tokens[kept[0]].norm in loose:
        kept.pop(0)
    return kept


def _is_said(scene: Scene, kept: list[int]) -> bool:
    """True for the "thanks" of "an email saying thanks"."""
    says = scene.lex.data("schedule_follow_up").get("says", ())
    return len(kept) > 1 and scene.tokens[kept[-2]].norm in says


def _dangles(scene: Scene, at: int) -> bool:
    """True for the preposition that a time leaves behind."""
    after = at + 1
    if scene.tokens[at].norm == "due" and after < len(scene) and scene.tokens[after].norm in _BEFORE_TIME:
        return True
    follows = scene.tokens[after] if after < len(scene) else None
    return bool(follows and follows.entity in {"time", "length"} and scene.tokens[at].norm in _BEFORE_TIME)


def joined(scene: Scene, places: list[int]) -> str:
    """Return the words at `places` as they were written, with single spaces where something was left out."""
    parts: list[str] = []
    last_end = -1
    for at in places:
        token = scene.tokens[at]
        glued = token.start == last_end or token.norm in {",", ".", "'s"}
        parts.append(token.text if glued or not parts else " " + token.text)
        last_end = token.end
    return "".join(parts).strip(" ,.;:-")
