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
    source: str
    types: tuple[str, ...]  # empty: any


def find_pointers(tokens: list[Token], known: KnownWords, context: PeopleContext) -> list[Pointer]:
    """Return the pronouns and pointing phrases of a message, longest reading first, none overlapping."""
    keys = [token.key for token in tokens]
    found: list[Pointer] = []
    at = 0
    while at < len(tokens):
        phrase = next((one for one in _phrases(known).get(keys[at], ()) if _stands(one, keys, at, tokens)), None)
        if phrase is None or (phrase.words == ("both",) and _is_no_pronoun(keys, at, known)):
            at += 1
            continue
        found.append(Pointer(at, at + len(phrase.words), _refs(phrase, context), every=phrase.source == "both"))
        at += len(phrase.words)
    return found


def _stands(phrase: _Phrase, keys: list[str], at: int, tokens: list[Token]) -> bool:
    end = at + len(phrase.words)
    return tuple(keys[at:end]) == phrase.words and not any(tokens[place].busy for place in range(at, end))


def _is_no_pronoun(keys: list[str], at: int, known: KnownWords) -> bool:
    """"both Marias", "both my leads", "both John and Mary": only at the end or before a verb or time is it a pronoun."""
    after = keys[at + 1] if at + 1 < len(keys) else ""
    return bool(after) and (after in known.group("not_both") or not known.is_common(after))


@lru_cache(maxsize=8)
def _phrases(known: KnownWords) -> dict[str, tuple[_Phrase, ...]]:
    phrases = [_Phrase((word,), "focus", _types(what)) for word, what in known.mapping("pronouns").items()]
    for one in known.phrases:
        for said, types in _filled(one, known):
            phrases.append(_Phrase(tuple(said.replace("-", " ").split()), one["from"], types))
    by_first: dict[str, list[_Phrase]] = {}
    for phrase in sorted(phrases, key=lambda one: -len(one.words)):
        by_first.setdefault(phrase.words[0], []).append(phrase)
    return {first: tuple(group) for first, group in by_first.items()}


def _filled(phrase: dict[str, str], known: KnownWords) -> list[tuple[str, tuple[str, ...]]]:
    if "{type}" not in phrase["say"]:
        return [(phrase["say"], _types(phrase.get("as", "any")))]
    meant: dict[str, list[str]] = {}
    for type, nouns in known.mapping("record_nouns").items():
        for noun in nouns.split():
            meant.setdefault(noun, []).append(type)
    return [(phrase["say"].replace("{type}", noun), tuple(types)) for noun, types in meant.items()]


def _types(what: str) -> tuple[str, ...]:
    return PEOPLE if what == "person" else ()


def _refs(phrase: _Phrase, context: PeopleContext) -> tuple[RecordRef, ...]:
    """Return what a phrase points at: the screen first for "this", what was spoken of last first for all else."""
    screen = (context.screen,) if context.screen else ()
    line = (*screen, *context.focus) if phrase.source == "screen" else (*context.focus, *screen)
    fitting = [ref for ref in dict.fromkeys((ref.type, ref.id) for ref in line) if not phrase.types or ref[0] in phrase.types]
    by_key = {(ref.type, ref.id): ref for ref in line}
    places = {"both": slice(0, 2), "other": slice(1, 2)}.get(phrase.source, slice(0, 1))
    return tuple(by_key[key] for key in fitting[places])
