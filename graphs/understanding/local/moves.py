"""Times in a move: "from Thursday to Friday" is no span of days there, but an old time and a new one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graphs.understanding.local.times import read_times
from graphs.understanding.local.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphs.understanding.local.scene import Scene
    from graphs.understanding.local.times import Reading


def split_moves(scene: Scene, when: Callable[[Reading], object]) -> tuple[Token, ...] | None:
    """Return the tokens with each such time as two; None where nothing is moved."""
    data = scene.lex.data("follow_ups")
    hit = scene.search(data["moves"])
    if not hit:
        return None
    out: list[Token] = []
    for at, token in enumerate(scene.tokens):
        parts = _parts(scene, token, when) if at >= hit.start and token.entity == "time" else None
        out += parts or [token]
    return tuple(out) if len(out) > len(scene.tokens) else None


def _parts(scene: Scene, token: Token, when: Callable[[Reading], object]) -> list[Token] | None:
    joint = re.search(scene.lex.data("follow_ups")["from_to"], token.text)
    if not joint:
        return None
    old = _read(scene, token, token.start, token.start + joint.start(), when)
    new = _read(scene, token, token.start + joint.end(), token.end, when)
    if old is None or new is None:
        return None
    start = token.start + joint.start(1)
    return [old, Token(joint[1], joint[1].casefold(), start, start + len(joint[1])), new]


def _read(scene: Scene, token: Token, start: int, end: int, when: Callable[[Reading], object]) -> Token | None:
    said, context = scene.text[start:end], scene.context
    found = read_times(said, context.now, context.timezone, context.locale, "future")
    if len(found) != 1:
        return None
    return replace(token, text=said, start=start, end=end, value=when(found[0]))
