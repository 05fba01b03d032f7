"""Cuts a message into the words that names are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphs.understanding.local.names.fold import APOSTROPHES, WORD, fold, spellings

_CONTRACTIONS = ("s", "ll", "d", "ve", "re", "m")
_SENTENCE_ENDS = frozenset(".!?:;\n\"“”(•*-–—>→…|")
_JOINING = frozenset("-‐‑")  # noqa: RUF001 - the hyphens people type


@dataclass(slots=True)
class Token:
    """A word: its place, its folded spellings, and how it is written.

    `gap` is what stands between the word before and this one; `starts` is true
    where a capital means nothing because a sentence begins; `capital` where the
    word is written with a capital that does mean something.
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
    glued: bool = field(default=False)  # follows the word before with nothing but a space or hyphen between


def tokenize(text: str, limit: int) -> list[Token]:
    """Return the words in the first `limit` characters of `text`."""
    text = text[:limit]
    found: list[Token] = []
    last = 0
    for match in WORD.finditer(text):
        raw = match.group().strip(APOSTROPHES)
        if not raw:
            continue
        start = match.start() + match.group().index(raw)
        token = _token(raw, start, text[last:start])
        if not token.key:
            continue
        after = text[start + len(raw) : start + len(raw) + 1]
        token.possessive = token.possessive or (raw[-1] in "sSzZ" and after in {"'", "’"} and match.group()[0] not in APOSTROPHES)
        found.append(token)
        last = start + len(raw)
    _mark_capitals(text, found)
    return found


def _token(raw: str, start: int, gap: str) -> Token:
    stem, ending = _split(raw)
    forms = spellings(stem)
    key = forms[0] if forms else ""
    token = Token(start, start + len(raw), raw, key, forms, gap, possessive=ending == "s")
    token.glued = bool(gap) and "\n" not in gap and (gap.isspace() or gap in _JOINING)
    return token


def _split(raw: str) -> tuple[str, str]:
    """Part a word from a contraction or possessive: ("Sarah", "s"), ("he", "ll")."""
    for at in (-2, -3):
        if len(raw) > -at and raw[at] in APOSTROPHES and raw[at + 1 :].lower() in _CONTRACTIONS:
            return raw[:at], raw[at + 1 :].lower()
    return raw, ""


def _mark_capitals(text: str, tokens: list[Token]) -> None:
    """Decide which capitals tell a name: none in a message written all in capitals or all in small letters."""
    lettered = [token for token in tokens if token.raw[0].isalpha()]
    capitals = sum(token.raw[0].isupper() for token in lettered)
    telling = any(c.islower() for c in text) and (capitals <= 3 or capitals <= 0.7 * len(lettered))
    for token in tokens:
        token.starts = not token.gap.strip() and not token.start or any(c in _SENTENCE_ENDS for c in token.gap) and not token.glued
        token.upper = len(token.raw) > 1 and token.raw.isupper()
        token.capital = telling and token.raw[0].isupper() and not token.starts
    if tokens:
        tokens[0].starts = True
        tokens[0].capital = False
