"""What one typed word may stand for: a name part as it is, a short form, a letter off."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.tokens import Token

# What it costs to read a word so.  Costs of the words of a name add up; how they rank names: docs/people.md.
EXACT, POSSESSIVE, SHORT, LONG, SIBLING, INITIAL, OFF = 0.0, 0.02, 0.1, 0.2, 0.25, 0.2, 0.4

_OWNING = 5  # letters of a word that may be a misspelt name with an s

AS_IT_IS, SHORT_FORM, LETTER_OFF, BY_INITIAL = "as it is", "short form", "letter off", "initial"


class Reading(NamedTuple):
    """One way to read a word: as the name part `form`."""

    form: str
    cost: float
    how: str


class WordReader:
    """Reads the words of one message against one index, each once.

    `strict` keeps ordinary words from being read as names with a letter off.
    """

    def __init__(self, tokens: list[Token], index: PeopleIndex, *, strict: bool = True) -> None:
        self.tokens = tokens
        self.index = index
        self.known = index.words
        self._strict = strict
        self._close: dict[tuple[str, bool], list[Reading]] = {}
        self._off: dict[tuple[str, bool], list[Reading]] = {}

    def readings(self, at: int, *, off: bool = False) -> list[Reading]:
        """Return the name parts that word `at` may be, best first; with `off`, those a letter off as well."""
        token = self.tokens[at]
        key = (token.key, token.possessive)
        if key not in self._close:
            self._close[key] = sorted(self._read(token), key=lambda one: one.cost)
        if not off or not self.may_be_off(at):
            return self._close[key]
        owning = self._may_own(at)
        if (token.key, owning) not in self._off:
            held = {reading.form for reading in self._close[key]}
            self._off[token.key, owning] = [
                one for one in self._letter_off(token.key, owning=owning) if one.form not in held
            ]
        return self._close[key] + self._off[token.key, owning]

    def _letter_off(self, word: str, *, owning: bool) -> list[Reading]:
        near = [Reading(form, OFF, LETTER_OFF) for form in self.index.part_spellings.one_off(word)]
        if near or not owning:
            return near
        return [Reading(form, OFF + POSSESSIVE, LETTER_OFF) for form in self.index.part_spellings.one_off(word[:-1])]

    def _may_own(self, at: int) -> bool:
        """Say whether "hendersns" may be "Hendersn's": what can be owned stands behind it."""
        if not self.tokens[at].key.endswith("s") or len(self.tokens[at].key) < _OWNING or at + 1 >= len(self.tokens):
            return False
        return self.tokens[at + 1].key in self.known.group("possessed")

    def may_be_off(self, at: int) -> bool:
        """Only a word that is no ordinary word may be a name with a letter off; a telling capital lifts that."""
        token = self.tokens[at]
        if len(token.key) < 2 or token.busy or token.key in self.known.group("function"):
            return False
        return not self._strict or token.capital or not self.known.is_common(token.key)

    def _read(self, token: Token) -> list[Reading]:
        parts = self.index.parts
        bases = [(form, EXACT) for form in token.forms]
        if token.key.endswith("s") and len(token.key) > 3 and not token.possessive:
            bases.append((token.key[:-1], POSSESSIVE))
        found: dict[str, Reading] = {}
        for form, cost in bases:
            if form in parts:
                found.setdefault(form, Reading(form, cost, AS_IT_IS))
        for form, cost in bases:
            for reading in self._related(form, cost):
                found.setdefault(reading.form, reading)
        return list(found.values())

    def _related(self, word: str, cost: float) -> Iterator[Reading]:
        """Yield the given names that a word is short for, and its own short forms, where somebody has them."""
        short, long = self.known.short_forms, self.known.long_forms
        given = self.index.given
        names = long.get(word, ())
        yield from (Reading(name, cost + SHORT, SHORT_FORM) for name in names if name in given)
        yield from (Reading(form, cost + LONG, SHORT_FORM) for form in short.get(word, ()) if form in given)
        for name in names:
            yield from (
                Reading(form, cost + SIBLING, SHORT_FORM) for form in short[name] if form in given and form != word
            )

    def having(self, reading: Reading) -> AbstractSet[int]:
        """Return everyone with the name part of a reading; only given names have short forms."""
        return (self.index.given if reading.how == SHORT_FORM else self.index.parts).get(reading.form)

    def records(self, at: int, *, off: bool = False) -> AbstractSet[int]:
        """Return everyone who may be called by word `at`."""
        found = [self.having(reading) for reading in self.readings(at, off=off)]
        return found[0] if len(found) == 1 else frozenset().union(*found)

    def is_initial(self, at: int) -> bool:
        """Say whether word `at` can be an initial: one capital letter, or one with a dot behind it, or two ("JP")."""
        token = self.tokens[at]
        if not token.raw.isalpha() or len(token.key) > 2:
            return False
        if len(token.key) == 2:
            return token.upper and not self.known.is_listed(token.key) and not self.readings(at)
        return token.raw[0].isupper() or (at + 1 < len(self.tokens) and self.tokens[at + 1].gap.startswith("."))

    def follows(self, at: int) -> bool:
        """Say whether word `at` can go on a name that the word before it began."""
        token, before = self.tokens[at], self.tokens[at - 1]
        if before.possessive:
            return False
        return token.glued or (token.gap.strip() == "." and len(before.key) == 1 and self.is_initial(at - 1))
