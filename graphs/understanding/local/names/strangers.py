"""Words beside a part of a name that make it the name of somebody else: "Sarah Quimby" is no Sarah Smith."""

from __future__ import annotations

from graphs.understanding.local.names.matching import NameReader
from graphs.understanding.local.names.model import Span
from graphs.understanding.local.names.person_name import SURNAME
from graphs.understanding.local.names.place import Place
from graphs.understanding.local.names.readings import AS_IT_IS, LETTER_OFF
from graphs.understanding.local.names.spotting import Spot

_LONGEST = 4  # words that a stranger's name goes on for


class StrangerReader:
    """Looks at the words on either side of a name."""

    def __init__(self, reader: NameReader, place: Place) -> None:
        self.reader = reader
        self.place = place
        self.tokens = reader.tokens
        self.known = reader.known

    def around(self, spot: Spot, following: Spot | None) -> Span | None:
        """Return the words [start, end) of the whole name where `spot` is but a part of a stranger's, else None."""
        if spot.person is None:
            return None
        if spot.person.best.full:
            return self._hyphened_on(spot)
        if following is not None and following.start == spot.end and self._contradicts(spot, following):
            return spot.start, following.end
        end = self._run_on(spot.end)
        if end > spot.end:
            return spot.start, end
        start = self._run_back(spot.start) if self._roles(spot) <= {SURNAME, LETTER_OFF} else spot.start
        return (start, spot.end) if start < spot.start else None

    def _hyphened_on(self, spot: Spot) -> Span | None:
        """A whole name that goes on with a hyphen is another one: "Tess Holloway-Reed"."""
        end = spot.end
        while end < len(self.tokens) and self.tokens[end].hyphened and not self.known.is_listed(self.tokens[end].key):
            end += 1
        return (spot.start, end) if end > spot.end else None

    def _roles(self, spot: Spot) -> set[str]:
        if spot.person is None:
            return set()
        return {meaning.how for meaning in spot.person.ranked}

    def _contradicts(self, spot: Spot, following: Spot) -> bool:
        """Say whether a surname or company of others runs straight on from a first name."""
        if not self.reader.follows(following.start) or (following.person is not None and following.person.best.full):
            return False
        if following.person is None:
            return not self.tokens[following.end - 1].possessive and following.sure > 0.8
        return self._roles(following) == {SURNAME} and bool(self._roles(spot) - {SURNAME})

    def _run_on(self, end: int) -> int:
        at = end
        while at < min(len(self.tokens), end + _LONGEST) and self.reader.follows(at):
            if self._is_unread(at):
                at += 1
                end = at
            elif self.tokens[at].key in self.known.group("particles"):
                at += 1
            else:
                break
        return end

    def _run_back(self, start: int) -> int:
        least = max(0, start - _LONGEST)
        while start > least and self.reader.follows(start) and self._is_unread(start - 1):
            start -= 1
        return start

    def _is_unread(self, at: int) -> bool:
        """Say whether word `at` looks like a surname: like part of a name, and not the first name of others."""
        return self.is_strange(at) and not self._is_first_name(at)

    def _is_first_name(self, at: int) -> bool:
        index = self.reader.index
        forms = [reading.form for reading in self.reader.readings(at) if reading.how == AS_IT_IS]
        return any(form in index.given and index.parts.get(form) <= index.given.get(form) for form in forms)

    def is_strange(self, at: int) -> bool:
        """Say whether word `at` looks like part of a name although nothing says whose."""
        token = self.tokens[at]
        if (
            token.busy
            or token.upper
            or token.key[0].isdigit()
            or len(token.key) < 2
            or self._is_known_otherwise(token.key)
        ):
            return False
        if token.key in self.known.all_word_names:
            if not token.capital:
                return token.key in self.known.group("likely_surnames")
            return not self.place.is_month_use(at, at + 1)
        if token.capital:
            return not self.known.is_listed(token.key)
        if self.known.is_common(token.key):
            return False
        return self.place.before(at) in self.known.group("before_person") or not self.known.is_misspelt_common(
            token.key
        )

    def _is_known_otherwise(self, key: str) -> bool:
        return any(key in self.known.group(name) for name in ("titles", "suffixes", "weekdays", "function"))
