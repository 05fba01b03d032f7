"""Whom to offer when nobody fits: those who share a name part, or whose name is at most two letters off."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from rapidfuzz.distance import OSA

from graphs.understanding.local.names.matching import NameReader

OFFERED = 5
_COMPARED = 8  # words of a name that tell whose it may be
_MANY = 300  # so many records share a common first name that it says little about who is meant
_TWO_OFF_FROM = 5  # letters of a word that may have two off; shorter ones may have one


def near_records(reader: NameReader, start: int, end: int, also: Iterable[int] = ()) -> list[int]:
    """Return those nearest to the words [start, end), at most `OFFERED`, nearest first; `also` are near anyway."""
    words = [reader.tokens[at].key for at in range(start, min(end, start + _COMPARED))]
    sharing = [reader.records(at) for at in range(start, end)]
    shared = set(also).union(*(some for some in sharing if len(some) <= _MANY))
    if not shared:
        shared = two_off(reader, start, end) or _first_of_many(reader, start, end)
    kept = [handle for handle in shared if reader.index.entry(handle).type in reader.types]
    return nsmallest(OFFERED, kept, key=lambda handle: _distance(reader, words, handle))


def _first_of_many(reader: NameReader, start: int, end: int) -> set[int]:
    forms = {reading.form for at in range(start, end) for reading in reader.readings(at)}
    return {handle for form in forms for handle in reader.index.leading(form, reader.types, given=False)}


def two_off(reader: NameReader, start: int, end: int) -> set[int]:
    """Return those whose name has, for every word, a part at most two letters off."""
    found: set[int] | None = None
    for at in range(start, end):
        key = reader.tokens[at].key
        forms = reader.index.part_spellings.within(key, 2 if len(key) >= _TWO_OFF_FROM else 1)
        having = {handle for form in forms for handle in reader.index.parts.get(form)}
        found = having if found is None else found & having
        if not found:
            break
    return found or set()


def _distance(reader: NameReader, words: list[str], handle: int) -> tuple[float, str, str, str]:
    """Sort by how far the words are from the name parts nearest to them, then by name."""
    entry = reader.index.entry(handle)
    forms = [form for part in reader.index.name_of(handle).parts for form in part.forms]
    far = sum(min((OSA.normalized_distance(word, form) for form in forms), default=1.0) for word in words)
    return (round(far, 3), entry.name, entry.id, entry.type)
