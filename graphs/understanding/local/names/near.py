"""Who to offer when nobody fits: a shared name part or company, or at most two letters off."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from rapidfuzz.distance import OSA

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.matching import NameReader

OFFERED = 5
_MANY = 300  # so many records share a common first name that it says little about who is meant


def near_records(reader: NameReader, start: int, end: int, others: Iterable[int] = ()) -> list[int]:
    """Return the records nearest to the words [start, end), at most `OFFERED`, nearest first."""
    shared: set[int] = set(others)
    for at in range(start, end):
        shared |= reader.records(at, far=True)
    words = [reader.tokens[at].key for at in range(start, end)]
    if not shared or len(shared) > _MANY:
        close = _two_off(reader.index, words)
        shared = close or shared
    wanted = reader.types
    kept = [handle for handle in shared if reader.index.entry(handle).type in wanted]
    return nsmallest(OFFERED, kept, key=lambda handle: _distance(reader.index, words, handle))


def _two_off(index: PeopleIndex, words: list[str]) -> set[int]:
    """Return those of whose name every word is at most two letters off (one, in words of four letters and less)."""
    found: set[int] | None = None
    for word in words:
        limit = 2 if len(word) > 4 else 1
        near = {form for edits, form in index.part_spellings.within_two(word) if edits <= limit}
        having = {handle for form in near for handle in index.parts.get(form)}
        found = having if found is None else found & having
        if not found:
            return set()
    return found or set()


def _distance(index: PeopleIndex, words: list[str], handle: int) -> tuple[float, str, str]:
    """Sort by how far the words are from the parts nearest to them, then by name."""
    parts = [part.forms for part in index.name_of(handle).parts]
    far = sum(min((OSA.normalized_distance(word, form) for forms in parts for form in forms), default=1.0) for word in words)
    entry = index.entry(handle)
    return (round(far, 3), entry.name, entry.id)
