"""The records in the asker's sight, so kept that a name is found without reading them all."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from heapq import nsmallest

from graphs.understanding.local.names.fold import fold, spellings, words
from graphs.understanding.local.names.known_words import KnownWords, known_words
from graphs.understanding.local.names.model import PEOPLE, TITLED, Entry
from graphs.understanding.local.names.person_name import SURNAME, PersonName, person_name
from graphs.understanding.local.names.postings import Postings
from graphs.understanding.local.names.spelling_index import SpellingIndex
from graphs.understanding.local.names.usual_spellings import UsualSpellings

LEADING = 50  # people kept at hand of those who share a name part
_NO_HANDLES: dict[str, int] = {}
_NO_DIGITS = re.compile(r"\D+")
_PHONE_KEY = 7  # digits that say who it is; what stands before them is written in many ways


class PeopleIndex:
    """Leads, contacts, accounts, deals, follow-ups and tasks by everything they may be called by.

    It holds what it was given and nothing else, so it is as wide as the asker's
    scope.  `put` and `drop` cost the same whatever its size, and leave it as if
    it had been built from what it holds.  Not for writing from two threads.
    """

    def __init__(self, entries: Iterable[Entry] = (), language: str = "en") -> None:
        self.words: KnownWords = known_words(language)
        self.part_spellings = SpellingIndex()
        self.company_spellings = SpellingIndex()
        self.parts = Postings[int](self.part_spellings)
        self.given = Postings[int]()  # parts other than the surname: those that have short forms
        self.tails = Postings[int]()  # parts behind a hyphen: "Marie" of "Anne-Marie"
        self.initials = Postings[int]()
        self.companies = Postings[int]()  # a company's key -> its people and its account
        self.company_words = Postings[str](self.company_spellings)  # a word -> the keys of companies
        self.emails = Postings[int]()
        self.phones = Postings[int]()
        self.cities = Postings[int]()
        self.title_words = Postings[int]()
        self.hanging_on = Postings[int]()  # a lead's or account's id -> deals, follow-ups, tasks
        self.days = Postings[int]()  # a day of UTC -> follow-ups and tasks
        self._handles: dict[str, dict[str, int]] = defaultdict(dict)
        self._entries: dict[int, Entry] = {}
        self._by_type: dict[str, dict[int, None]] = defaultdict(dict)
        self._next_handle = itertools.count()
        self._leading: dict[str, dict[tuple[bool, frozenset[str]], tuple[int, ...]]] = {}
        self._spelled: dict[str, UsualSpellings] = defaultdict(UsualSpellings)
        for entry in entries:
            self.put(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> None:
        """Add `entry`, or replace the one of the same type and id."""
        handles = self._handles[entry.type]
        if entry.id in handles:
            self.drop(entry.type, entry.id)
        handle = next(self._next_handle)
        handles[entry.id] = handle
        self._entries[handle] = entry
        self._by_type[entry.type][handle] = None
        for postings, word in self._words_of(entry):
            postings.add(word, handle)
            if self._leading:
                self._leading.pop(word, None)
        for word, key in self._company_words_of(entry):
            self.company_words.add(word, key)
        self._count(entry, more=True)

    def drop(self, type: str, id: str) -> None:
        """Forget a record; one that is not there is no error."""
        handle = self._handles[type].pop(id, None)
        if handle is None:
            return
        entry = self._entries.pop(handle)
        del self._by_type[type][handle]
        for postings, word in self._words_of(entry):
            postings.discard(word, handle)
            self._leading.pop(word, None)
        for word, key in self._company_words_of(entry):
            if key not in self.companies:
                self.company_words.discard(word, key)
        self._count(entry, more=False)

    def get(self, type: str, id: str) -> Entry | None:
        """Return a record, None where there is none."""
        handle = self.handle(type, id)
        return None if handle is None else self._entries[handle]

    def entries(self, type: str) -> Iterator[Entry]:
        """Iterate over the records of one type, in the order they came in."""
        return (self._entries[handle] for handle in self._by_type.get(type, ()))

    def known(self, field: str) -> Mapping[str, str]:
        """Return folded value to the value as most records spell it, for company, city, source or tags.

        It is no copy: it changes with the records.
        """
        return self._spelled[field].usual

    def known_beginning(self, field: str, word: str) -> str | None:
        """Return the first known value, by its letters, whose first word is `word` (folded), or None."""
        return self._spelled[field].beginning_with(word)

    def named(self, word: str, type: str = "lead") -> list[Entry]:
        """Return the records of `type` with a name part that is `word`, in the order they came in."""
        held = frozenset().union(*(self.parts.get(form) for form in spellings(word)))
        return [self._entries[handle] for handle in sorted(held) if self._entries[handle].type == type]

    def entry(self, handle: int) -> Entry:
        """Return the record behind a handle of the postings."""
        return self._entries[handle]

    def handle(self, type: str, id: str) -> int | None:
        """Return the handle of a record, None where there is none."""
        return self._handles.get(type, _NO_HANDLES).get(id)

    def handles(self, type: str) -> Collection[int]:
        """Return the handles of one type."""
        return self._by_type.get(type, {}).keys()

    def name_of(self, handle: int) -> PersonName:
        """Return a person's name in its parts."""
        return person_name(self._entries[handle].name, self.words)

    def leading(self, form: str, types: frozenset[str], *, given: bool) -> tuple[int, ...]:
        """Return the first `LEADING` people of `types` by name who have a name part: enough where they are many."""
        kept = self._leading.setdefault(form, {})
        if (given, types) not in kept:
            held = (self.given if given else self.parts).get(form)
            entries = ((self._entries[handle], handle) for handle in held)
            named = [(entry.name, entry.id, entry.type, handle) for entry, handle in entries if entry.type in types]
            kept[given, types] = tuple(handle for *_, handle in nsmallest(LEADING, named))
        return kept[given, types]

    def _words_of(self, entry: Entry) -> Iterator[tuple[Postings[int], str]]:
        """Yield where a record is found, and under which word."""
        if entry.email:
            yield self.emails, entry.email.strip().casefold()
        if digits := phone_key(entry.phone):
            yield self.phones, digits
        if entry.type in TITLED:
            yield from self._title_words_of(entry)
            return
        if entry.type in PEOPLE:
            yield from self._name_words_of(person_name(entry.name, self.words))
        if company := _company_of(entry):
            yield self.companies, company_key(company, self.words)
        if entry.city:
            yield self.cities, fold(entry.city)

    def _name_words_of(self, name: PersonName) -> Iterator[tuple[Postings[int], str]]:
        for part in name.parts:
            for form in part.forms:
                yield self.parts, form
                if name.role(part) != SURNAME:
                    yield self.given, form
                if part.tail:
                    yield self.tails, form
        if name.initials:
            yield self.initials, name.initials

    def _title_words_of(self, entry: Entry) -> Iterator[tuple[Postings[int], str]]:
        yield from ((self.title_words, word) for word in words(f"{entry.name} {entry.title}"))
        yield from ((self.hanging_on, id) for id in (entry.lead_id, entry.account_id) if id)
        if entry.starts_at is not None:
            yield self.days, utc_day(entry.starts_at)

    def _company_words_of(self, entry: Entry) -> list[tuple[str, str]]:
        company = _company_of(entry)
        key = company_key(company, self.words) if company else ""
        return [(word, key) for word in key.split()]

    def _count(self, entry: Entry, *, more: bool) -> None:
        """Keep count of how often each value is spelled how."""
        values = [("company", _company_of(entry)), ("city", entry.city), ("source", entry.source)]
        for field, value in [*values, *(("tags", tag) for tag in entry.tags)]:
            if value:
                spelled = self._spelled[field]
                spelled.add(value) if more else spelled.discard(value)


def _company_of(entry: Entry) -> str:
    if entry.type in TITLED:
        return ""
    return entry.name if entry.type == "account" else entry.company


def utc_day(at: datetime) -> str:
    """Return the day of UTC that `at` falls on, as YYYY-MM-DD; a time without a zone is taken as UTC."""
    return (at.astimezone(UTC) if at.tzinfo else at).date().isoformat()


@lru_cache(maxsize=1 << 13)
def company_key(name: str, known: KnownWords) -> str:
    """Return what a company is known by: its folded words without legal form, article and "and"."""
    said = words(name)
    kept = [word for word in said if word not in known.group("company_joins")] or said
    kept = [word for word in kept if word not in known.group("legal_forms")] or kept
    return " ".join(kept) or fold(name)


def phone_key(phone: str) -> str:
    """Return the last seven digits of a phone number, "" where it has fewer."""
    digits = _NO_DIGITS.sub("", phone)
    return digits[-_PHONE_KEY:] if len(digits) >= _PHONE_KEY else ""
