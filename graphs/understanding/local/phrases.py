"""Clauses that ask for a tool in the phrases of its own vocabulary file: such a tool needs no reader.

A file `prompts/language/<lang>/<tool>.yaml` may list `phrases`, patterns as in
`templates`.  What a phrase captures becomes the slot of that name, in the
user's own words; whom the clause names becomes the lead.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from graphs.understanding.local.frames import Frame
from graphs.understanding.local.subjects import named, pronoun
from graphs.understanding.plan import Slot
from prompts.load import language
from tools.base import WriteTool
from tools.catalogue import load

if TYPE_CHECKING:
    from graphs.understanding.local.clauses import Clause
    from graphs.understanding.local.scene import Hit, Scene

_WEIGHT = 9.9


def read_phrase(scene: Scene, clause: Clause) -> Frame | None:
    """Return the clause as a use of a tool that lists a phrase for it, if there is one."""
    for tool, pattern in _phrases(scene.context.language):
        hit = scene.search(pattern, clause.start, clause.end)
        if hit:
            return _frame(scene, clause, tool, pattern, hit)
    return None


@cache
def _phrases(lang: str) -> tuple[tuple[str, str], ...]:
    """Return every phrase with its tool's name."""
    found: list[tuple[str, str]] = []
    for name, tool in load().items():
        if isinstance(tool, WriteTool):
            with suppress(FileNotFoundError):
                found += [(name, pattern) for pattern in language(name, lang).get("phrases", ())]
    return tuple(found)


def _frame(scene: Scene, clause: Clause, tool: str, pattern: str, hit: Hit) -> Frame:
    slots = {name: _slot(scene, *place) for name, place in hit.groups.items()}
    people = named(scene, clause.start, clause.end)
    pointer = "" if people else pronoun(scene, clause.start, clause.end)
    needs = "lead" in getattr(load()[tool], "required", ())
    return Frame(tool, clause, _WEIGHT, slots, people if needs else (), pointer, needs_lead=needs, why=pattern)


def _slot(scene: Scene, start: int, end: int) -> Slot:
    said = scene.words(start, end).strip()
    return Slot(said, said, scene.span(start, end))
