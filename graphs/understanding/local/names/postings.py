"""Which records have a word."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

from graphs.understanding.local.names.spelling_index import SpellingIndex

T = TypeVar("T", bound=Hashable)


class Postings(Generic[T]):
    """Word to everything that has it; words that nothing has any more are forgotten.

    What alone has a word (most addresses, many surnames) is kept bare: a set of
    one takes two hundred bytes.
    """

    def __init__(self, spellings: SpellingIndex | None = None) -> None:
        self._held: dict[str, T | set[T]] = {}
        self._spellings = spellings

    def __contains__(self, word: object) -> bool:
        return word in self._held

    def add(self, word: str, what: T) -> None:
        """Note that `what` has `word`."""
        held = self._held.setdefault(word, what)
        if isinstance(held, set):
            held.add(what)
        elif held is what:
            if self._spellings is not None:
                self._spellings.add(word)
        elif held != what:
            self._held[word] = {held, what}

    def discard(self, word: str, what: T) -> None:
        """Forget that `what` has `word`."""
        held = self._held.get(word)
        if isinstance(held, set):
            held.discard(what)
            if len(held) == 1:
                self._held[word] = held.pop()
        elif held == what:
            del self._held[word]
            if self._spellings is not None:
                self._spellings.discard(word)

    def get(self, word: str) -> AbstractSet[T]:
        """Return everything that has `word`; not to be changed."""
        held = self._held.get(word)
        if isinstance(held, set):
            return held
        return frozenset() if held is None else frozenset((held,))
