"""Names that nobody in sight has, where a name must stand: in a list with others, or before what is set of somebody.

They become people of whom nothing is known: they are asked about in their own place, so that no part of a command is
dropped, and none is given to somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphs.understanding.local.strangers import is_plain, name_run, nobody
from graphs.understanding.local.tokens import Token, fold

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene
    from graphs.understanding.plan import Context

_MOST = 8  # names in one message


def with_unseen(scene: Scene) -> Scene:
    """Return the scene with each such name as one token of kind "person"."""
    for _ in range(_MOST):
        place = _next(scene)
        if place is None:
            return scene
        scene = _named(scene, *place)
    return scene


def _next(scene: Scene) -> tuple[int, int] | None:
    own = _colleagues(scene.context)
    for at in range(len(scene)):
        end = name_run(scene, at)
        if end > at and not (at and name_run(scene, at - 1) > at):
            if not own & {token.norm for token in scene.tokens[at:end]} and _must_be(scene, at, end):
                return at, end
        elif end == at and is_plain(scene, at) and scene.tokens[at].norm not in own and _small(scene, at):
            return at, at + 1
    return None


def _named(scene: Scene, first: int, last: int) -> Scene:
    start, end = scene.span(first, last)
    token = Token(scene.text[start:end], "<person>", start, end, "person", nobody(scene, first, last))
    return scene.with_tokens((*scene.tokens[:first], token, *scene.tokens[last:]))


def _must_be(scene: Scene, first: int, last: int) -> bool:
    """True for words in capitals that can be nothing but a name where they stand."""
    data = scene.lex.data("unseen")
    if any(scene.at(pattern, last) for pattern in data["after_one"]):
        return first == 0 or _ends(scene, data["before_one"], first)
    if first == 0 and scene.at(data["begins"], last):
        return True
    if scene.at(data["after_away"], last) and _ends(scene, data["away"], first):
        return True
    if scene.at(data["after_listed"], last) and _ends(scene, data["before_listed"], first):
        return True
    return bool(scene.at(data["before_person"], last)) and _ends(scene, data["list_opens"], first)


def _small(scene: Scene, at: int) -> bool:
    """True for a word in small letters between a person and another, or what is made of them."""
    data = scene.lex.data("unseen")
    if _ends(scene, data["before_small"], at):
        return any(scene.at(pattern, at + 1) for pattern in data["after_small"])
    if _given(scene, at) and _ends(scene, data["given"], at):
        return True
    return bool(scene.at(data["before_person"], at + 1)) and _ends(scene, data["small_opens"], at)


def _given(scene: Scene, at: int) -> bool:
    """True where a colleague follows, to whom whoever stands at `at` is given."""
    hit = scene.at(scene.lex.data("unseen")["after_given"], at + 1)
    own = _colleagues(scene.context)
    return bool(hit) and any(token.norm in own for token in scene.tokens[at + 2 : at + 4])


def _ends(scene: Scene, patterns: list[str], place: int) -> bool:
    """True where one of the patterns fits the words right before `place`."""
    return any(
        scene.whole(pattern, start, place) for pattern in patterns for start in range(max(0, place - 6), place + 1)
    )


def _colleagues(context: Context) -> frozenset[str]:
    return frozenset(word for one in context.vocabulary.colleagues for word in fold(one.name).split())
