"""Takes a stored name apart into the parts that people call somebody by."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from graphs.understanding.local.names.fold import WORD, fold, spellings
from graphs.understanding.local.names.known_words import KnownWords

GIVEN, MIDDLE, SURNAME, ONLY = "first name", "middle name", "surname", "name"


class Part(NamedTuple):
    """One word of a name: its folded spellings, and the word group it is of ("Jean-Luc" is one group of two parts)."""

    forms: tuple[str, ...]
    group: int
    tail: bool = False  # not the first of its group


class PersonName(NamedTuple):
    """A name's parts in order, given name first; titles, suffixes and particles ("van", "de la") are not parts."""

    parts: tuple[Part, ...]
    particles: frozenset[str]
    groups: int
    initials: str  # of given name and surname ("jd"), "" for a name of one word

    def role(self, part: Part) -> str:
        """Return what a part is: GIVEN, MIDDLE, SURNAME, or ONLY where the name is one word."""
        if self.groups == 1:
            return ONLY
        if part.group == 0:
            return GIVEN
        return SURNAME if part.group == self.groups - 1 else MIDDLE


@lru_cache(maxsize=1 << 13)
def person_name(name: str, known: KnownWords) -> PersonName:
    """Return the parts of `name`: 'Dr. Jean-Luc van der Berg' has Jean, Luc and Berg; "Berg, Jean" is turned round."""
    return _simple(name, known) or _parted(_chunks(name, known), known)


def _parted(chunks: list[tuple[str, bool]], known: KnownWords) -> PersonName:
    small = known.group("particles")
    parts: list[Part] = []
    waiting: list[str] = []
    left_out: set[str] = set()
    group = -1
    for at, (word, joined) in enumerate(chunks):
        if parts and not joined and at < len(chunks) - 1 and fold(word) in small:
            waiting.append(fold(word))
            left_out.add(fold(word))
            continue
        tail = joined and bool(parts) and not waiting
        group += not tail
        parts.append(Part((*spellings(word), *_run_together(waiting, fold(word))), group, tail))
        waiting = []
    found = _with_neighbours(_with_joined(parts), group)
    return PersonName(found, frozenset(left_out), group + 1, _initials(parts, group))


def _initials(parts: list[Part], last: int) -> str:
    if last < 1:
        return ""
    surname = next(part for part in parts if part.group == last)
    return parts[0].forms[0][0] + surname.forms[0][0]


def _simple(name: str, known: KnownWords) -> PersonName | None:
    """Return the parts of a name like "Sarah Smith", as most are, without looking closer; None for all others."""
    first, _, last = name.partition(" ")
    if not (first.isalpha() and last.isalpha()):
        return None
    given, surname = _plain_part(first, 0), _plain_part(last, 1)
    if given.forms[0] in known.group("titles") or surname.forms[0] in known.group("suffixes"):
        return None
    return PersonName((given, surname), frozenset(), 2, given.forms[0][0] + surname.forms[0][0])


@lru_cache(maxsize=1 << 13)
def _plain_part(word: str, group: int) -> Part:
    return Part(spellings(word), group)


def _chunks(name: str, known: KnownWords) -> list[tuple[str, bool]]:
    """Return (word, joined to the one before by a hyphen), without titles and suffixes."""
    titles, suffixes = known.group("titles"), known.group("suffixes")
    found: list[tuple[str, bool]] = []
    turned = _turned(name, known) if "," in name else name
    last = 0
    for match in WORD.finditer(turned):
        word = match.group()
        if fold(word):
            found.append((word, bool(found) and turned[last : match.start()] == "-"))
        last = match.end()
    while len(found) > 1 and fold(found[0][0]) in titles:
        found.pop(0)
    while len(found) > 1 and fold(found[-1][0]) in suffixes:
        found.pop()
    return found


def _turned(name: str, known: KnownWords) -> str:
    """Return "Doe, John" as "John Doe", and "John Doe, Jr." as it is."""
    surname, _, given = name.partition(",")
    given = given.strip()
    if not given or "," in given or fold(given) in known.group("suffixes"):
        return name
    return f"{given} {surname}"


def _run_together(particles: list[str], word: str) -> tuple[str, ...]:
    """Return how "van der berg" may be run together: "derberg" and "vanderberg"."""
    if not particles:
        return ()
    return tuple(dict.fromkeys("".join(particles[at:]) + word for at in range(len(particles) - 1, -1, -1)))


def _with_joined(parts: list[Part]) -> tuple[Part, ...]:
    """Let the first part of "Jean-Luc" be found as "jeanluc" too."""
    if not any(part.tail for part in parts):
        return tuple(parts)
    whole: dict[int, str] = {}
    for part in parts:
        whole[part.group] = whole.get(part.group, "") + part.forms[0]
    return tuple(
        part
        if part.tail or whole[part.group] == part.forms[0]
        else part._replace(forms=(*part.forms, whole[part.group]))
        for part in parts
    )


def _with_neighbours(parts: tuple[Part, ...], last: int) -> tuple[Part, ...]:
    """Let two names side by side in a longer one be found run together: "joseluis", "lopresti"."""
    if last < 2:
        return parts
    found = list(parts)
    for at, (one, following) in enumerate(pairwise(parts)):
        if one.group == following.group:
            continue
        place = at + 1 if following.group == last else at
        found[place] = found[place]._replace(forms=(*found[place].forms, one.forms[0] + following.forms[0]))
    return tuple(found)
