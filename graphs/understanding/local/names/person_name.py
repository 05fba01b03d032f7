"""Takes a stored name apart into the parts that people call somebody by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from graphs.understanding.local.names.fold import WORD, fold, spellings
from graphs.understanding.local.names.known_words import KnownWords


class Part(NamedTuple):
    """One word of a name: its folded spellings, and the word group it is of ("Jean-Luc" is one group of two parts)."""

    forms: tuple[str, ...]
    group: int
    tail: bool = False  # not the first of its group


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name's parts in order, given name first; titles, suffixes and particles are not parts."""

    parts: tuple[Part, ...]
    particles: frozenset[str]
    groups: int

    def role(self, part: Part) -> str:
        """Return "first name", "surname", "middle name" or, for a name of one word, "name"."""
        if self.groups == 1:
            return "name"
        if part.group == 0:
            return "first name"
        return "surname" if part.group == self.groups - 1 else "middle name"


@lru_cache(maxsize=1 << 13)
def person_name(name: str, known: KnownWords) -> PersonName:
    """Return the parts of `name`: 'Dr. Jean-Luc van der Berg' has Jean, Luc and Berg; "Berg, Jean" is turned round."""
    chunks = _chunks(name, known)
    small = known.group("particles")
    parts: list[Part] = []
    left_out: list[str] = []
    waiting = ""
    group = -1
    for at, (word, joined) in enumerate(chunks):
        if fold(word) in small and parts and at < len(chunks) - 1 and not joined:
            left_out.append(fold(word))
            waiting += fold(word)
            continue
        group += 0 if joined and parts else 1
        forms = list(spellings(word))
        if waiting:
            forms += _run_together(left_out, waiting, forms[0])
            waiting = ""
        parts.append(Part(tuple(forms), group, tail=joined and bool(parts)))
    return PersonName(_with_joined(parts), frozenset(left_out), group + 1)


def _chunks(name: str, known: KnownWords) -> list[tuple[str, bool]]:
    """Return (word, joined to the one before by a hyphen), without titles and suffixes."""
    surname, comma, given = name.partition(",")
    if comma and "," not in given and fold(given.strip()) not in known.group("suffixes") and given.strip():
        name = f"{given} {surname}"
    found: list[tuple[str, bool]] = []
    last = 0
    for match in WORD.finditer(name):
        found.append((match.group(), name[last : match.start()] == "-" and bool(found)))
        last = match.end()
    found = [(word, joined) for word, joined in found if fold(word)]
    while len(found) > 1 and fold(found[0][0]) in known.group("titles"):
        found.pop(0)
    while len(found) > 1 and fold(found[-1][0]) in known.group("suffixes"):
        found.pop()
    return found


def _run_together(left_out: list[str], waiting: str, form: str) -> list[str]:
    """"van der berg" may be typed "derberg" and "vanderberg"."""
    return list(dict.fromkeys((left_out[-1] + form, waiting + form)))


def _with_joined(parts: list[Part]) -> tuple[Part, ...]:
    """Let the first part of "Jean-Luc" be found as "jeanluc" too."""
    joined: dict[int, str] = {}
    for part in parts:
        joined[part.group] = joined.get(part.group, "") + part.forms[0]
    return tuple(
        part if part.tail or joined[part.group] == part.forms[0] else part._replace(forms=(*part.forms, joined[part.group]))
        for part in parts
    )
