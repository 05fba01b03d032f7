"""Deals that a message names in full: "Orchard refit" needs no "deal" beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from graphs.understanding.local.tokens import fold, tokenize
from graphs.understanding.local.values import Found

if TYPE_CHECKING:
    from graphs.understanding.local.people import PeopleIndex

_SHORTEST = 2  # words: a name of one word may be anything


def deal_names(text: str, people: PeopleIndex) -> list[Found]:
    """Return every stretch of `text` that is the whole name of a deal in sight, longer names first."""
    tokens = tokenize(text)
    said = [token.norm for token in tokens]
    first = set(said)
    found: list[Found] = []
    names = {_words(one.name) for one in people.entries("deal")}
    for name in sorted((name for name in names if len(name) >= _SHORTEST and name[0] in first), key=len, reverse=True):
        for at in range(len(said) - len(name) + 1):
            start, end = tokens[at].start, tokens[at + len(name) - 1].end
            if tuple(said[at : at + len(name)]) == name and not any(start < o.end and o.start < end for o in found):
                found.append(Found("deal", start, end, text[start:end]))
    return found


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenize(fold(name)))
