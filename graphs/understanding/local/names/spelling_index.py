"""Finds the known words that are a letter or two off another, by how words begin and end.

A letter more, less or other, or two neighbours swapped, cannot change both the
first and the last letters of a word: whoever is one edit away is in the drawer
of the words that begin alike, or in that of those that end alike.  Drawers are
small, and comparing is rapidfuzz's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA


class SpellingIndex:
    """A set of words that can be asked for near ones.  `add` and `discard` take the same time whatever it holds."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._drawers: dict[str, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, word: str) -> None:
        """Make `word` known."""
        if word in self._words:
            return
        self._words.add(word)
        for key in _drawers_of(word):
            self._drawers.setdefault(key, {})[word] = word

    def discard(self, word: str) -> None:
        """Forget `word`."""
        if word not in self._words:
            return
        self._words.discard(word)
        for key in _drawers_of(word):
            self._drawers[key].pop(word, None)
            if not self._drawers[key]:
                del self._drawers[key]

    def one_off(self, word: str) -> list[str]:
        """Return the known words exactly one edit away from `word`, sorted."""
        lengths = range(max(1, len(word) - 1), len(word) + 2)
        keys = {key for length in lengths for key in _ends(word, length, _telling(length))}
        found = self._near(word, keys, 1)
        if len(word) == 2 and word[::-1] in self._words:  # swapped, it begins and ends otherwise
            found.add(word[::-1])
        return sorted(found - {word})

    def within(self, word: str, edits: int) -> list[str]:
        """Return the known words at most `edits` from `word` whose first or last letter is right, sorted."""
        lengths = range(len(word) - edits, len(word) + edits + 1)
        return sorted(self._near(word, {key for length in lengths for key in _ends(word, length, 1)}, edits))

    def _near(self, word: str, keys: Iterable[str], edits: int) -> set[str]:
        found: set[str] = set()
        for key in keys:
            alike = self._drawers.get(key)
            if alike:
                near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=edits, limit=None)
                found.update(other for other, _, _ in near)
        return found


def _telling(length: int) -> int:
    """Return how many letters at either end one edit leaves alone at one of them, for words of `length` letters."""
    return 1 if length < 5 else 2 if length < 7 else 3


def _drawers_of(word: str) -> Iterator[str]:
    length = len(word)
    yield from _ends(word, length, 1)
    if length >= 5:
        yield from _ends(word, length, _telling(length))


def _ends(word: str, length: int, letters: int) -> tuple[str, str]:
    """Return the drawers for words of `length` letters that begin, or end, with so many letters of `word`."""
    return f"{length}{word[:letters]}-", f"{length}-{word[-letters:]}"
