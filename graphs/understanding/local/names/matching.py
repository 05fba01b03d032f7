"""Reads stretches of words as somebody's name, against the index."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.model import Entry
from graphs.understanding.local.names.person_name import Part, PersonName
from graphs.understanding.local.names.tokens import Token

LONGEST = 7  # words in one name
MOST = 50  # candidates of one mention
_VERIFIED = 200  # above so many records with one word, which part of the name it is no longer ranks them

EXACT, POSSESSIVE, SHORT, LONG, SIBLING, INITIAL, OFF = 0.0, 0.02, 0.1, 0.2, 0.25, 0.2, 0.4
_TAIL, _TURNED, _SLACK = 0.05, 0.02, 0.1


class Reading(NamedTuple):
    """One way to read a word: as the name part `form`."""

    form: str
    cost: float
    how: str


class Meaning(NamedTuple):
    """A record that a stretch of words may name; `cost` is 0 where every letter fits."""

    cost: float
    handle: int
    full: bool
    how: str
    off: str = ""  # the words that had a letter off, as typed
    turned: bool = False  # surname first


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [start, end) that one or more names fit; `pool` holds every record they fit in some way."""

    start: int
    end: int
    pool: AbstractSet[int]
    cost: float
    full: bool
    turned: bool


class NameReader:
    """The words of one message against one index; remembers what it looked up."""

    def __init__(self, tokens: list[Token], index: PeopleIndex, types: tuple[str, ...], *, demanded: bool = False) -> None:
        self.tokens = tokens
        self.index = index
        self.known = index.words
        self.types = frozenset(types)
        self._demanded = demanded
        self._close: dict[str, list[Reading]] = {}
        self._far: dict[str, list[Reading]] = {}

    def readings(self, at: int, *, far: bool = False) -> list[Reading]:
        """Return the name parts that word `at` may be; with `far`, those a letter off as well."""
        token = self.tokens[at]
        key = f"{token.key}'" if token.possessive else token.key
        if key not in self._close:
            self._close[key] = self._read(token)
        if not far or not self.may_be_off(at):
            return self._close[key]
        if token.key not in self._far:
            found = {form: Reading(form, OFF, "off") for word in self._bare(token) for form in self.index.part_spellings.one_off(word)}
            for reading in self._close[key]:
                found.pop(reading.form, None)
            self._far[token.key] = list(found.values())
        return self._close[key] + self._far[token.key]

    def may_be_off(self, at: int) -> bool:
        """Only a word that is no ordinary word may be a name with a letter off; a telling capital may lift that."""
        token = self.tokens[at]
        if len(token.key) < 2 or token.busy:
            return False
        return self._demanded or token.capital or not self.known.is_common(token.key)

    def _bare(self, token: Token) -> tuple[str, ...]:
        return (token.key,)

    def _read(self, token: Token) -> list[Reading]:
        found: dict[str, Reading] = {}
        bases = [(form, EXACT) for form in token.forms]
        if token.key.endswith("s") and len(token.key) > 3 and not token.possessive:
            bases.append((token.key[:-1], POSSESSIVE))
        for form, cost in bases:
            if form in self.index.parts:
                found.setdefault(form, Reading(form, cost, ""))
        for form, cost in bases:
            for reading in self._related(form, cost):
                found.setdefault(reading.form, reading)
        return list(found.values())

    def _related(self, word: str, cost: float) -> Iterable[Reading]:
        short, long = self.known.short_forms, self.known.long_forms
        for full in sorted(long.get(word, ())):
            if full in self.index.given:
                yield Reading(full, cost + SHORT, "short")
        for form in sorted(short.get(word, ())):
            if form in self.index.given:
                yield Reading(form, cost + LONG, "short")
        siblings = {form for full in long.get(word, ()) for form in short[full]} - {word}
        for form in sorted(siblings):
            if form in self.index.given:
                yield Reading(form, cost + SIBLING, "short")

    def records(self, at: int, *, far: bool = False) -> AbstractSet[int]:
        """Return everyone who may be called by word `at`."""
        found = [self._having(reading) for reading in self.readings(at, far=far)]
        return found[0] if len(found) == 1 else frozenset().union(*found)

    def _having(self, reading: Reading) -> AbstractSet[int]:
        return (self.index.given if reading.how == "short" else self.index.parts).get(reading.form)

    def is_initial(self, at: int) -> bool:
        """Say whether word `at` can be an initial: one capital letter, or one with a dot behind it."""
        token = self.tokens[at]
        if len(token.key) != 1 or not token.raw[0].isalpha():
            return False
        dotted = at + 1 < len(self.tokens) and self.tokens[at + 1].gap.startswith(".")
        return token.raw[0].isupper() or dotted

    def follows(self, at: int) -> bool:
        """Say whether word `at` can go on a name that the word before began."""
        if at >= len(self.tokens):
            return False
        token, before = self.tokens[at], self.tokens[at - 1]
        if before.possessive:
            return False
        return token.glued or (token.gap.strip() == "." and token.gap.endswith((" ", ".")) and self.is_initial(at - 1))

    def stretches(self, start: int) -> list[Stretch]:
        """Return every stretch from word `start` on that somebody's name fits."""
        found: list[Stretch] = []
        for far in (False, True):
            found += [one for one in self._walk(start, far=far) if all(one.end != old.end for old in found)]
        return found

    def _walk(self, start: int, *, far: bool) -> list[Stretch]:
        pool: AbstractSet[int] | None = None
        found: list[Stretch] = []
        particles = self.known.group("particles")
        for at in range(start, min(start + LONGEST, len(self.tokens))):
            if at > start and not self.follows(at):
                break
            has = self.records(at, far=far)
            if has:
                narrowed = has if pool is None else pool & has
                if not narrowed and self.tokens[at].key not in particles:
                    break
                pool = narrowed or pool
            elif pool is None and not self.is_initial(at):
                break
            elif not (self.is_initial(at) or self.tokens[at].key in particles):
                break
            if pool is not None and (stretch := self._stretch(start, at + 1, pool)):
                found.append(stretch)
        return found

    def _stretch(self, start: int, end: int, pool: AbstractSet[int]) -> Stretch | None:
        if end - start > 1 and len(pool) > 4 * _VERIFIED:
            return None
        meanings = self.rank(start, end, pool)
        if not meanings:
            return None
        best = meanings[0]
        return Stretch(start, end, pool, best.cost, best.full, best.turned)

    def rank(self, start: int, end: int, pool: Iterable[int]) -> list[Meaning]:
        """Return who of `pool` the words [start, end) fit, best first, at most `MOST`."""
        handles = [handle for handle in pool if self.index.entry(handle).type in self.types]
        if end - start == 1 and len(handles) > _VERIFIED:
            found = self._rank_by_word(start, handles)
        else:
            found = [meaning for handle in handles if (meaning := self.fit(start, end, handle))]
        return nsmallest(MOST, found, key=self._order)

    def _order(self, meaning: Meaning) -> tuple[float, str, str]:
        entry = self.index.entry(meaning.handle)
        return (round(meaning.cost, 3), entry.name, entry.id)

    def _rank_by_word(self, at: int, handles: list[int]) -> list[Meaning]:
        best: dict[int, Meaning] = {}
        wanted = set(handles)
        for reading in sorted(self.readings(at, far=True), key=lambda one: one.cost):
            for handle in self._having(reading) & wanted:
                off = self.tokens[at].raw if reading.how == "off" else ""
                best.setdefault(handle, Meaning(reading.cost, handle, full=False, how=reading.how or "part", off=off))
        return list(best.values())

    def fit(self, start: int, end: int, handle: int) -> Meaning | None:
        """Fit the words [start, end) to one record's name, each word to a part of its own; None where one is left."""
        name = self.index.name_of(handle)
        free = list(name.parts)
        order: list[int] = []
        cost, off, how = 0.0, [], ""
        for at in range(start, end):
            taken = self._take(at, free, name)
            if taken is None:
                if self.tokens[at].key in name.particles or (self.is_initial(at) and order and not off):
                    continue
                return None
            part, reading = taken
            free.remove(part)
            order.append(name.parts.index(part))
            cost += reading.cost
            how = reading.how or how
            if reading.how == "off":
                off.append(self.tokens[at].raw)
        if not order:
            return None
        return self._meaning(handle, name, order, cost, how, off)

    def _take(self, at: int, free: list[Part], name: PersonName) -> tuple[Part, Reading] | None:
        best: tuple[Part, Reading] | None = None
        for reading in self.readings(at, far=True):
            for part in free:
                fits = reading.form in part.forms and (reading.how != "short" or name.role(part) != "surname")
                if fits and (best is None or reading.cost < best[1].cost):
                    best = (part, reading)
        if best is None and self.is_initial(at):
            letter = self.tokens[at].key
            return next(((part, Reading(letter, INITIAL, "initial")) for part in free if part.forms[0][0] == letter), None)
        return best

    def _meaning(self, handle: int, name: PersonName, order: list[int], cost: float, how: str, off: list[str]) -> Meaning:
        parts = [name.parts[place] for place in order]
        groups = {part.group for part in parts}
        full = len(order) > 1 and {0, name.groups - 1} <= groups or (name.groups == 1 and len(order) == len(name.parts))
        turned = order != sorted(order)
        cost += _TURNED * turned + _TAIL * all(part.tail for part in parts)
        if not how:
            how = "full name" if full else name.role(parts[0])
        return Meaning(cost, handle, full, how, " ".join(off), turned)


def plausible(meanings: list[Meaning]) -> list[Meaning]:
    """Return those that nothing tells apart: an exact full name beats all, a shared first name leaves all."""
    if not meanings:
        return []
    best = meanings[0]
    full = [meaning for meaning in meanings if meaning.full]
    if full and full[0].cost <= best.cost + _SLACK:
        return [meaning for meaning in full if meaning.cost <= full[0].cost + 0.001]
    return [meaning for meaning in meanings if meaning.cost <= best.cost + _SLACK + 0.001]


def same_person(one: Entry, other: Entry) -> bool:
    """Say whether a contact is the lead of the same name: one of them is enough to offer."""
    same_name = one.name.casefold() == other.name.casefold()
    return same_name and (not one.company or not other.company or one.company.casefold() == other.company.casefold())
