"""Names that fit nobody in sight: found by their place in the sentence, so that they can be told apart from no name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from graphs.understanding.local.filters import known_at
from graphs.understanding.local.people import PeopleContext, look_up
from graphs.understanding.local.who import Who, of_mention
from prompts.load import language

if TYPE_CHECKING:
    from graphs.understanding.local.scene import Scene

_LONGEST = 6  # words of a name


@cache
def _common(lang: str) -> frozenset[str]:
    return frozenset(word for words in language("common_words", lang).values() for word in str(words).split())


def stranger(scene: Scene, start: int, end: int) -> Who | None:
    """Return the name in tokens [start, end) that nobody in sight has, None where no words look like one."""
    place = _capitalised(scene, start, end) or _by_place(scene, start, end)
    if place is None:
        return None
    return _looked_up(scene, *place)


def nobody(scene: Scene, first: int, last: int) -> Who:
    """Return tokens [first, last) as a name that nobody has, with whoever is near."""
    who = _looked_up(scene, first, last)
    return replace(who, ids=(), near=tuple(dict.fromkeys((*who.ids, *who.near))), kind="name")


def _looked_up(scene: Scene, first: int, last: int) -> Who:
    said, context = scene.words(first, last), scene.context
    mention = look_up(
        said,
        context.people,
        PeopleContext(
            focus=context.focus, screen=context.screen, types=("lead",), now=context.now, timezone=context.timezone
        ),
    )
    return of_mention(mention, context, scene.tokens[first].start)


def name_run(scene: Scene, at: int) -> int:
    """Return where the run of capitalised words that are no ordinary words ends which begins at `at`."""
    stop, end = at, len(scene)
    while (
        stop < end and stop - at < _LONGEST and (_name_like(scene, stop) or (stop > at and _goes_on(scene, stop, end)))
    ):
        stop += 1
    return stop


def is_plain(scene: Scene, at: int) -> bool:
    """True for a word in small letters that is no ordinary one."""
    token = scene.tokens[at]
    return (
        not token.entity
        and token.text.isalpha()
        and len(token.text) > 1
        and not known_at(scene, at, len(scene))
        and not _ordinary(scene, token.norm)
    )


def _capitalised(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """A run of capitalised words that are no ordinary words."""
    best: tuple[int, int] | None = None
    at = start
    while at < end:
        stop = at
        while (
            stop < end
            and stop - at < _LONGEST
            and (_name_like(scene, stop) or (stop > at and _goes_on(scene, stop, end)))
        ):
            stop += 1
        if stop > at and (best is None or stop - at > best[1] - best[0]):
            best = (at, stop)
        at = max(stop, at + 1)
    return best


def _name_like(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    if known_at(scene, at, len(scene)):
        return False
    return (
        not token.entity and token.text[:1].isupper() and token.text[:1].isalpha() and not _ordinary(scene, token.norm)
    )


def _goes_on(scene: Scene, at: int, end: int) -> bool:
    """Say whether a name goes on: with a surname that is an ordinary word ("Winters"), or with "van der" before one."""
    token = scene.tokens[at]
    if token.entity or not token.text.isalpha():
        return False
    if token.norm in _particles(scene.context.language):
        return at + 1 < end and (_name_like(scene, at + 1) or _goes_on(scene, at + 1, end))
    return token.text[0].isupper() and not scene.lex.status_of(token.norm) and not scene.lex.stage_of(token.norm)


@cache
def _particles(lang: str) -> frozenset[str]:
    return frozenset(str(language("people", lang)["particles"]).split())


def _ordinary(scene: Scene, word: str) -> bool:
    return (
        word in scene.lex.known_words
        or word in _common(scene.context.language)
        or _plain(word) in _common(scene.context.language)
    )


def _plain(word: str) -> str:
    for ending in ("ing", "ed", "es", "ly", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending)
    return word


def _by_place(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Words in lower case where a name must stand: after "with", between "mark" and "as"."""
    for pattern in (
        "{polite*} (mark|set|update|move|change|put|switch|make|tag) <name> ['s] [{status_word}] (as|to|into|in|->)",
        (
            "(with|call|met|meet|email|emailed|called|ring|phone|chase|ping|visit|to|for) "
            "<name> ($|,|.|-|–|@time|about|on|at|and|re|:|!|?|who|because)"
        ),
    ):
        hit = scene.search(pattern, start, end)
        if not hit:
            continue
        first, last = hit.groups["name"]
        words = scene.tokens[first:last]
        if last - first <= 2 and all(
            not word.entity and word.norm.isalpha() and not _ordinary(scene, word.norm) for word in words
        ):
            return first, last
    return None
