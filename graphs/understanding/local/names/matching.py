"""Reads stretches of words as somebody's name, against the index."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.model import Entry
from graphs.understanding.local.names.person_name import MIDDLE, SURNAME, Part, PersonName
from graphs.understanding.local.names.readings import AS_IT_IS, BY_INITIAL, INITIAL, LETTER_OFF, SHORT_FORM, Reading, WordReader
from graphs.understanding.local.names.tokens import Token

MOST = 50  # candidates of one mention
_LONGEST = 7  # words in one name
_FITTED = 200  # where more records share one word, which part of the name it is no longer ranks them
_TAIL, _TURNED, _SLACK = 0.05, 0.02, 0.1
_SHORTEST_OFF = 4  # letters of a word that may, alone, have one off


class Meaning(NamedTuple):
    """A record that a stretch of words may name; `cost` is 0 where every letter fits."""

    cost: float
    handle: int
    full: bool = False  # given name and surname
    how: str = ""  # how the words were read, or which part of the name they are
    off: str = ""  # the words that had a letter off, as typed
    turned: bool = False  # surname first


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [start, end) that fit one or more names; `pool` holds every record they may fit, `best` the best fit."""

    start: int
    end: int
    pool: AbstractSet[int]
    best: Meaning


class NameReader(WordReader):
    """Finds whom stretches of one message's words fit, among the records of `types`."""

    def __init__(self, tokens: list[Token], index: PeopleIndex, types: Iterable[str], *, strict: bool = True) -> None:
        super().__init__(tokens, index, strict=strict)
        self.types = frozenset(types)

    def stretches(self, start: int) -> list[Stretch]:
        """Return every stretch from word `start` on that somebody's name fits, letters off only where nothing fits."""
        found = self._walk(start, off=False) or self._abbreviated(start)
        found += self._surname_first(start)
        if any(self.may_be_off(at) for at in range(start, min(start + 2, len(self.tokens)))):
            ends = {one.end for one in found}
            found += [one for one in self._walk(start, off=True) if one.end not in ends]
        return found

    def _abbreviated(self, start: int) -> list[Stretch]:
        """Return whom "JD" may stand for."""
        token = self.tokens[start]
        if not token.upper or len(token.key) != 2 or self.known.is_listed(token.key):
            return []
        pool = self.index.initials.get(token.key)
        best = self._best(start, start + 1, pool)
        return [Stretch(start, start + 1, pool, best)] if best else []

    def _surname_first(self, start: int) -> list[Stretch]:
        """Return whom "Doe, John" names."""
        end = start + 2
        if end > len(self.tokens) or self.tokens[start + 1].gap.strip() != ",":
            return []
        best = self._best(start, end, self.records(start) & self.records(start + 1))
        return [Stretch(start, end, frozenset({best.handle}), best)] if best and best.full and best.turned else []

    def _walk(self, start: int, *, off: bool) -> list[Stretch]:
        pool: AbstractSet[int] | None = None
        found: list[Stretch] = []
        for at in range(start, min(start + _LONGEST, len(self.tokens))):
            if at > start and not self.follows(at):
                break
            narrowed = self._narrowed(pool, start, at, off=off)
            if narrowed is None:
                break
            pool = narrowed or None
            if pool and (best := self._best(start, at + 1, pool)):
                found.append(Stretch(start, at + 1, pool, best))
        return found

    def _narrowed(self, pool: AbstractSet[int] | None, start: int, at: int, *, off: bool) -> AbstractSet[int] | None:
        """Return those of `pool` whom word `at` fits too; empty where initials alone say nothing yet, None for nobody."""
        has = self.records(at, off=off)
        both = has if pool is None else pool & has
        if both:
            return both
        if pool is not None:
            small = self.is_initial(at) or self.tokens[at].key in self.known.group("particles")
            return pool if small else None
        if not all(self.is_initial(place) for place in range(start, at + 1)):
            return None
        return self.index.initials.get("".join(self.tokens[place].key for place in range(start, at + 1)))

    def _best(self, start: int, end: int, pool: AbstractSet[int]) -> Meaning | None:
        return next(iter(self.rank(start, end, pool)), None)

    def rank(self, start: int, end: int, pool: Iterable[int]) -> list[Meaning]:
        """Return who of `pool` the words [start, end) fit, best first, at most `MOST`."""
        handles = [handle for handle in pool if self.index.entry(handle).type in self.types]
        if end - start == 1 and len(handles) > _FITTED:
            found = self._ranked_by_word(start, frozenset(handles))
        else:
            found = [meaning for handle in handles if (meaning := self.fit(start, end, handle))]
        return nsmallest(MOST, found, key=self._order)

    def _order(self, meaning: Meaning) -> tuple[float, str, str]:
        entry = self.index.entry(meaning.handle)
        return (round(meaning.cost, 3), entry.name, entry.id)

    def _ranked_by_word(self, at: int, handles: frozenset[int]) -> list[Meaning]:
        best: dict[int, Meaning] = {}
        for reading in self.readings(at, off=True):
            off = self.tokens[at].raw if reading.how == LETTER_OFF else ""
            for handle in self.having(reading) & handles:
                best.setdefault(handle, Meaning(reading.cost, handle, how=reading.how, off=off))
        return list(best.values())

    def fit(self, start: int, end: int, handle: int) -> Meaning | None:
        """Fit the words [start, end) to one record's name, each to a part of its own; None where one fits no part."""
        name = self.index.name_of(handle)
        if end - start == 1 and self.tokens[start].upper and self.tokens[start].key == name.initials:
            return Meaning(INITIAL, handle, how=BY_INITIAL)
        taken: list[tuple[Part, Reading, str]] = []
        for at in range(start, end):
            free = [part for part in name.parts if all(part is not one[0] for one in taken)]
            choice = self._take(at, free, name, alone=end - start == 1)
            if choice is not None:
                taken.append((*choice, self.tokens[at].raw))
            elif self.tokens[at].key not in name.particles and not (taken and self.is_initial(at) and at < end - 1):
                return None
        return _meaning(handle, name, taken) if taken else None

    def _take(self, at: int, free: list[Part], name: PersonName, *, alone: bool) -> tuple[Part, Reading] | None:
        """Return the part that word `at` fits best, and how."""
        for reading in self.readings(at, off=True):
            if reading.how == LETTER_OFF and alone and min(len(reading.form), len(self.tokens[at].key)) < _SHORTEST_OFF:
                continue
            for part in free:
                if reading.form in part.forms and not (_only_given(reading) and name.role(part) == SURNAME):
                    if not (alone and part.tail and reading.how == LETTER_OFF):
                        return part, reading
        if self.is_initial(at):
            letter = self.tokens[at].key
            return next(((part, Reading(letter, INITIAL, BY_INITIAL)) for part in free if part.forms[0][0] == letter), None)
        return None


def _only_given(reading: Reading) -> bool:
    return reading.how == SHORT_FORM


def _meaning(handle: int, name: PersonName, taken: list[tuple[Part, Reading, str]]) -> Meaning:
    parts = [part for part, _, _ in taken]
    groups = {part.group for part in parts}
    order = [name.parts.index(part) for part in parts]
    turned = order != sorted(order)
    cost = sum(reading.cost for _, reading, _ in taken) + _TURNED * turned + _TAIL * all(part.tail for part in parts)
    full = len(parts) > 1 and name.groups > 1 and {0, name.groups - 1} <= groups
    how = next((reading.how for _, reading, _ in reversed(taken) if reading.how != AS_IT_IS), "")
    off = " ".join(raw for _, reading, raw in taken if reading.how == LETTER_OFF)
    return Meaning(cost, handle, full, how or ("full name" if full else name.role(parts[0])), off, turned)


def plausible(meanings: list[Meaning]) -> list[Meaning]:
    """Return those that nothing tells apart: an exact full name beats all else, a shared first name leaves all."""
    if not meanings:
        return []
    bar = meanings[0].cost + _SLACK
    full = [meaning for meaning in meanings if meaning.full and meaning.cost <= bar + 0.001]
    if full:
        return [meaning for meaning in full if meaning.cost <= full[0].cost + 0.001]
    return [meaning for meaning in meanings if meaning.cost <= bar + 0.001]


def surnames_first(meanings: list[Meaning]) -> list[Meaning]:
    """Return those whose surname was said where there are any: "Mr. Grant" is no Grant by first name."""
    return [meaning for meaning in meanings if meaning.how in {SURNAME, MIDDLE} or meaning.full] or meanings


def without_doubles(meanings: list[Meaning], index: PeopleIndex) -> list[Meaning]:
    """Leave out contacts who are a lead of the same name and company as well."""
    leads = [index.entry(meaning.handle) for meaning in meanings if index.entry(meaning.handle).type == "lead"]
    return [
        meaning
        for meaning in meanings
        if index.entry(meaning.handle).type != "contact"
        or not any(_same_person(index.entry(meaning.handle), lead) for lead in leads)
    ]


def _same_person(contact: Entry, lead: Entry) -> bool:
    if contact.name.casefold() != lead.name.casefold():
        return False
    return not (contact.company and lead.company) or contact.company.casefold() == lead.company.casefold()
