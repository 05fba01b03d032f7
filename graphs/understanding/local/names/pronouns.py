"""Words that point: at what is on the screen, and at what was spoken of last."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graphs.understanding.local.names.known_words import KnownWords
from graphs.understanding.local.names.model import PEOPLE, PeopleContext
from graphs.understanding.local.names.tokens import Token
from graphs.understanding.plan import RecordRef


@dataclass(frozen=True, slots=True)
class Pointer:
    """Words [start, end) that point at `refs`; `every` where all of them are meant."""

    start: int
    end: int
    refs: tuple[RecordRef, ...]
    every: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    source: str  # screen, focus, both (the two spoken of last) or other (the one before the last)
    types: tuple[str, ...]  # empty: any


_Phrases = dict[str, dict[tuple[str, ...], _Phrase]]


def find_pointers(tokens: list[Token], known: KnownWords, context: PeopleContext) -> list[Pointer]:
    """Return the pronouns and pointing phrases of a message, longest reading first, none overlapping."""
    keys = [token.key for token in tokens]
    phrases = _phrases(known)
    found: list[Pointer] = []
    at = 0
    while at < len(tokens):
        phrase = _phrase_at(phrases, keys, at)
        if phrase is None or tokens[at].busy or (phrase.words == ("both",) and _is_no_pronoun(keys, at, known)):
            at += 1
            continue
        found.append(Pointer(at, at + len(phrase.words), _refs(phrase, context), every=phrase.source == "both"))
        at += len(phrase.words)
    return found


def _phrase_at(phrases: _Phrases, keys: list[str], at: int) -> _Phrase | None:
    beginning = phrases.get(keys[at])
    if beginning is None:
        return None
    longest = max(len(words) for words in beginning)
    return next((one for size in range(longest, 0, -1) if (one := beginning.get(tuple(keys[at : at + size])))), None)


def _is_no_pronoun(keys: list[str], at: int, known: KnownWords) -> bool:
    """Say so of "both Marias", "both my leads", "both John and Mary"; at the end or before a verb it is a pronoun."""
    after = keys[at + 1] if at + 1 < len(keys) else ""
    return bool(after) and (after in known.group("not_both") or not known.is_common(after))


@lru_cache(maxsize=8)
def _phrases(known: KnownWords) -> _Phrases:
    """Return the phrases by their first word."""
    phrases = [_Phrase((word,), "focus", _types(what)) for word, what in known.mapping("pronouns").items()]
    for one in known.phrases:
        phrases += [_Phrase(words, one["from"], types) for words, types in _filled(one, known)]
    by_first: _Phrases = {}
    for phrase in phrases:
        by_first.setdefault(phrase.words[0], {})[phrase.words] = phrase
    return by_first


def _filled(phrase: dict[str, str], known: KnownWords) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return (words, record types) of a phrase, once for every noun that "{type}" stands for."""
    if "{type}" not in phrase["say"]:
        return [(tuple(phrase["say"].split()), _types(phrase.get("as", "any")))]
    meant: dict[str, list[str]] = {}
    for type, nouns in known.mapping("record_nouns").items():
        for noun in nouns.split():
            meant.setdefault(noun, []).append(type)
    return [
        (tuple(phrase["say"].replace("{type}", noun).replace("-", " ").split()), tuple(types))
        for noun, types in meant.items()
    ]


def _types(what: str) -> tuple[str, ...]:
    return PEOPLE if what == "person" else ()


def _refs(phrase: _Phrase, context: PeopleContext) -> tuple[RecordRef, ...]:
    """Return what a phrase points at: the screen first for "this", what was spoken of last first for all else."""
    screen = (context.screen,) if context.screen else ()
    line = (*screen, *context.focus) if phrase.source == "screen" else (*context.focus, *screen)
    by_key = {(ref.type, ref.id): ref for ref in reversed(line) if not phrase.types or ref.type in phrase.types}
    fitting = [by_key[key] for key in dict.fromkeys((ref.type, ref.id) for ref in line) if key in by_key]
    places = {"both": slice(0, 2), "other": slice(1, 2)}.get(phrase.source, slice(0, 1))
    return tuple(fitting[places])
