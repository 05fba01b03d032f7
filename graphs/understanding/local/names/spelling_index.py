"""Finds the known words that are a letter off another, by the words both become when a letter is taken out.

The idea is SymSpell's: two words are at most one edit apart (a letter more,
less or other, or two neighbours swapped) only if they share a form with at most
one letter deleted.  Looking up is a handful of dictionary reads, whatever the
number of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

_LONGEST = 24  # longer words are compared as they are: nobody types them by heart


class SpellingIndex:
    """A set of words that can be asked for near ones.  `add` and `discard` take time by word length only."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}
        self._deleted: dict[str, str | list[str]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def add(self, word: str) -> None:
        """Make `word` known."""
        if word in self._words:
            return
        self._words[word] = None
        for key in _deletions(word):
            held = self._deleted.get(key)
            if held is None:
                self._deleted[key] = word
            elif isinstance(held, str):
                self._deleted[key] = [held, word]
            else:
                held.append(word)

    def discard(self, word: str) -> None:
        """Forget `word`."""
        if word not in self._words:
            return
        del self._words[word]
        for key in _deletions(word):
            held = self._deleted[key]
            if isinstance(held, str):
                del self._deleted[key]
            elif len(held) > 2:
                held.remove(word)
            else:
                self._deleted[key] = held[0] if held[1] == word else held[1]

    def one_off(self, word: str) -> list[str]:
        """Return the known words exactly one edit away from `word`, sorted."""
        found: set[str] = set()
        for key in (word, *_deletions(word)):
            held = self._deleted.get(key, ())
            found.update((held,) if isinstance(held, str) else held)
            if key in self._words:
                found.add(key)
        found.discard(word)
        return sorted(other for other in found if OSA.distance(word, other, score_cutoff=1) == 1)

    def within_two(self, word: str) -> list[tuple[int, str]]:
        """Return (edits, known word) for those at most two edits from `word`, nearest first; reads every word."""
        near = (
            (OSA.distance(word, other, score_cutoff=2), other)
            for other in self._words
            if -2 <= len(other) - len(word) <= 2
        )
        return sorted((edits, other) for edits, other in near if edits <= 2)


def _deletions(word: str) -> Iterable[str]:
    if not 2 <= len(word) <= _LONGEST:
        return ()
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
