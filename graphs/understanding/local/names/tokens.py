"""Cuts a message into the words that names are made of."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from graphs.understanding.local.names.fold import APOSTROPHES, WORD, spellings
from graphs.understanding.local.names.known_words import KnownWords
from graphs.understanding.local.names.model import Span

_SENTENCE_ENDS = frozenset('.!?:;\n"“”(•*–—>→…|')
_HYPHENS = frozenset("-\u2010\u2011")


@dataclass(slots=True)
class Token:
    """A word: its place, its folded spellings, and how it is written.

    `key` is the first spelling, without "'s"; `gap` what stands between the
    word before and this one; `starts` is true where a sentence begins;
    `capital` and `upper` (all capitals) where that tells something; `glued`
    where nothing but a space or hyphen parts it from the word before.
    """

    start: int
    end: int
    raw: str
    key: str
    forms: tuple[str, ...]
    gap: str
    possessive: bool = False
    starts: bool = False
    capital: bool = False
    upper: bool = False
    busy: bool = False
    glued: bool = False
    hyphened: bool = False


def tokenize(text: str, known: KnownWords) -> list[Token]:
    """Return the words of `text`, as the language parts them."""
    found: list[Token] = []
    last = 0
    for match in WORD.finditer(text):
        raw = match.group().strip(APOSTROPHES)
        if not raw:
            continue
        start = match.start() + match.group().index(raw)
        if token := _token(raw, start, text[last:start], known.group("contractions")):
            token.possessive = token.possessive or _ends_possessive(match.group(), raw)
            found.append(token)
            last = token.end
    _mark_sentences(text, found, known.group("titles"))
    return found


def joined_prefixes(tokens: Sequence[Token], prefixes: Container[str], known: Container[str]) -> list[Token]:
    """Return the words with "O Brien" and "Xiao-ling" made one where only what they make is a `known` name part."""
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        if before is None or not _may_be_one(before, token, prefixes, known) or before.key + token.key not in known:
            found.append(token)
            continue
        key = before.key + token.key
        found[-1] = replace(
            before, end=token.end, raw=f"{before.raw}{token.raw}", key=key, forms=(key,), possessive=token.possessive
        )
    return found


def _may_be_one(before: Token, token: Token, prefixes: Container[str], known: Container[str]) -> bool:
    if not token.glued or token.key in known:
        return False
    return before.key in prefixes or (token.hyphened and before.key not in known)


def claim(tokens: Sequence[Token], spans: Sequence[Span]) -> None:
    """Mark the words that lie in any of `spans` as busy."""
    ordered = sorted(spans)
    at = 0
    furthest = -1
    for token in tokens:
        while at < len(ordered) and ordered[at][0] < token.end:
            furthest = max(furthest, ordered[at][1])
            at += 1
        token.busy = furthest > token.start


def _token(raw: str, start: int, gap: str, contractions: Container[str]) -> Token | None:
    stem, ending = _parted(raw, contractions)
    forms = spellings(stem)
    if not forms:
        return None
    glued = bool(gap) and "\n" not in gap and (gap.isspace() or gap in _HYPHENS)
    return Token(
        start,
        start + len(raw),
        raw,
        forms[0],
        forms,
        gap,
        possessive=ending == "s",
        glued=glued,
        hyphened=gap in _HYPHENS,
    )


def _parted(raw: str, contractions: Container[str]) -> tuple[str, str]:
    """Part a word from a contraction or possessive: ("Sarah", "s"), ("he", "ll")."""
    for at in (-2, -3):
        if len(raw) > -at and raw[at] in APOSTROPHES and raw[at + 1 :].lower() in contractions:
            return raw[:at], raw[at + 1 :].lower()
    return raw, ""


def _ends_possessive(written: str, raw: str) -> bool:
    """Say whether an apostrophe behind an s makes a possessive ("James'"), and is no closing quotation mark."""
    return raw[-1] in "sSzZ" and written[-1] in APOSTROPHES and written[0] not in APOSTROPHES


def _mark_sentences(text: str, tokens: list[Token], titles: Container[str]) -> None:
    """Mark beginnings, and capitals where they tell: not in a message all in capitals or in Title Case."""
    lettered = [token for token in tokens if token.raw[0].isalpha()]
    capitals = sum(token.raw[0].isupper() for token in lettered)
    telling = text != text.upper() and (capitals <= 3 or capitals <= 0.7 * len(lettered))
    for at, token in enumerate(tokens):
        token.starts = at == 0 or not (
            token.glued or _SENTENCE_ENDS.isdisjoint(token.gap) or _abbreviates(tokens[at - 1], token, titles)
        )
        token.upper = telling and len(token.raw) > 1 and token.raw.isupper()
        token.capital = telling and token.raw[0].isupper() and not token.starts


def _abbreviates(before: Token, token: Token, titles: Container[str]) -> bool:
    """Say whether the dot between two words only abbreviates the first: "Dr. Who", "J. Doe"."""
    return token.gap.strip() == "." and (before.key in titles or (len(before.key) == 1 and before.raw.isupper()))
