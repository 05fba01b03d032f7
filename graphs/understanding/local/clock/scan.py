"""Cuts a text into the pieces that a time can be made of, each with its classes and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphs.understanding.local.clock.words import Values, Words

LONGEST = 6_000  # characters read of a text: a message has at most 4,000
_MOST_WORDS = 5  # of a phrase in the language data

_PIECES = r"""
    \b(?P<mixed>{mixed})\b
  | (?P<other>                                                          # addresses, money, shares, telephones, names of things
        (?:https?://|www\.)\S+ | [\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64}){1,4}
      | [$€£¥₹]\s?\d[\d.,]{0,14}\s?(?:k|m|bn|mio)?\b | \b\d[\d.,]{0,14}\s?[%€£¥₹]
      | \+\d[\d\s().\-]{6,20}\d\b | \(\d{3}\)\s?\d{3}[\s.\-]\d{4}\b | \b\d{3}[\s.\-]\d{3}[\s.\-]\d{4}\b
      | \b\d{3}-\d{4}\b | \b0\d{2,4}[ \-]\d{3,4}[ \-]\d{3,4}\b
      | \#\w{1,20} | \b[a-z]{2,12}-\d[\w\-]{0,20}\d{3}\b | \bv\d{1,4}(?:\.\d{1,4}){0,4}\b
      | \b\d{1,2}\.\d{1,2}\.\d{1}\b(?!\.\d) | \b24/7\b | \b\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?\b
      | \b\d{1,9}(?:\.\d{1,4})?\s?(?:k|mb|gb|kg|km|cm|mm|sqm|sqft|ft|x)\b
    )
  | (?P<ymd>(?:19|20|21)\d\d(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2})(?=t\d|\b)
  | (?P<dmy>\d{1,2}(?P<s2>[-/.])\d{1,2}(?P=s2)(?:\d{4}|\d\d))\b
  | (?P<dotted_dm>\d{1,2}\.\s?\d{1,2}\.)(?!\d)
  | (?P<month_year>\d{1,2}/(?:19|20)\d\d)\b
  | (?P<dm>\d{1,2}/\d{1,2})(?![\d/]|\.\d)
  | (?P<colon>\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?|\d{1,2}h\d\d)(?=(?:[ap]\.?\s?m?\b|z|hrs?|h|uhr|ish)?(?:\W|_|t|$))
  | (?P<dotted>\d{1,2}\.\d\d)(?=(?:[ap]\.?m?\b|h|uhr|hrs|hours)?(?:\W|$))(?![.,]\d)
  | (?P<decimal>\d{1,9}\.\d{1,9}|\d{1,4},\d(?!\d))
  | (?P<nth>\d{1,2})(?:st|nd|rd|th)\b
  | \bq(?P<quarter>[1-4])\b | \b(?:cw|kw|w)(?P<week>\d\d?)\b
  | (?P<short_year>['’]\d\d)\b
  | (?P<digits>\d+)
  | (?P<meridiem>[ap]\.\s?m\b\.?)
  | (?P<iana>\b(?:africa|america|asia|atlantic|australia|europe|indian|pacific)/[a-z_]{2,30}(?:/[a-z_]{2,30})?)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*['’]?)
  | (?P<mark>->|[^\w\s])
  | (?P<line>\n)
"""
_SUFFIXES = frozenset({"am", "pm", "a", "p", "h", "hs", "hr", "hrs", "ish", "oclock", "uhr", "t", "z"})
_BREAKS = frozenset(".;!?\n")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the text, or what a phrase made of several: its values by class, at [start, end)."""

    start: int
    end: int
    text: str
    values: Values
    glued: bool = False  # no space between it and the piece before
    fuzzy: bool = False  # read with a letter put right


def scan(text: str, words: Words, busy: Sequence[tuple[int, int]] = ()) -> list[Item]:
    """Return the pieces of `text` in order; what lies in a `busy` span is of no class."""
    return list(_phrases(list(_pieces(text[:LONGEST], words, busy)), words))


_PATTERNS: dict[int, re.Pattern[str]] = {}


def _pattern(words: Words) -> re.Pattern[str]:
    """Return the expression that finds pieces, with the language's words that mix letters and digits."""
    found = _PATTERNS.get(id(words))
    if not found:
        mixed = [re.escape(word) for word in words.single if re.search(r"\d", word) and re.search(r"[a-z]", word)]
        source = _PIECES.replace("{mixed}", "|".join(mixed) or "(?!)")
        found = _PATTERNS[id(words)] = re.compile(source, re.IGNORECASE | re.VERBOSE)
    return found


def _pieces(text: str, words: Words, busy: Sequence[tuple[int, int]]) -> Iterator[Item]:
    end_before = -1
    letters_before = False
    for match in _pattern(words).finditer(text):
        start, end = match.span()
        kind = match.lastgroup or ""
        glued = start == end_before
        if any(start < stop and end > begin for begin, stop in busy):
            kind = "other"
        values = _values(kind, match, words, glued=glued)
        if kind == "digits" and ((glued and letters_before) or _odd_suffix(text, end, words)):
            values = {}
        raw = match[0].lower().replace("’", "'")
        word, fuzzy = (_spelled(raw, words) if kind in {"word", "mixed"} else (raw, False))
        if kind in {"word", "mixed"}:
            values = _word_values(word, words, short=glued and not letters_before)
            end -= raw.endswith("'") and not word.endswith("'") and len(raw) - len(word) == 1 and 0
        yield Item(start, end, word, values, glued=glued, fuzzy=fuzzy)
        end_before, letters_before = end, kind in {"word", "mixed"} and word not in {"t", "utc", "gmt", "x"}


def _values(kind: str, match: re.Match[str], words: Words, *, glued: bool) -> Values:
    text = match[0]
    reader = _READERS.get(kind)
    return reader(text if kind not in {"nth", "quarter", "week"} else match[kind]) if reader else {}


def _odd_suffix(text: str, end: int, words: Words) -> bool:
    """Whether letters that make no time of it are written right after a number: 5k, 4B."""
    follows = _LETTERS.match(text, end)
    if not follows:
        return False
    word = follows[0].lower()
    return word not in _SUFFIXES and not words.single.get(word, {}).keys() & {"unit", "unit_short", "month"}


_LETTERS = re.compile(r"[^\W\d_]+")


def _spelled(raw: str, words: Words) -> tuple[str, bool]:
    """Return the word as the language data has it, and whether a letter had to be put right for that."""
    if raw in words.single or raw in words.phrases:
        return raw, False
    base = raw[:-2] if raw.endswith("'s") else raw.rstrip("'")
    if base in words.single:
        return base, False
    meant = words.meant(base)
    return (meant, True) if meant else (raw, False)


def _word_values(word: str, words: Words, *, short: bool) -> Values:
    values = words.single.get(word, {})
    if not short and ("unit_short" in values or "ampm_short" in values):
        values = {kind: value for kind, value in values.items() if kind not in {"unit_short", "ampm_short"}}
    if "number_word" in values:
        return {**values, **number_word(values["number_word"])}
    return values


def number_word(value: int) -> Values:
    """Return the classes of a number written as a word."""
    found: Values = {"integer": value}
    if 1 <= value <= 12:
        found |= {"hour12": value, "hour_word": value}
    if value <= 24:
        found["hour24"] = value
    if 10 <= value < 60:
        found |= {"minutes": value, "minutes_word": value}
    return found


def number(text: str) -> Values:
    """Return the classes of a number written in digits."""
    value, size = int(text[:9]), len(text)
    found: Values = {"integer": value} if size <= 4 else {}
    if size <= 2:
        found |= {"hour12": value} if 1 <= value <= 12 else {}
        found |= {"hour24": value} if value <= 24 else {}
        found |= {"dom": value} if 1 <= value <= 31 else {}
        found |= {"minutes": value, "yy": 2000 + value} if size == 2 and value < 60 else {}
    elif size == 4 and 1900 <= value < 2200:
        found["year"] = value
    if 3 <= size <= 4 and value // 100 < 24 and value % 100 < 60:
        found["hhmm"] = (value // 100, value % 100)
    if size == 8 and 1900 <= value // 10000 < 2200 and 1 <= value // 100 % 100 <= 12 and 1 <= value % 100 <= 31:
        found["written"] = ("ymd", value // 10000, value // 100 % 100, value % 100)
    return found


def _colon(text: str) -> Values:
    hour, minute = (int(part) for part in re.split("[:h]", text.lower())[:2])
    return {"colon": (hour, minute)} if (hour < 24 and minute < 60) else {"bad_clock": text}


def _dotted(text: str) -> Values:
    hour, minute = (int(part) for part in text.split("."))
    return {"decimal": float(text)} | ({"dotted": (hour, minute)} if hour < 24 and minute < 60 else {})


def _parts(name: str) -> Any:
    def read(text: str) -> Values:
        return {"written": (name, *(int(part) for part in re.split(r"[-/.\s]+", text) if part))}

    return read


def _day_month(text: str) -> Values:
    first, second = (int(part) for part in re.split(r"[/.\s]+", text) if part)
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return {}
    return {"day_month": ("dotted" if "." in text else "dm", first, second)}


def _month_year(text: str) -> Values:
    month, year = (int(part) for part in text.split("/"))
    return {"month_year": (month, year)} if 1 <= month <= 12 else {}


_READERS = {
    "digits": number,
    "colon": _colon,
    "dotted": _dotted,
    "decimal": lambda text: {"decimal": float(text.replace(",", "."))},
    "nth": lambda text: {"ordinal": int(text)} if 1 <= int(text) <= 31 else {},
    "ymd": _parts("ymd"),
    "dmy": _parts("dmy"),
    "dm": _day_month,
    "dotted_dm": _day_month,
    "month_year": _month_year,
    "quarter": lambda text: {"quarter": int(text)},
    "week": lambda text: {"week_number": int(text)},
    "short_year": lambda text: {"short_year": 2000 + int(text[1:])},
    "meridiem": lambda text: {"ampm": f"{text[0].lower()}m"},
    "iana": lambda text: {"iana": text},
    "mark": lambda text: {"sign": -1 if text == "-" else 1} if text in "+-" else {},
}


def _phrases(pieces: list[Item], words: Words) -> Iterator[Item]:
    """Join what the language data knows as phrases of several words; hyphens inside one do not matter."""
    place = 0
    while place < len(pieces):
        size, values = _longest(pieces, place, words)
        if not size:
            yield pieces[place]
            place += 1
            continue
        first, last = pieces[place], pieces[place + size - 1]
        text = " ".join(piece.text for piece in pieces[place : place + size] if piece.text != "-")
        yield Item(first.start, last.end, text, values, glued=first.glued)
        place += size


def _longest(pieces: list[Item], place: int, words: Words) -> tuple[int, Values]:
    branch = words.phrases.get(pieces[place].text)
    best: tuple[int, Values] = (0, {})
    after = place + 1
    while branch and after < len(pieces):
        piece = pieces[after]
        if piece.text == "-" and piece.glued:
            after += 1
            continue
        branch = branch.get(piece.text)
        after += 1
        if branch and "" in branch:
            values = branch[""]
            if "number_word" in values:
                values = {**values, **number_word(values["number_word"])}
            best = (after - place, values)
    return best
