"""Cuts a text into the pieces that a time can be made of, each with its classes and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from graphs.understanding.local.clock import numbers
from graphs.understanding.local.clock.words import language_read, words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graphs.understanding.local.clock.numbers import Values
    from graphs.understanding.local.clock.words import Words

LONGEST = 4_500  # characters read of a text; a message has at most 4,000
MOST = 1_500  # pieces read of it

# What is no time comes early: addresses, money, shares, telephones, names of things, measures.
_PIECES = r"""
    (?P<plain>[^\W\d_]{3,}+(?:['’][^\W\d_]++)*+['’]?+)(?![\w@/:.+-])      # most words: nothing else begins so
  | \b(?P<mixed>{mixed})\b
  | (?P<other>
        (?:https?://|www\.)\S+ | [\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64}){1,4}
      | [$€£¥₹]\s?\d[\d.,]{0,14}\s?(?:k|m|bn|mio)?\b | \b\d[\d.,]{0,14}\s?[%€£¥₹]
      | \+\d[\d\s().\-]{6,20}\d\b | \(\d{3}\)\s?\d{3}[\s.\-]\d{4}\b | \b\d{3}[\s.\-]\d{3}[\s.\-]\d{4}\b
      | \b\d{3}-\d{4}\b | \b0\d{2,4}[ \-]\d{3,4}[ \-]\d{3,4}\b
      | \#\w{1,20} | \b(?!(?:{months})-)[a-z]{2,12}-\d[\w\-]{0,20}\d{3}\b
      | \bv\d{1,4}(?:\.\d{1,4}){0,4}\b
      | \b\d{1,2}\.\d{1,2}\.\d\b(?!\.\d) | \b24/7\b | \b\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?\b
      | \b\d{1,9}(?:\.\d{1,4})?\s?(?:k|mb|gb|kg|km|cm|mm|sqm|sqft|ft|x)\b
    )
  | (?P<moment>(?:19|20|21)\d\d-?\d\d-?\d\d
        (?:t|\s(?!\d\d:\d\d-\d\d:)(?=\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?\s?(?:z\b|[+-]\d\d:?\d\d)))\d\d:?\d\d
        (?::?\d\d(?:\.\d{1,6})?)?(?:\s?(?:z\b|[+-]\d\d:?\d\d))?)(?!\d)
  | (?P<ymd>(?:19|20|21)\d\d(?P<s1>[-/.])\d{1,2}(?P=s1)\d{1,2})\b
  | (?P<dmy>\d{1,2}(?P<s2>[-/.])\d{1,2}(?P=s2)(?:\d{4}|\d\d))\b
  | (?P<dotted_dm>\d{1,2}\.\s?(?:0?[1-9]|1[0-2])\.)(?!\d)
  | (?P<month_year>(?<![-/])\d{1,2}/(?:19|20)\d\d|(?:19|20)\d\d[-/](?:0[1-9]|1[0-2]))\b(?![-/])
  | (?P<dm>\d{1,2}/\d{1,2})(?![\d/]|\.\d)
  | (?P<colon>\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?|\d{1,2}h\d\d)(?=(?:[ap]\.?\s?m?\b|z|hrs?|h|uhr|ish)?(?:\W|_|t|$))
  | (?P<dotted>\d{1,2}\.\d\d)(?=(?:[ap]\.?m?\b|h|uhr|hrs|hours)?(?:\W|$))(?![.,]\d)
  | (?P<decimal>\d{1,9}\.\d{1,9}|\d{1,4},\d(?!\d))
  | (?P<nth>\d{1,2}(?:st|nd|rd|th))\b
  | \b(?P<year_quarter>(?:19|20)?\d\dq[1-4])\b | \b(?P<quarter>q[1-4])\b | \b(?P<week>(?:cw|kw|w)\d\d?)\b
  | (?P<short_year>['’]\d\d)\b
  | (?P<digits>\d+)
  | (?P<meridiem>[ap]\.\s?m\b\.?)
  | (?P<iana>\b(?:africa|america|asia|atlantic|australia|europe|indian|pacific)/[a-z_]{2,30}(?:/[a-z_]{2,30})?)
  | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*['’]?)
  | (?P<arrow>->) | (?P<sign>[+-]) | (?P<mark>[^\w\s])
  | (?P<line>\n)
"""
_WORDS = {"plain": "word", "mixed": "word"}
_SHORT = frozenset({"unit_short", "ampm_short"})
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the text, or what a phrase made of several: its classes with their values, at [start, end)."""

    start: int
    end: int
    text: str
    values: Values
    glued: bool = False  # no space between it and the piece before
    rule: str = ""  # of the phrase that made it: its own words are no words of later phrases any more

    def has(self, *kinds: str) -> bool:
        """Whether it is of any of these classes."""
        return any(kind in self.values for kind in kinds)


def scan(text: str, busy: Sequence[tuple[int, int]] = ()) -> list[Item]:
    """Return the pieces of `text` in order, without the sounds of speech; a `busy` span is of no class."""
    vocabulary = words()
    pieces = islice(_pieces(text[:LONGEST], vocabulary, busy), MOST)
    return list(_phrases([item for item in pieces if "filler" not in item.values], vocabulary))


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    vocabulary = words_of(lang)
    mixed = [word for word in vocabulary.single if re.search(r"\d", word) and re.search("[a-z]", word)]
    months = [word for word, values in vocabulary.single.items() if "month" in values]
    source = _PIECES.replace("{mixed}", "|".join(mixed)).replace("{months}", "|".join(months))
    return re.compile(source, re.IGNORECASE | re.VERBOSE)


def _pieces(text: str, vocabulary: Words, busy: Sequence[tuple[int, int]]) -> Iterator[Item]:
    before: Item | None = None
    for match in _pattern(language_read()).finditer(text):
        start, end = match.span()
        kind = _WORDS.get(match.lastgroup or "", match.lastgroup or "")
        glued = before is not None and before.end == start
        if any(start < stop and end > begin for begin, stop in busy):
            kind = "other"
        if kind == "dotted_dm" and before is not None and before.text in vocabulary.sets["at"]:
            kind = "dotted"  # a time before the full stop of its sentence: "at 3.10."
        item = _item(match, kind, vocabulary, before if glued else None)
        if item.text == "." and glued and before and _abbreviates(before, text, end, vocabulary):
            before = replace(item, text="", values={})
            continue
        before = item
        yield from _without_ish(item, vocabulary)


def _item(match: re.Match[str], kind: str, vocabulary: Words, touching: Item | None) -> Item:
    start, end = match.span()
    raw = match[0].lower().replace("’", "'")
    if kind == "word":
        word = _spelled(raw, vocabulary)
        values = _word_values(word, vocabulary, short=touching is not None and touching.text[-1:].isdigit())
        return Item(start, end, word, values, glued=touching is not None)
    values = numbers.READERS[kind](match[0]) if kind in numbers.READERS else {}
    if kind == "mark":
        values = vocabulary.single.get(raw, {})
    if kind == "digits" and (_part_of_a_name(touching) or _odd_suffix(match.string, end, vocabulary)):
        values = {}
    return Item(start, end, raw, values, glued=touching is not None)


def _part_of_a_name(touching: Item | None) -> bool:
    """Whether letters stand right before a number and make a name with it: "A12", but not "UTC2" or "Feb13"."""
    return (
        touching is not None
        and touching.text[-1:].isalpha()
        and not touching.has("zone", "month", "unit", "unit_short")
    )


def _odd_suffix(text: str, end: int, vocabulary: Words) -> bool:
    """Whether letters that make no time of it are written right after a number: 5k, 4B."""
    follows = _LETTERS.match(text, end)
    if not follows or follows[0].lower() in vocabulary.sets["to_a_number"]:
        return False
    return not vocabulary.single.get(follows[0].lower(), {}).keys() & {"unit", "unit_short", "month"}


def _abbreviates(before: Item, text: str, end: int, vocabulary: Words) -> bool:
    """Whether a full stop only shortens a word: "Mar. 20", but not "on Fri. Then"."""
    if before.text not in vocabulary.sets["abbreviations"]:
        return False
    after = text[end : end + 2].strip()
    return not after or after[0].isdigit() or after[0].islower() or after[0] in ",;)"


def _spelled(raw: str, vocabulary: Words) -> str:
    """Return a word as the language data has it: without 's, with a slip of the pen put right."""
    if raw in vocabulary.single or raw in vocabulary.phrases:
        return raw
    base = raw[:-2] if raw.endswith("'s") else raw.rstrip("'")
    if base in vocabulary.single or base in vocabulary.phrases:
        return base
    return vocabulary.meant(base) or raw


def _word_values(word: str, vocabulary: Words, *, short: bool) -> Values:
    values = vocabulary.single.get(word, {})
    if not short and not _SHORT.isdisjoint(values):
        values = {kind: value for kind, value in values.items() if kind not in _SHORT}
    return {**values, **numbers.word(values["number_word"])} if "number_word" in values else values


def _without_ish(item: Item, vocabulary: Words) -> Iterator[Item]:
    """Take "noonish" apart."""
    ending = next((ending for ending in vocabulary.sets["ish"] if item.text.endswith(ending)), "")
    base = item.text.removesuffix(ending)
    values = _word_values(base, vocabulary, short=False) if ending and not item.values else {}
    if values.keys().isdisjoint({"clock_word", "hour12"}):
        yield item
        return
    cut = item.end - len(ending)
    yield Item(item.start, cut, base, values, glued=item.glued)
    yield Item(cut, item.end, ending, {}, glued=True)


# ---------------------------------------------------------------- phrases of several words


def _phrases(pieces: list[Item], vocabulary: Words) -> Iterator[Item]:
    """Join what the language data knows as one."""
    place = 0
    while place < len(pieces):
        size, values = _longest(pieces, place, vocabulary)
        if size:
            first, last = pieces[place], pieces[place + size - 1]
            text = " ".join(piece.text for piece in pieces[place : place + size] if piece.text not in {"-", "."})
            yield Item(first.start, last.end, text, values, glued=first.glued)
        else:
            yield pieces[place]
        place += size or 1


def _longest(pieces: list[Item], place: int, vocabulary: Words) -> tuple[int, Values]:
    branch = vocabulary.phrases.get(pieces[place].text)
    best: tuple[int, Values] = (0, {})
    after = place
    while branch and after + 1 < len(pieces):
        after += 1
        if pieces[after].glued and _is_passed_over(pieces[after - 1], pieces[after]):
            continue
        branch = branch.get(pieces[after].text)
        if branch and "" in branch:
            values = branch[""]
            number = numbers.word(values["number_word"]) if "number_word" in values else {}
            best = (after + 1 - place, {**values, **number})
    return best


def _is_passed_over(before: Item, item: Item) -> bool:
    """Whether a mark inside a phrase does not matter: "mid-day", "St. Patrick's Day"."""
    return item.text == "-" or (item.text == "." and len(before.text) <= 2)
