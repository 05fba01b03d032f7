"""Companies in a message: alone ("my Acme leads"), or behind a name that they narrow ("Maria at Fernway")."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from graphs.understanding.local.names.fold import words
from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.tokens import Token

_JOINING_MARKS = frozenset("&+-/. ")
_SHORTEST_OFF = 4  # letters of a company's word that may have one off


@dataclass(frozen=True, slots=True)
class CompanyRun:
    """Words [start, end) that name companies (`keys`); `complete` where they are all of a company's name."""

    start: int
    end: int
    keys: frozenset[str]
    complete: bool
    said: str
    off: bool = False
    form: str = ""  # the legal form, where it was said


class CompanyReader:
    """The companies of one index in the words of one message."""

    def __init__(self, tokens: list[Token], index: PeopleIndex) -> None:
        self.tokens = tokens
        self.index = index
        self.known = index.words

    def run(self, start: int, *, hinted: bool = False) -> CompanyRun | None:
        """Return the longest company name from word `start` on; where `hinted`, small letters may be off by one too."""
        if start >= len(self.tokens):
            return None
        return self._exact(start) or self._letter_off(start, hinted=hinted)

    def _exact(self, start: int) -> CompanyRun | None:
        known = self.index.company_words
        token = self.tokens[start]
        for form in token.forms:
            if form in known and (found := self._extended(start, form, 1)):
                return found
        if token.key.endswith("s") and len(token.key) > 3 and token.key[:-1] in known and not token.possessive:
            return self._extended(start, token.key[:-1], 1)
        if start + 1 < len(self.tokens) and self.tokens[start + 1].glued:
            joined = token.key + self.tokens[start + 1].key
            return self._extended(start, joined, 2) if joined in known else None
        return None

    def _letter_off(self, start: int, *, hinted: bool) -> CompanyRun | None:
        token = self.tokens[start]
        if len(token.key) < _SHORTEST_OFF or token.busy or self.known.is_listed(token.key):
            return None
        if not (token.capital or (hinted and not self.known.is_common(token.key))):
            return None
        for word in self.index.company_spellings.one_off(token.key):
            if len(word) >= _SHORTEST_OFF and (found := self._extended(start, word, 1, off=True)):
                return found
        return None

    def _extended(self, start: int, first: str, length: int, *, off: bool = False) -> CompanyRun | None:
        """Take along every following word that goes on in the name of a company."""
        keys: AbstractSet[str] = self.index.company_words.get(first)
        matched = [first]
        end = start + length
        at = end
        while at < len(self.tokens) and self._joins(at):
            word = self.tokens[at].key
            at += 1
            if word in self.known.group("company_joins"):
                continue
            longer = {key for key in keys if _runs_on(key, [*matched, word])}
            if not longer and word.endswith("s"):
                word = word[:-1]
                longer = {key for key in keys if _runs_on(key, [*matched, word])}
            if not longer:
                break
            keys, matched, end = longer, [*matched, word], at
        said = " ".join(matched)
        complete = keys & {said}
        if not complete and not self._is_telling(keys, matched, start):
            return None
        form = self.tokens[end].key if self._is_legal_form(end) else ""
        alike = (complete if form else set()) or {key for key in keys if key.split(" ", 1)[0] == first} or keys
        return CompanyRun(start, end + bool(form), frozenset(alike), bool(complete), said, off, form)

    def _joins(self, at: int) -> bool:
        return _JOINING_MARKS.issuperset(self.tokens[at].gap) and not self.tokens[at - 1].possessive

    def _is_legal_form(self, end: int) -> bool:
        if end >= len(self.tokens) or not self._joins(end):
            return False
        form = self.tokens[end]
        written = form.raw[0].isupper() or not self.known.is_listed(form.key)
        return written and form.key in self.known.group("legal_forms")

    def _is_telling(self, keys: AbstractSet[str], matched: list[str], start: int) -> bool:
        """Say whether a part of a company's name is enough to know it by."""
        if all(word in self.known.group("company_generic") for word in matched):
            return False
        if any(key.split(" ", 1)[0] == matched[0] for key in keys):
            return True
        return self.tokens[start].capital or not any(self.known.is_common(word) for word in matched)

    def members(self, run: CompanyRun, types: AbstractSet[str]) -> set[int]:
        """Return the records of `types` that belong to the companies of a run, those of its legal form if there are."""
        found = {handle for key in run.keys for handle in self.index.companies.get(key)}
        found = {handle for handle in found if self.index.entry(handle).type in types}
        return {handle for handle in found if run.form and run.form in self._words_of(handle)} or found

    def _words_of(self, handle: int) -> list[str]:
        entry = self.index.entry(handle)
        return words(entry.name if entry.type == "account" else entry.company)

    def sureness(self, run: CompanyRun, *, linked: bool) -> float:
        """Return how sure it is (0..1) that a run means the company; `linked`: "from" or the like stands before."""
        token = self.tokens[run.start]
        said = run.said.split()
        if run.off:
            return 0.6 if token.capital or linked else 0.3
        if len(said) > 1 and (run.complete or token.capital):
            return 0.95
        if not all(self.known.is_common(word) for word in said):
            return 0.9
        told = 0.1 if self.known.kind_of(said[0]) in {"day", "month"} else 0.45
        return 0.2 + told * token.capital + 0.25 * linked + 0.1 * run.complete


def _runs_on(key: str, matched: list[str]) -> bool:
    """Say whether `matched` stand one after another in a company's name."""
    return f" {' '.join(matched)} " in f" {key} "
