"""The nouns that deals, follow-ups and tasks go by in a message: "call", "the insurance task"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphs.understanding.local.names.known_words import KnownWords
from graphs.understanding.local.names.model import TITLED
from graphs.understanding.local.names.tokens import Token


@dataclass(frozen=True, slots=True)
class Noun:
    """Words [start, end) that stand for records of `types`; `kinds` are a follow-up's kinds, empty for any."""

    start: int
    end: int
    types: frozenset[str]
    kinds: frozenset[str]
    plural: bool


_Meant = tuple[frozenset[str], frozenset[str]]


def find_nouns(tokens: Sequence[Token], known: KnownWords, wanted: frozenset[str]) -> list[Noun]:
    """Return the nouns for records of the `wanted` types, in text order, the longest where several begin."""
    nouns = _nouns(known)
    found: list[Noun] = []
    at = 0
    while at < len(tokens):
        noun = next((one for size in (2, 1) if (one := _noun_at(tokens, at, size, nouns, wanted))), None)
        if noun:
            found.append(noun)
        at = noun.end if noun else at + 1
    return found


def _noun_at(
    tokens: Sequence[Token], at: int, size: int, nouns: dict[tuple[str, ...], _Meant], wanted: frozenset[str]
) -> Noun | None:
    words = tuple(token.key for token in tokens[at : at + size])
    if len(words) < size or words not in nouns or not all(token.glued for token in tokens[at + 1 : at + size]):
        return None
    types, kinds = nouns[words]
    plural = words[-1].endswith("s") and (*words[:-1], words[-1][:-1]) in nouns
    return Noun(at, at + size, types & wanted, kinds, plural) if types & wanted else None


@lru_cache(maxsize=8)
def _nouns(known: KnownWords) -> dict[tuple[str, ...], _Meant]:
    types: dict[tuple[str, ...], set[str]] = {}
    kinds: dict[tuple[str, ...], set[str]] = {}
    for type in TITLED:
        for noun in known.mapping("record_nouns")[type].split():
            types.setdefault(tuple(noun.split("-")), set()).add(type)
    for kind, said in known.mapping("kind_nouns").items():
        for noun in said.split():
            types.setdefault(tuple(noun.split("-")), set()).add("follow_up")
            kinds.setdefault(tuple(noun.split("-")), set()).add(kind)
    return {words: (frozenset(held), frozenset(kinds.get(words, ()))) for words, held in types.items()}
