"""What somebody says and takes back in the same breath: "mark Tom as qualified, no wait, lost" says only "lost"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphs.understanding.local.lexicon import Lexicon
    from graphs.understanding.local.tokens import Token

_KINDS = frozenset({"person", "company", "time", "money", "email", "phone", "length"})
_LONGEST = 3  # words of a status
_LONGEST_MARK = 4  # words that take something back
_MARKS = frozenset({",", ".", "-", "–", "—", "…", ";", "!", "?", ":", "("})


def without_corrected(tokens: tuple[Token, ...], lex: Lexicon) -> tuple[Token, ...]:
    """Return the tokens without each value that is taken back, and without the words that take it back."""
    data = lex.data("clauses")
    tokens = _without_denied(tokens, lex, {tuple(str(one).split()) for one in data["instead_of"]})
    takes_back = {tuple(str(one).split()) for one in data["takes_back"]}
    if not any(token.norm in {words[0] for words in takes_back} for token in tokens):
        return tokens
    leads_to = {tuple(str(one).split()) for one in data["leads_to_value"]}
    out = list(tokens)
    place = 1
    while place < len(out):
        after = _phrase(out, place, takes_back)
        new = _skip(out, after, leads_to) if after > place else place
        old = _old(out, place, _value_at(out, new, lex), lex) if after > place else None
        if old is None:
            place += 1
        else:
            del out[old:new]
            place = old + 1
    return tuple(out)


def _without_denied(tokens: tuple[Token, ...], lex: Lexicon, denies: set[tuple[str, ...]]) -> tuple[Token, ...]:
    """For "qualified, not lost": only what it is."""
    out = list(tokens)
    place = 1
    while place < len(out):
        after = _phrase(out, place, denies)
        size = _status_size(out, after, lex) if after > place else 0
        begin = _old(out, place, "status", lex) if size else None
        if begin is None:
            place += 1
            continue
        start = next(at for at in range(begin + 1, place + 1) if at == place or out[at].norm in _MARKS)
        del out[start : after + size]
    return tuple(out)


def _status_size(tokens: list[Token], place: int, lex: Lexicon) -> int:
    sizes = range(min(_LONGEST, len(tokens) - place), 0, -1)
    return next((size for size in sizes if _is_status(tokens[place : place + size], lex)), 0)


def _phrase(tokens: list[Token], place: int, phrases: set[tuple[str, ...]]) -> int:
    """Return where the phrases that begin at `place` end, with the marks between them."""
    end = place
    while True:
        at = end
        while at < len(tokens) and tokens[at].norm in _MARKS and end > place:
            at += 1
        step = next(
            (size for size in range(_LONGEST_MARK, 0, -1) if tuple(t.norm for t in tokens[at : at + size]) in phrases),
            0,
        )
        if not step:
            return end
        end = at + step


def _skip(tokens: list[Token], place: int, phrases: set[tuple[str, ...]]) -> int:
    while place < len(tokens) and tokens[place].norm in _MARKS:
        place += 1
    end = _phrase(tokens, place, phrases)
    while end < len(tokens) and end > place and tokens[end].norm in _MARKS:
        end += 1
    return end


def _value_at(tokens: list[Token], place: int, lex: Lexicon) -> str:
    """Return the kind of value that begins at `place`, "" for none."""
    if place >= len(tokens):
        return ""
    if tokens[place].entity:
        return tokens[place].entity if tokens[place].entity in _KINDS else ""
    return "status" if _status_size(tokens, place, lex) else ""


def _old(tokens: list[Token], place: int, kind: str, lex: Lexicon) -> int | None:
    """Return where the value begins that ends before `place` and is of the kind; None where there is none."""
    end = place
    while end > 0 and tokens[end - 1].norm in _MARKS:
        end -= 1
    if not kind or end == 0:
        return None
    if kind != "status":
        begin = end - 1 if tokens[end - 1].entity == kind else None
    else:
        sizes = range(min(_LONGEST, end), 0, -1)
        begin = next((end - size for size in sizes if _is_status(tokens[end - size : end], lex)), None)
    return None if begin is None or (begin and tokens[begin - 1].norm in {"not", "don't"}) else begin


def _is_status(tokens: list[Token], lex: Lexicon) -> bool:
    return not any(token.entity for token in tokens) and bool(lex.status_of(" ".join(token.norm for token in tokens)))
