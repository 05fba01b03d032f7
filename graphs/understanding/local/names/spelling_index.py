"""Finds the known words that are a letter off another, by the words both become when a letter is taken out.

The idea is SymSpell's: two words are at most one edit apart (a letter more,
less or other, or two neighbours swapped) only if they share a form with at most
one letter deleted.  Looking up is a handful of dictionary reads, whatever the
number of words.
"""

from __future__ import annotations

from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LONGEST = 24  # letters; longer words are compared as they are: nobody types them by heart


class SpellingIndex:
    """A set of words that can be asked for near ones.  `add` and `discard` take time by the word's length only."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._shortened: dict[str, tuple[str, ...]] = {}
        self._by_end: dict[str, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, word: str) -> None:
        """Make `word` known."""
        if word in self._words:
            return
        self._words.add(word)
        for key in _one_letter_less(word):
            self._shortened[key] = (*self._shortened.get(key, ()), word)
        for key in _ends(word, len(word)):
            self._by_end.setdefault(key, {})[word] = word

    def discard(self, word: str) -> None:
        """Forget `word`."""
        if word not in self._words:
            return
        self._words.discard(word)
        for key in _one_letter_less(word):
            left = tuple(other for other in self._shortened[key] if other != word)
            if left:
                self._shortened[key] = left
            else:
                del self._shortened[key]
        for key in _ends(word, len(word)):
            del self._by_end[key][word]
            if not self._by_end[key]:
                del self._by_end[key]

    def one_off(self, word: str) -> list[str]:
        """Return the known words exactly one edit away from `word`, sorted."""
        found = set(self._shortened.get(word, ()))
        for key in _one_letter_less(word):
            found.update(self._shortened.get(key, ()))
            if key in self._words:
                found.add(key)
        return sorted(other for other in found if OSA.distance(word, other, score_cutoff=1) == 1)

    def within(self, word: str, edits: int) -> list[str]:
        """Return the known words at most `edits` from `word` whose first or last letter is right, sorted."""
        keys = {key for length in range(len(word) - edits, len(word) + edits + 1) for key in _ends(word, length)}
        found: set[str] = set()
        for key in keys:
            alike = self._by_end.get(key, {})
            near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=edits, limit=None)
            found.update(other for other, _, _ in near)
        return sorted(found)


def _one_letter_less(word: str) -> Collection[str]:
    if not 2 <= len(word) <= _LONGEST:
        return ()
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _ends(word: str, length: int) -> tuple[str, str]:
    """Return the drawers for words of `length` letters that begin, or end, as `word` does."""
    return f"{length}{word[:1]}-", f"{length}-{word[-1:]}"
