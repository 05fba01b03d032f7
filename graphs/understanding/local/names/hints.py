"""What stands behind a name and narrows it: "from Acme", "(Acme)", "in Boston"."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.understanding.local.names.companies import CompanyReader
from graphs.understanding.local.names.matching import NameReader
from graphs.understanding.local.names.model import NAMED
from graphs.understanding.local.names.fold import fold


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint that ends before token `end`: whom it leaves (`members`), nobody where the company is not known."""

    end: int
    members: frozenset[int]
    said: str


class HintReader:
    """Reads what stands behind a name."""

    def __init__(self, text: str, reader: NameReader, companies: CompanyReader) -> None:
        self.text = text
        self.reader = reader
        self.companies = companies
        self.tokens = reader.tokens
        self.index = reader.index
        self.known = reader.known

    def after(self, end: int, pool: frozenset[int]) -> Hint | None:
        """Return the hint behind a name that ends before token `end`, None where there is none.

        `pool` is whom the name fits: without a linking word a company counts only
        where it leaves one of them, or where the name runs straight on into it.
        """
        if end >= len(self.tokens):
            return None
        gap = self.tokens[end].gap
        if "@" in gap:
            return self._company(end, linked=True) or self._unknown(end)
        if not self.tokens[end].glued:
            loose = self._company(end, linked=False) if gap.strip(" ") in {"(", ",", "-", "–", "/", "["} else None
            return loose if loose and loose.members & pool else None
        link = self.tokens[end].key
        if link in self.known.group("company_links") and end + 1 < len(self.tokens) and not self.tokens[end + 1].busy:
            hint = self._linked(end, link)
            loose = link == "in" or link in self.known.group("loose_links")
            return None if hint and loose and not hint.members & pool else hint
        direct = self._company(end, linked=False)
        return direct if direct and direct.members & pool and not self.tokens[end - 1].possessive else None

    def _linked(self, end: int, link: str) -> Hint | None:
        if link in {"over", "down"}:
            return self._linked(end + 1, self.tokens[end + 1].key) if end + 2 < len(self.tokens) else None
        start = end + 1
        if self.tokens[start].key == "the" and start + 1 < len(self.tokens):
            start += 1
        if link == "in":
            return self._city(start)
        if link in self.known.group("loose_links"):
            return self._company(start, linked=False)
        return self._company(start, linked=True) or self._city(start) or self._unknown(start)

    def _company(self, start: int, *, linked: bool) -> Hint | None:
        run = self.companies.run(start, hinted=linked)
        if run is None or self.tokens[start].busy:
            return None
        if not linked and self.companies.sureness(run, linked=True) < 0.5:
            return None
        members = self.companies.members(run, frozenset(NAMED))
        return Hint(run.end, frozenset(members), self.text[self.tokens[run.start].start : self.tokens[run.end - 1].end])

    def _city(self, start: int) -> Hint | None:
        for end in range(min(start + 3, len(self.tokens)), start, -1):
            said = self.text[self.tokens[start].start : self.tokens[end - 1].end]
            members = self.index.cities.get(fold(said))
            if members:
                return Hint(end, frozenset(members), said)
        return None

    def _unknown(self, start: int) -> Hint | None:
        """A company that nobody in sight belongs to: the words after the link are no ordinary ones and no name."""
        end = start
        while end < len(self.tokens) and end < start + 4 and (end == start or self.tokens[end].glued) and self._strange(end):
            end += 1
        if end == start or self.reader.readings(start):
            return None
        return Hint(end, frozenset(), self.text[self.tokens[start].start : self.tokens[end - 1].end])

    def _strange(self, at: int) -> bool:
        token = self.tokens[at]
        if token.busy or token.key in self.known.group("places") or token.key[0].isdigit():
            return False
        if token.key in self.known.group("months") or token.key in self.known.group("weekdays"):
            return False
        return token.capital or not (self.known.is_common(token.key) or self.known.is_misspelt_common(token.key))
