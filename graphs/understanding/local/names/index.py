"""The records in the asker's sight, so kept that a name is found without reading them all."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Generic, TypeVar

from graphs.understanding.local.names.fold import fold, words
from graphs.understanding.local.names.known_words import KnownWords, known_words
from graphs.understanding.local.names.model import PEOPLE, TITLED, Entry
from graphs.understanding.local.names.person_name import PersonName, person_name
from graphs.understanding.local.names.spelling_index import SpellingIndex

_PHONE_KEY = 7  # digits that say who it is; what stands before them is written in many ways
T = TypeVar("T")


class Postings(Generic[T]):
    """Which records (or companies) have a word; forgets words that nothing has."""

    def __init__(self, spellings: SpellingIndex | None = None) -> None:
        self._held: dict[str, set[T]] = {}
        self._spellings = spellings

    def add(self, word: str, what: T) -> None:
        """Note that `what` has `word`."""
        held = self._held.get(word)
        if held is None:
            self._held[word] = {what}
            if self._spellings is not None:
                self._spellings.add(word)
        else:
            held.add(what)

    def discard(self, word: str, what: T) -> None:
        """Forget that `what` has `word`."""
        held = self._held.get(word)
        if held is None:
            return
        held.discard(what)
        if not held:
            del self._held[word]
            if self._spellings is not None:
                self._spellings.discard(word)

    def get(self, word: str) -> AbstractSet[T]:
        """Return everything that has `word`; not to be changed."""
        return self._held.get(word, frozenset())

    def __contains__(self, word: str) -> bool:
        return word in self._held


class PeopleIndex:
    """Leads, contacts, accounts, deals, follow-ups and tasks by everything they may be called by.

    It holds what it was given and nothing else, so it is as wide as the asker's
    scope.  `put` and `drop` cost the same whatever its size, and leave it as if
    it had been built from what it holds.  Not safe for writing from two threads.
    """

    def __init__(self, entries: Iterable[Entry] = (), language: str = "en") -> None:
        self.words: KnownWords = known_words(language)
        self._handles: dict[tuple[str, str], int] = {}
        self._entries: dict[int, Entry] = {}
        self._next = itertools.count()
        self._by_type: dict[str, dict[int, None]] = defaultdict(dict)
        self.part_spellings = SpellingIndex()
        self.company_spellings = SpellingIndex()
        self.parts = Postings[int](self.part_spellings)
        self.given = Postings[int]()  # parts that are not the surname: those that have short forms
        self.companies = Postings[int]()  # a company's key -> its people and its account
        self.company_words = Postings[str](self.company_spellings)  # a word -> the keys of companies
        self.emails = Postings[int]()
        self.phones = Postings[int]()
        self.cities = Postings[int]()
        self.title_words = Postings[int]()
        self.hanging_on = Postings[int]()  # a lead's or account's id -> deals, follow-ups, tasks
        self._spelled: dict[str, dict[str, Counter[str]]] = defaultdict(dict)
        self._known: dict[str, Mapping[str, str]] = {}
        for entry in entries:
            self.put(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def put(self, entry: Entry) -> None:
        """Add `entry`, or replace the one of the same type and id."""
        self.drop(entry.type, entry.id)
        handle = next(self._next)
        self._handles[entry.type, entry.id] = handle
        self._entries[handle] = entry
        self._by_type[entry.type][handle] = None
        for postings, word in self._keys(entry):
            postings.add(word, handle)
        if key := self._company_of(entry):
            self.companies.add(key, handle)
            for word in key.split():
                self.company_words.add(word, key)
        self._count(entry, 1)

    def drop(self, type: str, id: str) -> None:
        """Forget a record; one that is not there is no error."""
        handle = self._handles.pop((type, id), None)
        if handle is None:
            return
        entry = self._entries.pop(handle)
        del self._by_type[type][handle]
        for postings, word in self._keys(entry):
            postings.discard(word, handle)
        if key := self._company_of(entry):
            self.companies.discard(key, handle)
            for word in key.split() if key not in self.companies else ():
                self.company_words.discard(word, key)
        self._count(entry, -1)

    def get(self, type: str, id: str) -> Entry | None:
        """Return a record, None where there is none."""
        handle = self._handles.get((type, id))
        return None if handle is None else self._entries[handle]

    def entries(self, type: str) -> Iterator[Entry]:
        """Iterate over the records of one type, in the order they came in."""
        return (self._entries[handle] for handle in self._by_type.get(type, ()))

    def known(self, field: str) -> Mapping[str, str]:
        """Return folded value to the value as most records spell it, for company, city, source or tags."""
        if field not in self._known:
            counted = self._spelled.get(field, {})
            common = {key: max(sorted(said.items()), key=lambda one: one[1])[0] for key, said in counted.items()}
            self._known[field] = MappingProxyType(dict(sorted(common.items())))
        return self._known[field]

    def entry(self, handle: int) -> Entry:
        """Return the record behind a handle of the postings."""
        return self._entries[handle]

    def handles(self, type: str) -> Iterable[int]:
        """Return the handles of one type."""
        return self._by_type.get(type, {}).keys()

    def handle(self, type: str, id: str) -> int | None:
        """Return the handle of a record, None where there is none."""
        return self._handles.get((type, id))

    def name_of(self, handle: int) -> PersonName:
        """Return a person's name in its parts."""
        return person_name(self._entries[handle].name, self.words)

    def company_key(self, name: str) -> str:
        """Return what a company is known by: its folded words without legal form and "and"."""
        return company_key(name, self.words)

    def _company_of(self, entry: Entry) -> str:
        company = entry.name if entry.type == "account" else entry.company
        return self.company_key(company) if company and entry.type not in TITLED else ""

    def _keys(self, entry: Entry) -> Iterator[tuple[Postings[int], str]]:
        if entry.type in PEOPLE:
            name = person_name(entry.name, self.words)
            for part in name.parts:
                yield from ((self.parts, form) for form in part.forms)
                if name.role(part) != "surname":
                    yield from ((self.given, form) for form in part.forms)
        if entry.email:
            yield self.emails, entry.email.strip().casefold()
        if digits := phone_key(entry.phone):
            yield self.phones, digits
        if entry.city and entry.type not in TITLED:
            yield self.cities, fold(entry.city)
        if entry.type in TITLED:
            yield from ((self.title_words, word) for word in words(f"{entry.name} {entry.title}"))
            yield from ((self.hanging_on, id) for id in (entry.lead_id, entry.account_id) if id)

    def _count(self, entry: Entry, by: int) -> None:
        company = entry.name if entry.type == "account" else entry.company
        values = [("company", company), ("city", entry.city), ("source", entry.source)]
        values += [("tags", tag) for tag in entry.tags]
        for field, value in values:
            if not value:
                continue
            said = self._spelled[field].setdefault(fold(value), Counter())
            said[value] += by
            if not said[value]:
                del said[value]
            if not said:
                del self._spelled[field][fold(value)]
            self._known.pop(field, None)


def company_key(name: str, known: KnownWords) -> str:
    """Return the folded words of a company's name without legal form, article and "and"."""
    said = [word for word in words(name) if word not in known.group("company_joins")] or words(name)
    kept = [word for word in said if word not in known.group("legal_forms")]
    return " ".join(kept or said) or fold(name)


def phone_key(phone: str) -> str:
    """Return the last seven digits of a phone number, "" where it has fewer."""
    digits = "".join(c for c in phone if c.isdecimal())
    return digits[-_PHONE_KEY:] if len(digits) >= _PHONE_KEY else ""
