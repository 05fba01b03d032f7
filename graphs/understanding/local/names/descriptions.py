"""People meant without their name: "the Acme guy", "the one from Acme", "the CFO at Castellan"."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.understanding.local.names.fold import words
from graphs.understanding.local.names.hints import HintReader
from graphs.understanding.local.names.model import PEOPLE
from graphs.understanding.local.names.spotting import Spot

_ROLE_WORDS = 4  # "the head of purchasing at ..."


@dataclass(frozen=True, slots=True)
class Description:
    """Words [start, end) that mean one of `members` without naming them."""

    start: int
    end: int
    members: frozenset[int]
    said: str


class DescriptionReader:
    """Reads the descriptions in one message."""

    def __init__(self, hints: HintReader) -> None:
        self.hints = hints
        self.tokens = hints.tokens
        self.known = hints.known
        self.index = hints.index

    def all(self, spots: list[Spot]) -> list[Description]:
        """Return the descriptions, in text order; `spots` say where companies stand."""
        found = [one for spot in spots if spot.company and (one := self._before_noun(spot))]
        found += [one for at in range(len(self.tokens)) if (one := self._behind_link(at))]
        return sorted((one for one in found if one.members), key=lambda one: one.start)

    def _before_noun(self, spot: Spot) -> Description | None:
        """Read "the Acme guy" and "the Acme engineer"."""
        end = spot.end
        start = self._article_before(spot.start)
        if start is None or end >= len(self.tokens) or not self.tokens[end].glued:
            return None
        hint = self.hints.linked(spot.start)
        if hint is None:
            return None
        people = self._people(hint.members)
        if self.tokens[end].key in self.known.group("person_nouns"):
            return Description(start, end + 1, people, hint.said)
        return self._with_role(start, end, people, hint.said)

    def _with_role(self, start: int, end: int, people: frozenset[int], said: str) -> Description | None:
        """Read "the Acme plant engineer", the role from word `end` on."""
        for stop in range(min(len(self.tokens), end + _ROLE_WORDS), end, -1):
            role = {token.key for token in self.tokens[end:stop]}
            fitting = frozenset(one for one in people if role <= set(words(self.index.entry(one).title)))
            if fitting and all(token.glued for token in self.tokens[end:stop]):
                return Description(start, stop, fitting, said)
        return None

    def _behind_link(self, at: int) -> Description | None:
        """Read "the one from Acme" and "the plant engineer at Acme"; word `at` is the link."""
        link = self.tokens[at]
        if link.key not in self.known.group("company_links") or not link.glued or at == 0:
            return None
        hint = self.hints.linked(at + 1)
        if hint is None or not hint.members:
            return None
        people = self._people(hint.members)
        if self.tokens[at - 1].key in self.known.group("person_nouns"):
            start = self._article_before(at - 1)
            return None if start is None else Description(start, hint.end, people, hint.said)
        return self._by_role(at, hint.end, people, hint.said)

    def _by_role(self, at: int, end: int, people: frozenset[int], said: str) -> Description | None:
        for start in range(at - 1, max(-1, at - 1 - _ROLE_WORDS), -1):
            if self._article_before(start) is None or not self.tokens[start + 1].glued:
                continue
            role = {token.key for token in self.tokens[start:at]}
            fitting = frozenset(one for one in people if role <= set(words(self.index.entry(one).title)))
            return Description(start - 1, end, fitting, said) if fitting and start else None
        return None

    def _article_before(self, start: int) -> int | None:
        """Return where the article before word `start` stands, None where there is none."""
        if start and self.tokens[start].glued and self.tokens[start - 1].key in self.known.group("articles"):
            return start - 1
        return None

    def _people(self, members: frozenset[int]) -> frozenset[int]:
        return frozenset(one for one in members if self.index.entry(one).type in PEOPLE)
