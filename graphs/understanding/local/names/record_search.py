"""Narrows deals, follow-ups and tasks down to those that a message's words fit."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graphs.understanding.local.names.fold import words
from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.model import Entry

_MOST_UNNAMED = 2_000  # with more records of a type, "my call" alone names none
_TIMED = ("follow_up", "task")


@dataclass(slots=True)
class RecordSearch:
    """What is known so far of the records meant.

    `types` are their types, `kinds` a follow-up's kinds (empty: any) and `noun`
    the words that said so; `pool` is None while nothing has narrowed them.
    """

    index: PeopleIndex
    types: frozenset[str]
    kinds: frozenset[str] = frozenset()
    noun: frozenset[str] = frozenset()
    pool: set[int] | None = None
    contradicted: bool = False

    def hold(self, fitting: AbstractSet[int], *, hard: bool = True) -> bool:
        """Narrow down to `fitting`, and say whether that counted.

        What is not `hard` is let go where it would leave nobody.
        """
        mine = self.of_types(fitting)
        narrowed = mine if self.pool is None else self.pool & mine
        if narrowed:
            self.pool = narrowed
        elif hard:
            self.contradicted = True
        return bool(narrowed) or hard

    def of_types(self, handles: Iterable[int]) -> set[int]:
        """Return the records of the types looked for."""
        return {handle for handle in handles if self.index.entry(handle).type in self.types}

    def left(self) -> set[int]:
        """Return the records that are left: all of the types where nothing has narrowed them, if those are not many."""
        if self.pool is not None:
            return self.pool
        found = [handle for type in self.types for handle in self.index.handles(type)]
        return set(found) if len(found) <= _MOST_UNNAMED else set()

    def owned_by(self, name: str) -> set[int]:
        """Return the records whose owner is called so."""
        return {one for one in self.left() if name in words(self.index.entry(one).owner_name)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The records that fit, in the order of their times, and where none does those that are as good as it gets."""

    fitting: list[int] = field(default_factory=list)
    near: list[int] = field(default_factory=list)


def outcome(search: RecordSearch, said: AbstractSet[str], now: datetime | None) -> Outcome:
    """Return what a search has come to; `said` are the words that may tell "overdue" and "next"."""
    index = search.index
    known = index.words
    left = search.left()
    settled = {
        one for one in left if index.entry(one).type in _TIMED and index.entry(one).status in known.group("settled")
    }
    fitting = [one for one in left - settled if _is_of_kind(search, index.entry(one))]
    if now is not None and said & known.group("overdue"):
        fitting = [one for one in fitting if _time(index.entry(one)) < now]
    if search.contradicted or not fitting:
        return Outcome([], _in_order(index, (left - settled or left) if search.pool else []))
    ordered = _in_order(index, fitting)
    if now is not None and said & known.group("soonest"):
        ordered = [one for one in ordered if _time(index.entry(one)) >= now][:1] or ordered
    return Outcome(ordered)


def _is_of_kind(search: RecordSearch, entry: Entry) -> bool:
    """Say whether a follow-up is of the kind looked for, or has the noun in its title ("lunch")."""
    if not search.kinds or entry.type != "follow_up" or entry.kind in search.kinds:
        return True
    return search.noun <= set(words(title_of(entry)))


def _in_order(index: PeopleIndex, handles: Iterable[int]) -> list[int]:
    def order(handle: int) -> tuple[datetime, str, str, str]:
        entry = index.entry(handle)
        return (_time(entry), title_of(entry), entry.id, entry.type)

    return sorted(handles, key=order)


def _time(entry: Entry) -> datetime:
    """Return the record's time; one without comes last."""
    at = entry.starts_at or datetime.max.replace(tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def title_of(entry: Entry) -> str:
    """Return what a deal, follow-up or task is called."""
    return entry.title or entry.name
