"""Reads stretches of words as somebody's name, against the index."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from heapq import nsmallest

from graphs.understanding.local.names.index import LEADING, PeopleIndex
from graphs.understanding.local.names.meanings import Meaning
from graphs.understanding.local.names.person_name import GIVEN, SURNAME, Part, PersonName
from graphs.understanding.local.names.readings import (
    AS_IT_IS,
    BY_INITIAL,
    INITIAL,
    LETTER_OFF,
    SHORT_FORM,
    Reading,
    WordReader,
)
from graphs.understanding.local.names.tokens import Token

MOST = LEADING  # candidates of one mention
_LONGEST = 7  # words in one name
_MANY = 200  # where more people share one word, the first of them by name stand for all
_TAIL, _TURNED, _LEFT_OUT = 0.05, 0.02, 0.003
_SHORTEST_OFF = 4  # letters of a word that may, alone, have one off


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [start, end) that fit names; `pool` holds every record they may fit, `ranked` the best of them in order."""

    start: int
    end: int
    pool: AbstractSet[int]
    ranked: tuple[Meaning, ...]

    @property
    def best(self) -> Meaning:
        """The best fit."""
        return self.ranked[0]


class NameReader(WordReader):
    """Finds whom stretches of one message's words fit, among the records of `types`."""

    def __init__(self, tokens: list[Token], index: PeopleIndex, types: Iterable[str], *, strict: bool = True) -> None:
        super().__init__(tokens, index, strict=strict)
        self.types = frozenset(types)
        self._read_before: dict[tuple[tuple[str, str, bool], ...], list[Stretch]] = {}

    def stretches(self, start: int) -> list[Stretch]:
        """Return the stretches from word `start` on that somebody's name fits: a whole name, else the parts of one."""
        ahead = tuple((token.raw, token.gap, token.busy) for token in self.tokens[start : start + _LONGEST + 1])
        if ahead not in self._read_before:
            self._read_before[ahead] = self._stretches(start)
        return [replace(one, start=start, end=start + one.end - one.start) for one in self._read_before[ahead]]

    def _stretches(self, start: int) -> list[Stretch]:
        found = self._fitting(start, self._walk(start, off=False)) or self._abbreviated(start)
        if self._may_go_on(start, found):
            ends = {one.end for one in found}
            walked = [one for one in self._walk(start, off=True) if one[0] not in ends]
            found += self._fitting(start, walked)
        return found + self._surname_first(start)

    def _may_go_on(self, start: int, found: list[Stretch]) -> bool:
        """Say whether letters that are off could find somebody, or find out more of a name."""
        if not found:
            return self.may_be_off(start) or self.is_initial(start)
        end = found[0].end
        if found[0].best.full or end >= len(self.tokens) or not self.follows(end):
            return False
        return self.may_be_off(end) or bool(self.readings(end))

    def _abbreviated(self, start: int) -> list[Stretch]:
        """Return whom "JD" may stand for."""
        token = self.tokens[start]
        if not token.upper or len(token.key) != 2 or self.known.is_listed(token.key):
            return []
        return self._fitting(start, [(start + 1, self.index.initials.get(token.key))])

    def _surname_first(self, start: int) -> list[Stretch]:
        """Return whom "Doe, John" names."""
        comma = start + 1
        while comma < len(self.tokens) and comma < start + _LONGEST and self.follows(comma):
            comma += 1
        if comma >= len(self.tokens) or self.tokens[comma].gap.strip() != "," or not self.readings(comma):
            return []
        end = comma + 1
        while end < len(self.tokens) and self.tokens[end].hyphened:
            end += 1
        ranked = self.rank(start, end, self.records(comma) & self.records(comma - 1))
        named = tuple(meaning for meaning in ranked if meaning.full)
        return [Stretch(start, end, frozenset(one.handle for one in named), named)] if named else []

    def _walk(self, start: int, *, off: bool) -> list[tuple[int, AbstractSet[int]]]:
        """Return (end, whom every word of [start, end) may call), shortest first."""
        pool: AbstractSet[int] | None = None
        found: list[tuple[int, AbstractSet[int]]] = []
        for at in range(start, min(start + _LONGEST, len(self.tokens))):
            if at > start and not self.follows(at):
                break
            narrowed = self._narrowed(pool, start, at, off=off)
            if narrowed is None:
                break
            pool = narrowed or None
            if pool:
                found.append((at + 1, pool))
        return found

    def _narrowed(self, pool: AbstractSet[int] | None, start: int, at: int, *, off: bool) -> AbstractSet[int] | None:
        """Return those of `pool` whom word `at` may call too; empty where it says nothing yet, None for nobody."""
        if at > start and self.tokens[at].key in self.known.group("particles"):
            return pool or frozenset()
        has = self.records(at, off=off)
        both = has if pool is None else pool & has
        if both:
            return both
        if pool is not None:
            return pool if self.is_initial(at) else None
        if not self.is_initial(at):
            return None
        return self.index.initials.get("".join(self.tokens[place].key for place in range(start, at + 1)))

    def _fitting(self, start: int, walked: list[tuple[int, AbstractSet[int]]]) -> list[Stretch]:
        """Return the stretches that do fit somebody, longest first; what is shorter than a whole name is left out."""
        found: list[Stretch] = []
        for end, pool in reversed(walked):
            if ranked := tuple(self.rank(start, end, pool)):
                found.append(Stretch(start, end, pool, ranked))
                if ranked[0].full and not self.known.is_common(self.tokens[end - 1].key):
                    break
        return found

    def rank(self, start: int, end: int, pool: AbstractSet[int]) -> list[Meaning]:
        """Return who of `pool` the words [start, end) fit, best first, at most `MOST`."""
        if end - start == 1 and self.readings(start, off=True):
            found = self._ranked_by_word(start, pool)
        else:
            people = [handle for handle in pool if self.index.entry(handle).type in self.types]
            found = [meaning for handle in people if (meaning := self.fit(start, end, handle))]
        return nsmallest(MOST, found, key=self._order)

    def _order(self, meaning: Meaning) -> tuple[float, str, str, str]:
        entry = self.index.entry(meaning.handle)
        return (round(meaning.cost, 3), entry.name, entry.id, entry.type)

    def _ranked_by_word(self, at: int, pool: AbstractSet[int]) -> list[Meaning]:
        """Rank by what the postings say: no name has to be taken apart."""
        best: dict[int, Meaning] = {}
        for reading in self.readings(at, off=True):
            if len(best) >= MOST:
                break
            off = reading.how == LETTER_OFF
            if off and min(len(reading.form), len(self.tokens[at].key)) < _SHORTEST_OFF:
                continue
            told = self.index.tails.get(reading.form), self.index.given.get(reading.form)
            for handle in self._some_having(reading, pool):
                meaning = self._by_word(at, reading, handle, *told)
                if handle not in best or meaning.cost < best[handle].cost:
                    best[handle] = meaning
        return list(best.values())

    def _by_word(
        self, at: int, reading: Reading, handle: int, tails: AbstractSet[int], given: AbstractSet[int]
    ) -> Meaning:
        tail = handle in tails
        how = reading.how
        if how == AS_IT_IS:
            how = GIVEN if handle in given else SURNAME
        off = self.tokens[at].raw if reading.how == LETTER_OFF else ""
        return Meaning(reading.cost + _TAIL * tail, handle, how=how, off=off)

    def _some_having(self, reading: Reading, pool: AbstractSet[int]) -> Iterable[int]:
        """Return those of `pool` with a name part, and where they are many the first of them by name."""
        held = self.having(reading)
        few = held if held is pool else held & pool
        if len(few) > _MANY:
            return self.index.leading(reading.form, self.types, given=reading.how == SHORT_FORM)
        return [handle for handle in few if self.index.entry(handle).type in self.types]

    def fit(self, start: int, end: int, handle: int) -> Meaning | None:
        """Fit the words [start, end) to one record's name, each to a part of its own; None where one fits no part."""
        name = self.index.name_of(handle)
        if end - start == 1 and self.tokens[start].upper and self.tokens[start].key == name.initials:
            return Meaning(INITIAL, handle, how=BY_INITIAL)
        taken: list[tuple[Part, Reading, str]] = []
        for at in range(start, end):
            free = [part for part in name.parts if all(part is not one[0] for one in taken)]
            choice = self._take(at, free, name)
            if choice is not None:
                taken.append((*choice, self.tokens[at].raw))
            elif not self._is_particle_of(at, name) and not (taken and self.is_initial(at) and at < end - 1):
                return None
        return _meaning(handle, name, taken) if taken else None

    def _is_particle_of(self, at: int, name: PersonName) -> bool:
        """Say whether a word is left out of a name: one particle is as good as another ("vd Heuvel")."""
        return bool(name.particles) and self.tokens[at].key in self.known.group("particles")

    def _take(self, at: int, free: list[Part], name: PersonName) -> tuple[Part, Reading] | None:
        """Return the part that word `at` fits best, and how."""
        for reading in self.readings(at, off=True):
            for part in free:
                if reading.form in part.forms and (reading.how != SHORT_FORM or name.role(part) != SURNAME):
                    return part, reading
        if not self.is_initial(at):
            return None
        letters = self.tokens[at].key
        fitting = (part for part in free if _begin(name, part).startswith(letters))
        return next(((part, Reading(letters, INITIAL, BY_INITIAL)) for part in fitting), None)


def _begin(name: PersonName, part: Part) -> str:
    """Return the first letters of a part and of those behind it up to the surname: "jp" for "Jean-Paul Mercier"."""
    behind = [one for one in name.parts[name.parts.index(part) + 1 :] if name.role(one) != SURNAME]
    return "".join(one.forms[0][0] for one in (part, *behind))


def _meaning(handle: int, name: PersonName, taken: list[tuple[Part, Reading, str]]) -> Meaning:
    parts = [part for part, _, _ in taken]
    groups = {part.group for part in parts}
    order = [name.parts.index(part) for part in parts]
    turned = order != sorted(order)
    cost = sum(reading.cost for _, reading, _ in taken) + _TURNED * turned + _TAIL * all(part.tail for part in parts)
    cost += _LEFT_OUT * (len(parts) > 1) * (len(name.parts) - len(parts))
    full = len(parts) > 1 and name.groups > 1 and {0, name.groups - 1} <= groups
    how = next((reading.how for _, reading, _ in reversed(taken) if reading.how != AS_IT_IS), "")
    off = " ".join(raw for _, reading, raw in taken if reading.how == LETTER_OFF)
    return Meaning(cost, handle, full, how or ("full name" if full else name.role(parts[0])), off, turned)
