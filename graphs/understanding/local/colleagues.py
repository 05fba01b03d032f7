"""Colleagues by name: whom a lead may be given to, whose leads are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.tokens import fold
from graphs.understanding.plan import Slot, Trouble

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene


def owner_slot(scene: Scene, start: int, end: int) -> Slot:
    """Return the colleague that tokens [start, end) name; "me" is the asker."""
    said = scene.words(start, end).strip(" .!?'\"")
    words = [word.removesuffix("'s") for word in fold(said).replace(",", " ").split()]
    if words in (["me"], ["myself"]):
        return Slot(scene.context.asker.id, said, scene.span(start, end))
    fits = [one for one in scene.context.vocabulary.colleagues if words and _named(words, one.name, one.email)]
    if len(fits) == 1:
        return Slot(fits[0].id, said, scene.span(start, end))
    trouble: Trouble = "ambiguous" if fits else "unknown"
    return Slot(
        None, said, scene.span(start, end), confidence=0.5, alternatives=tuple(one.id for one in fits), trouble=trouble
    )


def _named(words: list[str], name: str, email: str) -> bool:
    own = {*fold(name).split(), *fold(name).replace("-", " ").split(), fold(email)}
    return all(word in own for word in words)
