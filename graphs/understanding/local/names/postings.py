"""Which records have a word."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

from graphs.understanding.local.names.spelling_index import SpellingIndex

T = TypeVar("T", bound=Hashable)


class Postings(Generic[T]):
    """Word to everything that has it; words that nothing has any more are forgotten."""

    def __init__(self, spellings: SpellingIndex | None = None) -> None:
        self._held: dict[str, set[T]] = {}
        self._spellings = spellings

    def __contains__(self, word: object) -> bool:
        return word in self._held

    def add(self, word: str, what: T) -> None:
        """Note that `what` has `word`."""
        held = self._held.get(word)
        if held is not None:
            held.add(what)
            return
        self._held[word] = {what}
        if self._spellings is not None:
            self._spellings.add(word)

    def discard(self, word: str, what: T) -> None:
        """Forget that `what` has `word`."""
        held = self._held.get(word, set())
        held.discard(what)
        if held or word not in self._held:
            return
        del self._held[word]
        if self._spellings is not None:
            self._spellings.discard(word)

    def get(self, word: str) -> AbstractSet[T]:
        """Return everything that has `word`; not to be changed."""
        return self._held.get(word, frozenset())
