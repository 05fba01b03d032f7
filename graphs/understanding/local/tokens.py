"""Cuts a message into words and marks, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'"})
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-"})

_PIECE = re.compile(
    r"(?P<newline>\n+)"
    r"|(?P<arrow>[-=]+>+|>>+|[\u2192\u21d2\u2794\u279c\u27a1]\ufe0f?)"
    r"|(?P<short>\b[wWbBfF]/[ocuOCU]?(?=\W|\w))"
    r"|(?P<word>\w+(?:[.]\w+)*(?:['\u2019\u2018\u02bc\u00b4`]\w+)*(?:-\w+(?:['\u2019]\w+)*)*)"
    r"|(?P<mark>[^\w\s])",
)
_CLITIC = re.compile(r"^(.*\w)('(?:s|d|ll|ve|re|m))$", re.IGNORECASE)
_INVISIBLE = {"\ufe0f", "\u200d"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: `text` as typed, `norm` folded, [start, end) in the message."""

    text: str
    norm: str
    start: int
    end: int
    entity: str = ""  # the kind of thing this token stands for ("person", "time", ...), else ""
    value: Any = None


def fold(text: str) -> str:
    """Return `text` in lower case without accents, with plain apostrophes and hyphens."""
    if text.isascii():
        return text.replace("`", "'").casefold()
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_DASHES))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the words and marks of `text`; "she's" is two words, "follow-up" one."""
    found: list[Token] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece in _INVISIBLE:
            continue
        if match.lastgroup == "arrow":
            found.append(Token(piece, "->", match.start(), match.end()))
        elif match.lastgroup == "newline":
            found.append(Token(piece, "<nl>", match.start(), match.end()))
        else:
            found.extend(_split(piece, match.start()))
    return tuple(found)


def _split(piece: str, start: int) -> list[Token]:
    plain = piece.translate(_APOSTROPHES)
    clitic = _CLITIC.match(plain)
    if not clitic or fold(clitic[1]) in {"o", "d", "l"}:
        return [Token(piece, fold(piece), start, start + len(piece))]
    cut = start + len(clitic[1])
    head = Token(piece[: len(clitic[1])], fold(clitic[1]), start, cut)
    return [head, Token(piece[len(clitic[1]) :], fold(clitic[2]), cut, start + len(piece))]
