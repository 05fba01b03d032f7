"""Brings spellings of one name together: case, accents, apostrophes and umlaut spellings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’‘`\u02bc\u00b4\u2032\u02bb"  # typed for an apostrophe: typographic, modifier, accent, prime
_DROPPED = dict.fromkeys(map(ord, APOSTROPHES + "."))
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "\u0131": "i",
        "ħ": "h",
        "ŋ": "n",
    }
)
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})

# A word is anything between separators; an emoji is a word of its own.  Both classes are flat: no backtracking.
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff"
_SEPARATOR = (
    r"\s\x00-\x26\x28-\x2f\x3a-\x40\x5b-\x5f\x7b-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb-\xbf\xd7\xf7"
    r"\u2000-\u200b\u200e-\u2018\u201a-\u206f\u2190-\u25ff\u3000-\u303f\uff01-\uff0f\u061b\u061f\u060c"
)
WORD = re.compile(f"[{_EMOJI}][{_EMOJI}\u200d\ufe0f]*|[^{_SEPARATOR}{_EMOJI}]+")


@lru_cache(maxsize=1 << 15)
def fold(text: str) -> str:
    """Return `text` in small letters without accents, apostrophes and dots ("O’Néil" becomes "oneil")."""
    if text.isascii():
        return text.lower().translate(_DROPPED)
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    return kept.translate(_LETTERS).translate(_DROPPED) or text.casefold()


@lru_cache(maxsize=1 << 15)
def spellings(word: str) -> tuple[str, ...]:
    """Return the folded spellings of one word: "Müller" is both "muller" and "mueller"."""
    first = fold(word)
    if word.isascii():
        return (first,) if first else ()
    second = fold(unicodedata.normalize("NFC", word).lower().translate(_TWO_LETTERS))
    return tuple(dict.fromkeys(form for form in (first, second) if form))


def words(text: str) -> list[str]:
    """Return the words of `text`, folded, hyphens parted."""
    return [folded for match in WORD.finditer(text) if (folded := fold(match.group()))]
