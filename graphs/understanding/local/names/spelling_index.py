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
        self._words: dict[str, str] = {}  # to themselves: rapidfuzz reads a mapping without copying it
        self._shortened: dict[str, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, word: str) -> None:
        """Make `word` known."""
        if word in self._words:
            return
        self._words[word] = word
        for key in _one_letter_less(word):
            self._shortened[key] = (*self._shortened.get(key, ()), word)

    def discard(self, word: str) -> None:
        """Forget `word`."""
        if self._words.pop(word, None) is None:
            return
        for key in _one_letter_less(word):
            left = tuple(other for other in self._shortened[key] if other != word)
            if left:
                self._shortened[key] = left
            else:
                del self._shortened[key]

    def one_off(self, word: str) -> list[str]:
        """Return the known words exactly one edit away from `word`, sorted."""
        found = set(self._shortened.get(word, ()))
        for key in _one_letter_less(word):
            found.update(self._shortened.get(key, ()))
            if key in self._words:
                found.add(key)
        return sorted(other for other in found if OSA.distance(word, other, score_cutoff=1) == 1)

    def within(self, word: str, edits: int) -> list[str]:
        """Return the known words at most `edits` from `word`, sorted; reads every word."""
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return sorted(other for other, _, _ in near)


def _one_letter_less(word: str) -> Collection[str]:
    if not 2 <= len(word) <= _LONGEST:
        return ()
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
