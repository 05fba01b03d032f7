"""Times in a move: "from Thursday to Friday" is no span of days there, but an old time and a new one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graphs.understanding.local.times import read_times
from graphs.understanding.local.tokens import Token, tokenize

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
        return _moved_by(scene, token, when)
    old = _read(scene, token, token.start, token.start + joint.start(), when)
    new = _read(scene, token, token.start + joint.end(), token.end, when)
    if old is None or new is None:
        return None
    start = token.start + joint.start(1)
    return [old, Token(joint[1], joint[1].casefold(), start, start + len(joint[1])), new]


def _moved_by(scene: Scene, token: Token, when: Callable[[Reading], object]) -> list[Token] | None:
    """For "on Thursday by an hour": which one, and how far."""
    joint = re.search(scene.lex.data("follow_ups")["by_length"], token.text)
    old = _read(scene, token, token.start, token.start + joint.start(), when) if joint else None
    if joint is None or old is None:
        return None
    start = token.start + joint.start()
    words = [_number(one) for one in tokenize(scene.text[start : token.end])]
    return [old, *(replace(one, start=one.start + start, end=one.end + start) for one in words)]


def _number(token: Token) -> Token:
    return replace(token, norm="<number>", entity="number", value=token.text) if token.text.isdigit() else token


def _read(scene: Scene, token: Token, start: int, end: int, when: Callable[[Reading], object]) -> Token | None:
    said, context = scene.text[start:end], scene.context
    found = read_times(said, context.now, context.timezone, context.locale, "future")
    if len(found) != 1:
        return None
    return replace(token, text=said, start=start, end=end, value=when(found[0]))
