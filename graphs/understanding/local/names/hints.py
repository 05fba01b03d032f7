"""What stands behind a name and narrows it: "from Acme", "(Acme)", "in Boston"."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graphs.understanding.local.names.companies import CompanyReader
from graphs.understanding.local.names.fold import fold
from graphs.understanding.local.names.matching import NameReader
from graphs.understanding.local.names.model import NAMED

_LOOSE_GAPS = frozenset({"(", ",", "-", "–", "/", "["})
_SURE = 0.5
_CITY_WORDS = 3
_COMPANY_WORDS = 4


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint that ends before word `end`: it leaves `members`, nobody where the company is one of nobody's in sight."""

    end: int
    members: frozenset[int]
    said: str


class HintReader:
    """Reads what stands behind the names of one message."""

    def __init__(self, text: str, reader: NameReader, companies: CompanyReader) -> None:
        self._text = text
        self._reader = reader
        self._companies = companies
        self.tokens = reader.tokens
        self.known = reader.known
        self.index = reader.index

    def after(self, end: int, pool: AbstractSet[int]) -> Hint | None:
        """Return the hint behind a name that ends before word `end`, None where there is none.

        `pool` is whom the name fits.  "from", "at" and "of" hold the company
        against everyone else; a looser link counts only where it leaves somebody.
        """
        if end >= len(self.tokens):
            return None
        if self.tokens[end].gap.strip() == "@":
            return self.linked(end)
        hint, strict = self._behind(end)
        return hint if hint is not None and (strict or hint.members & pool) else None

    def _behind(self, end: int) -> tuple[Hint | None, bool]:
        """Return (hint, whether it counts against those it leaves out)."""
        group = self.known.group
        if not self.tokens[end].glued:
            loose = self.tokens[end].gap.strip() in _LOOSE_GAPS
            return (self._company(end) if loose else None), False
        if self.tokens[end].key in group("double_links") and end + 1 < len(self.tokens):
            end += 1
        link = self.tokens[end].key
        if link in group("loose_links") and end + 1 < len(self.tokens):
            return self._company(end + 1) or self._city(end + 1), False
        if link in group("company_links"):
            return self.linked(end + 1), True
        if self.tokens[end - 1].possessive or self._reader.readings(end):
            return None, False
        return self._company(end), False

    def linked(self, start: int) -> Hint | None:
        """Return the hint at word `start`, behind a linking word: a company, a city, or a company not known."""
        if start < len(self.tokens) and self.tokens[start].key in self.known.group("articles"):
            start += 1
        if start >= len(self.tokens) or self.tokens[start].busy:
            return None
        return self._company(start, linked=True) or self._city(start) or self._unknown(start)

    def _company(self, start: int, *, linked: bool = False) -> Hint | None:
        run = self._companies.run(start, hinted=linked)
        if run is None or self.tokens[start].busy:
            return None
        if not linked and self._companies.sureness(run, linked=True) < _SURE:
            return None
        members = self._companies.members(run, frozenset(NAMED))
        return Hint(run.end, frozenset(members), self._said(run.start, run.end))

    def _city(self, start: int) -> Hint | None:
        for end in range(min(start + _CITY_WORDS, len(self.tokens)), start, -1):
            members = self.index.cities.get(fold(self._said(start, end)))
            if members:
                return Hint(end, frozenset(members), self._said(start, end))
        return None

    def _unknown(self, start: int) -> Hint | None:
        """A company nobody in sight belongs to: the words are no ordinary ones, no place and no name."""
        end = start
        while end < min(len(self.tokens), start + _COMPANY_WORDS) and (end == start or self.tokens[end].glued):
            if not self._may_be_company(end) and not (end > start and self._goes_on_in_company(end)):
                break
            end += 1
        if end == start or self._reader.readings(start):
            return None
        return Hint(end, frozenset(), self._said(start, end))

    def _goes_on_in_company(self, at: int) -> bool:
        return any(self.tokens[at].key in self.known.group(name) for name in ("company_generic", "legal_forms"))

    def _may_be_company(self, at: int) -> bool:
        token = self.tokens[at]
        if token.busy or token.key[0].isdigit():
            return False
        if any(token.key in self.known.group(name) for name in ("places", "months", "weekdays")):
            return False
        return token.capital or not (self.known.is_common(token.key) or self.known.is_misspelt_common(token.key))

    def _said(self, start: int, end: int) -> str:
        return self._text[self.tokens[start].start : self.tokens[end - 1].end]
