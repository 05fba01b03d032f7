"""How the values of a field are usually spelled: "ACME" and "Acme" are one company, and most records say which."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graphs.understanding.local.names.fold import fold
from graphs.understanding.local.names.postings import Postings


class UsualSpellings:
    """Counts the values of one field; `add` and `discard` take the same time however many there are."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}
        self._spelled = Postings[str]()  # folded value -> its spellings
        self._beginning = Postings[str]()  # first word -> folded values
        self._usual: dict[str, str] = {}

    @property
    def usual(self) -> Mapping[str, str]:
        """Folded value to the value as most records spell it; it changes with what is added."""
        return MappingProxyType(self._usual)

    def beginning_with(self, word: str) -> str | None:
        """Return the usual spelling of the first value, by its letters, whose first word is `word`."""
        keys = self._beginning.get(word)
        return self._usual[min(keys)] if keys else None

    def add(self, value: str) -> None:
        """Count `value` once more."""
        key = fold(value)
        times = self._times[value] = self._times.get(value, 0) + 1
        if times == 1:
            self._spelled.add(key, value)
            self._beginning.add(_first_word(key), key)
        if self._usual.get(key) != value:
            self._settle(key)

    def discard(self, value: str) -> None:
        """Count `value` once less."""
        key = fold(value)
        self._times[value] -= 1
        if not self._times[value]:
            del self._times[value]
            self._spelled.discard(key, value)
        self._settle(key)

    def _settle(self, key: str) -> None:
        spelled = self._spelled.get(key)
        if spelled:
            self._usual[key] = min(spelled, key=lambda one: (-self._times[one], one))
        else:
            del self._usual[key]
            self._beginning.discard(_first_word(key), key)


def _first_word(key: str) -> str:
    return next(iter(key.split()), "")
