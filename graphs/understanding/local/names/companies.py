"""Companies in a message, alone ("my Acme leads") and as a hint at a person ("Maria at Fernway")."""

from __future__ import annotations

from dataclasses import dataclass

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.tokens import Token

_JOINING_MARKS = frozenset("&+-/., ")


@dataclass(frozen=True, slots=True)
class CompanyRun:
    """Words [start, end) that name companies; `complete` where they are all of its name."""

    start: int
    end: int
    keys: frozenset[str]
    complete: bool
    said: str
    off: bool = False


class CompanyReader:
    """The companies of one index in the words of one message."""

    def __init__(self, tokens: list[Token], index: PeopleIndex) -> None:
        self.tokens = tokens
        self.index = index
        self.known = index.words

    def run(self, start: int, *, hinted: bool = False) -> CompanyRun | None:
        """Return the longest company name from word `start` on; with `hinted`, a letter may be off."""
        if start >= len(self.tokens):
            return None
        for first, length, off in self._firsts(start, hinted=hinted):
            if found := self._extend(start, first, length, off=off):
                return found
        return None

    def _firsts(self, start: int, *, hinted: bool) -> list[tuple[str, int, bool]]:
        """Return (word, how many tokens it takes, letter off) that a company's name may begin with."""
        token = self.tokens[start]
        words = self.index.company_words
        found = [(form, 1, False) for form in token.forms if form in words]
        if not found and token.key.endswith("s") and len(token.key) > 3 and token.key[:-1] in words:
            found.append((token.key[:-1], 1, False))
        if start + 1 < len(self.tokens) and self.tokens[start + 1].glued:
            joined = token.key + self.tokens[start + 1].key
            found += [(joined, 2, False)] if joined in words else []
        if not found and len(token.key) > 3 and not token.busy and (hinted or token.capital):
            if not self.known.is_common(token.key) or token.capital:
                found += [(word, 1, True) for word in self.index.company_spellings.one_off(token.key) if len(word) > 3]
        return found

    def _extend(self, start: int, first: str, length: int, *, off: bool) -> CompanyRun | None:
        keys = self.index.company_words.get(first)
        matched = [first]
        end = start + length
        while end < len(self.tokens) and self._joins(end):
            word = self.tokens[end].key
            if word in self.known.group("company_joins"):
                following = self.tokens[end + 1].key if end + 1 < len(self.tokens) else ""
                if not any(_runs_on(key, [*matched, following]) for key in keys):
                    break
                end += 1
                continue
            narrowed = {key for key in keys if _runs_on(key, [*matched, word])}
            if not narrowed:
                break
            keys, matched, end = narrowed, [*matched, word], end + 1
        said = " ".join(matched)
        complete = {key for key in keys if key == said}
        if not complete and not self._telling(keys, matched, start):
            return None
        if complete and end < len(self.tokens) and self._joins(end) and self.tokens[end].key in self.known.group("legal_forms"):
            end += 1
        return CompanyRun(start, end, frozenset(complete or keys), bool(complete), said, off)

    def _joins(self, at: int) -> bool:
        gap = self.tokens[at].gap
        return "\n" not in gap and set(gap) <= _JOINING_MARKS and "," not in gap and not self.tokens[at - 1].possessive

    def _telling(self, keys: frozenset[str], matched: list[str], start: int) -> bool:
        """Say whether a part of a company's name is enough to know it by."""
        generic = self.known.group("company_generic")
        if all(word in generic for word in matched):
            return False
        if all(key.startswith(matched[0]) for key in keys):
            return True
        return not any(self.known.is_common(word) for word in matched) or self.tokens[start].capital

    def members(self, run: CompanyRun, types: frozenset[str]) -> set[int]:
        """Return the records of `types` that belong to the companies of a run."""
        found = {handle for key in run.keys for handle in self.index.companies.get(key)}
        return {handle for handle in found if self.index.entry(handle).type in types}

    def sureness(self, run: CompanyRun, *, linked: bool) -> float:
        """Return how sure it is that a run standing alone means the company."""
        token = self.tokens[run.start]
        words = run.said.split()
        if run.off:
            return 0.6 if token.capital else 0.3
        if len(words) > 1 and (run.complete or token.capital):
            return 0.95
        if not self.known.is_common(words[0]):
            return 0.9
        return 0.2 + 0.45 * token.capital + 0.25 * linked + 0.1 * run.complete


def _runs_on(key: str, matched: list[str]) -> bool:
    """Say whether `matched` stand one after another in a company's name."""
    return f" {key} ".find(f" {' '.join(matched)} ") >= 0
