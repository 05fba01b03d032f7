"""First names that are also ordinary words or times ("chase", "june", "tom"), in lower case."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graphs.understanding.local.times import read_times
from graphs.understanding.local.tokens import Token, fold, tokenize
from graphs.understanding.local.values import Found
from graphs.understanding.local.who import Who
from prompts.load import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphs.understanding.local.times import Reading
    from graphs.understanding.plan import Context


def quiet_names(masked: str, context: Context, taken: Iterable[Found]) -> list[Found]:
    """Find first names where a name must stand ("mark chase as contacted") and nothing else was read."""
    words = language("people_places", context.language)
    before, after = frozenset(words["before"]), frozenset(words["after"])
    tokens = tokenize(masked)
    claimed = list(taken)
    found = []
    for place in range(1, len(tokens)):
        one = tokens[place]
        if tokens[place - 1].norm not in before or not _ends(tokens, place, after):
            continue
        if any(one.start < other.end and other.start < one.end for other in claimed):
            continue
        if ids := _first_named(one.norm, context):
            found.append(Found("person", one.start, one.end, Who(one.text, (one.start, one.end), ids)))
    return found


def _ends(tokens: tuple[Token, ...], place: int, after: frozenset[str]) -> bool:
    return place + 1 == len(tokens) or tokens[place + 1].norm in after


def _first_named(word: str, context: Context) -> tuple[str, ...]:
    """Return the leads whose first name is `word`."""
    found = context.people.named(word.split("-", maxsplit=1)[0])
    return tuple(entry.id for entry in found if fold(entry.name).split()[0] == word)


def without_names(readings: list[Reading], masked: str, context: Context) -> list[Reading]:
    """Give "tom tomorrow" back its Tom: a first name before a time that is whole without it."""
    return [_without_name(one, masked, context) for one in readings]


def _without_name(one: Reading, masked: str, context: Context) -> Reading:
    said = masked[one.span[0] : one.span[1]]
    match = re.match(r"(\w+)[\s,]+(?=[a-zA-Z])", said)
    if not match or not _first_named(fold(match[1]), context):
        return one
    rest = read_times(said[match.end() :], context.now, context.timezone, context.locale)
    if not rest or not rest[0].has_date or rest[0].span[0] > 0:
        return one
    start = one.span[0] + match.end()
    return replace(rest[0], span=(start, start + rest[0].span[1]))
