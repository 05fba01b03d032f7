"""Who may be meant by a name, and which of them nothing tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from graphs.understanding.local.names.index import PeopleIndex
from graphs.understanding.local.names.model import Entry
from graphs.understanding.local.names.person_name import MIDDLE, SURNAME

_SLACK, _EQUAL = 0.1, 0.001


class Meaning(NamedTuple):
    """A record that a stretch of words may name; `cost` is 0 where every letter fits."""

    cost: float
    handle: int
    full: bool = False  # given name and surname
    how: str = ""  # how the words were read, or which part of the name they are
    off: str = ""  # the words that had a letter off, as typed
    turned: bool = False  # surname first


def plausible(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Return those that nothing tells apart: an exact full name beats all else, a shared first name leaves all.

    Where a letter is off, everyone is left who is at most a letter off in each part.
    """
    if not meanings:
        return []
    if meanings[0].off:
        return [meaning for meaning in meanings if meaning.full >= meanings[0].full]
    bar = meanings[0].cost + _SLACK
    full = [meaning for meaning in meanings if meaning.full and meaning.cost <= bar + _EQUAL]
    if full:
        return [meaning for meaning in full if meaning.cost <= full[0].cost + _EQUAL]
    return [meaning for meaning in meanings if meaning.cost <= bar + _EQUAL]


def surnames_first(meanings: Sequence[Meaning]) -> Sequence[Meaning]:
    """Return those whose surname was said where there are any: "Mr. Grant" is no Grant by first name."""
    return [meaning for meaning in meanings if meaning.how in {SURNAME, MIDDLE} or meaning.full] or meanings


def without_doubles(meanings: list[Meaning], index: PeopleIndex) -> list[Meaning]:
    """Leave out contacts who are a lead of the same name and company as well."""
    leads = [index.entry(meaning.handle) for meaning in meanings if index.entry(meaning.handle).type == "lead"]
    return [
        meaning
        for meaning in meanings
        if index.entry(meaning.handle).type != "contact"
        or not any(_same_person(index.entry(meaning.handle), lead) for lead in leads)
    ]


def _same_person(contact: Entry, lead: Entry) -> bool:
    if contact.name.casefold() != lead.name.casefold():
        return False
    return not (contact.company and lead.company) or contact.company.casefold() == lead.company.casefold()
