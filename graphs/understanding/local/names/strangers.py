"""Words beside a part of a name that make it the name of somebody else: "Sarah Quimby" is no Sarah Smith."""

from __future__ import annotations

from graphs.understanding.local.names.matching import NameReader
from graphs.understanding.local.names.meanings import Meaning, plausible
from graphs.understanding.local.names.model import Span
from graphs.understanding.local.names.person_name import SURNAME
from graphs.understanding.local.names.place import Place
from graphs.understanding.local.names.readings import AS_IT_IS, LETTER_OFF
from graphs.understanding.local.names.spotting import Spot

_LONGEST = 4  # words that a stranger's name goes on for
_MOST = 12  # words of it altogether, particles too: a list of names without a mark between is no name
_SURE_COMPANY = 0.8


class StrangerReader:
    """Looks at the words on either side of a name."""

    def __init__(self, reader: NameReader, place: Place) -> None:
        self.reader = reader
        self.place = place
        self.tokens = reader.tokens
        self.known = reader.known

    def around(self, spot: Spot, start: int, following: Spot | None) -> Span | None:
        """Return the words [start, end) of the whole name where `spot` is but a part of a stranger's, else None.

        `start` is where the spot begins with its particles.
        """
        if spot.person is None:
            return None
        if spot.person.best.full:
            return self._hyphened_on(spot)
        roles = _roles(spot)
        if following is not None and following.start == spot.end and self._contradicts(roles, following):
            return start, following.end
        end = spot.end if self._is_over(spot) else self._run_on(spot.end)
        if end > spot.end:
            return start, end
        first = self._run_back(start) if roles <= {SURNAME, LETTER_OFF} else start
        return (first, spot.end) if first < start else None

    def _is_over(self, spot: Spot) -> bool:
        """Say so of several names in capitals, the last a surname, before a word in small letters: "Ana Ruiz wove"."""
        if spot.person is None or spot.end - spot.start < 2 or spot.person.best.how != SURNAME:
            return False
        written = self.tokens[spot.end].raw[0] if spot.end < len(self.tokens) else ""
        return self.tokens[spot.end - 1].capital and written.islower()

    def like_company(self, spot: Spot) -> Span | None:
        """Return the words of a name that begins as a company's does and goes on otherwise, else None."""
        if spot.company is None or spot.company.complete or spot.end - spot.start > 1:
            return None
        end = spot.end
        while end < len(self.tokens) and self.reader.follows(end) and self.tokens[end].capital and self.is_strange(end):
            end += 1
        return (spot.start, end) if end > spot.end and self.tokens[spot.start].capital else None

    def _hyphened_on(self, spot: Spot) -> Span | None:
        """Return a whole name that goes on with a hyphen: "Tess Holloway-Reed" is another one."""
        end = spot.end
        while end < len(self.tokens) and self.tokens[end].hyphened and not self.known.is_listed(self.tokens[end].key):
            end += 1
        return (spot.start, end) if end > spot.end else None

    def _contradicts(self, roles: set[str], following: Spot) -> bool:
        """Say whether a surname or company of others runs straight on from a first name."""
        if not self.reader.follows(following.start) or (following.person and following.person.best.full):
            return False
        if following.person is None:
            return not self.tokens[following.end - 1].possessive and following.sure > _SURE_COMPANY
        return _roles(following) == {SURNAME} and bool(roles - {SURNAME})

    def _run_on(self, end: int) -> int:
        """Return where the surname behind a first name ends."""
        particles = self.known.group("particles")
        at, most = end, min(len(self.tokens), end + _MOST)
        while at < min(most, end + _LONGEST) and self.reader.follows(at):
            if self.tokens[at].key in particles:
                at += 1
            elif self._is_surname(at, behind_particle=at > end):
                at += 1
                end = at
            else:
                break
        return end

    def _is_surname(self, at: int, *, behind_particle: bool) -> bool:
        key = self.tokens[at].key
        if behind_particle and not self.known.is_listed(key) and not self.tokens[at].busy:
            return True
        known_surname = bool(self._forms(at)) and not self.known.is_common(key)
        return (known_surname or self.is_strange(at)) and not self._is_first_name(at)

    def _run_back(self, start: int) -> int:
        """Return where the first name before a surname begins."""
        least = max(0, start - _LONGEST)
        while start > least and self.reader.follows(start) and self._is_first_of_stranger(start - 1):
            start -= 1
        return start

    def _is_first_of_stranger(self, at: int) -> bool:
        token = self.tokens[at]
        if token.key in self.known.group("particles") and token.raw[0].islower():
            return False
        if token.key in self.known.all_word_names and not token.busy:
            return token.capital or self._is_name_by_place(at)
        return self.is_strange(at) and not self._is_first_name(at)

    def _is_name_by_place(self, at: int) -> bool:
        """Say whether a name that is a word ("will") is no word before a surname: "for will jimenez"."""
        key, before, group = self.tokens[at].key, self.place.before(at), self.known.group
        if key in group("months"):
            return not self.place.is_month_use(at, at + 1)
        if key in self.known.word_names["mostly_names"]:
            return key not in group("record_verbs")
        calls = before in group("before_person") and before not in group("before_anything")
        return calls or before in group("never_before_verb") or before in group("record_verbs")

    def _forms(self, at: int) -> list[str]:
        return [reading.form for reading in self.reader.readings(at) if reading.how == AS_IT_IS]

    def _is_first_name(self, at: int) -> bool:
        """Say whether word `at` is a first name of people in sight, and nobody's surname."""
        index = self.reader.index
        return any(form in index.given and index.parts.get(form) <= index.given.get(form) for form in self._forms(at))

    def is_strange(self, at: int) -> bool:
        """Say whether word `at` looks like part of a name although nothing says whose."""
        token = self.tokens[at]
        if token.busy or token.upper or len(token.key) < 2 or token.key[0].isdigit() or self._is_known_otherwise(at):
            return False
        if token.key in self.known.all_word_names:
            return self._is_strange_word(at)
        if token.key in self.known.group("particles") and not token.capital:
            return False
        if token.capital:
            return not self.known.is_listed(token.key)
        if self.known.is_common(token.key):
            return False
        called = self.place.before(at) in self.known.group("before_person")
        return called or not self.known.is_misspelt_common(token.key)

    def _is_strange_word(self, at: int) -> bool:
        token = self.tokens[at]
        if not token.capital:
            return token.key in self.known.group("likely_surnames")
        return token.key not in self.known.group("months") or not self.place.is_month_use(at, at + 1)

    def _is_known_otherwise(self, at: int) -> bool:
        groups = ("titles", "suffixes", "weekdays", "function")
        key = self.tokens[at].key
        return key not in self.known.word_names["modal"] and any(key in self.known.group(name) for name in groups)


def _roles(spot: Spot) -> set[str]:
    """Return which parts of names the words of a spot are, for those they fit best."""
    ranked: tuple[Meaning, ...] = spot.person.ranked if spot.person else ()
    return {meaning.how for meaning in plausible(ranked)}
