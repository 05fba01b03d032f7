"""Reads phrases in the words of a text, stage by stage; in each stage those win that together read most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.build import build
from graphs.understanding.local.clock.grammar import grammar
from graphs.understanding.local.clock.scan import Item
from graphs.understanding.local.clock.words import language_read, words

if TYPE_CHECKING:
    import re

    from graphs.understanding.local.clock.grammar import Grammar, Phrase, Stage


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    item: Item
    score: int


def parse(items: list[Item]) -> list[Item]:
    """Return `items` with everything that phrases read put in place of the words that they read."""
    rules, dull = grammar(language_read()), words().sets["dull"]
    if all(dull.issuperset(item.values) for item in items):
        return items
    for stage in rules.stages:
        items = _run(items, stage, rules)
    return items


def parse_edit(items: list[Item]) -> list[Item]:
    """Return `items` with the lengths, and the words that move a moment by a length, read."""
    rules = grammar(language_read())
    for stage in (*rules.stages[:2], *rules.edits):
        items = _run(items, stage, rules)
    return items


def _run(items: list[Item], stage: Stage, rules: Grammar) -> list[Item]:
    shape = rules.write(items)
    made = (
        _make(phrase, match, items) for phrase in stage.that_may_fit(shape) for match in phrase.pattern.finditer(shape)
    )
    found = [one for one in made if one]
    return _cover(items, found) if found else items


def _make(phrase: Phrase, match: re.Match[str], items: list[Item]) -> _Found | None:
    start, end = match.span()
    args: dict[str, Any] = dict(phrase.constants)
    for name, kinds in phrase.kinds:
        place = match.start(name)
        if place >= 0:
            values = items[place].values
            args[name] = next(values[kind] for kind in kinds if kind in values)
    read = items[start:end]
    value = build(phrase.makes, phrase.rule, args, read)
    if value is None:
        return None
    text = " ".join(item.text for item in read)
    item = Item(read[0].start, read[-1].end, text, {phrase.makes: value}, glued=read[0].glued, rule=phrase.rule)
    return _Found(start, end, item, (end - start) * 1000 - 100 - phrase.rank)


def _cover(items: list[Item], found: list[_Found]) -> list[Item]:
    """Return `items` read by the phrases that together read most words, and with the fewest phrases."""
    starting: dict[int, list[_Found]] = {}
    for one in found:
        starting.setdefault(one.start, []).append(one)
    size = len(items)
    best = [0] * (size + 1)
    choice: list[_Found | None] = [None] * size
    for place in range(size - 1, -1, -1):
        best[place] = best[place + 1]
        for one in starting.get(place, ()):
            score = one.score + best[one.end]
            if score > best[place]:
                best[place], choice[place] = score, one
    return _chosen(items, choice)


def _chosen(items: list[Item], choice: list[_Found | None]) -> list[Item]:
    out: list[Item] = []
    place = 0
    while place < len(items):
        one = choice[place]
        out.append(one.item if one else items[place])
        place = one.end if one else place + 1
    return out
