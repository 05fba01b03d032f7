"""Phrases of the language data, as patterns over classes of words.

Each item of a text becomes one character that stands for its set of classes, so
that a pattern of the language data is a regular expression over those, which is
quick.  A pattern is written like this::

    [the] {n=ordinal|last_one} {weekday} (of|in) {period} !{ampm}

`{class}` is an item of the class, kept under that name; `{name=a|b}` one of
either class, kept under `name`; `[x]` may be missing; `(x|y)` is either; `!x`
must not follow; any other word stands for itself, "prior_to" for the phrase
"prior to" that the language data knows as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock import numbers
from graphs.understanding.local.clock.scan import Item
from graphs.understanding.local.clock.words import Words, words_of
from prompts.load import language

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN = re.compile(
    r"(?P<no>!)?(?:\{(?:(?P<name>\w+)=)?(?P<kinds>[\w|]+)\}|(?P<mark>[\[\]()|])|(?P<word>[^\s\[\](){}|!]+))"
)
_UNKNOWN = "\ue000"
_FIRST = 0xE001  # characters of the private use area, none of them special in an expression
_NUMBERS = ["1530", "2026", "1975", "1963", "1492", "2460", "2075", "3015", "5000", "930", "100", "999", "20260318",
            "20269999"]  # fmt: skip


_WRITTEN = ("colon", "bad_clock", "decimal", "ordinal", "written", "day_month", "month_year", "quarter", "week_number",
            "year_quarter", "short_year", "ampm", "iana", "sign", "iso", "hours_minutes", "ordinal nth",
            "decimal dotted", "decimal dotted dotted_day", "decimal dotted_day")  # fmt: skip


class PatternError(ValueError):
    """A pattern in the language data that cannot be read."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern: the class that it makes, by which rule, and the classes and words without which it cannot match."""

    makes: str
    rule: str
    constants: dict[str, int]
    source: str  # compiled when it is first tried: most are rarely wanted
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    needs: tuple[frozenset[str], ...]  # of each, one character must be there
    rank: int

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression over the characters of items."""
        return _compiled(self.source)


@dataclass(frozen=True, slots=True)
class Stage:
    """Phrases that are tried together, by a character that each of them needs."""

    phrases: dict[str, tuple[Phrase, ...]]

    def that_may_fit(self, shape: str) -> Iterable[Phrase]:
        """Return the phrases for which all characters that they need are there."""
        present = frozenset(shape)
        tried = {phrase.rank: phrase for char in present for phrase in self.phrases.get(char, ())}
        return [phrase for phrase in tried.values() if not any(present.isdisjoint(need) for need in phrase.needs)]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The stages of phrases of a language, and the characters of its classes."""

    stages: tuple[Stage, ...]
    edits: tuple[Stage, ...]
    chars: dict[tuple[frozenset[str], str], str]
    literals: frozenset[str]

    def write(self, items: list[Item]) -> str:
        """Return `items` as one character each."""
        known, literals = self.chars, self.literals
        return "".join(
            known.get((frozenset(item.values), item.text if item.text in literals and not item.rule else ""), _UNKNOWN)
            for item in items
        )


@cache
def grammar(lang: str) -> Grammar:
    """Return the grammar of `lang`, compiled once.  Raises PatternError for a pattern that cannot be read."""
    data = language("times", lang)
    stages = data["stages"] + data["edits"]
    patterns = [
        [(makes, rule, text) for makes, rules in stage.items() for rule, texts in rules.items() for text in texts]
        for stage in stages
    ]
    literals = frozenset(
        _literal(token["word"])
        for stage in patterns
        for _, _, text in stage
        for token in _TOKEN.finditer(text)
        if token["word"]
    )
    made = {makes for stage in patterns for makes, _, _ in stage}
    chars = _characters(words_of(lang), made, literals)
    classes: dict[str, set[str]] = {}
    for (kinds, word), char in chars.items():
        for name in (*kinds, f"={word}"):
            classes.setdefault(name, set()).add(char)
    compiled = tuple(
        _stage(_compile(makes, rule, text, classes, rank) for rank, (makes, rule, text) in enumerate(stage))
        for stage in patterns
    )
    size = len(data["stages"])
    return Grammar(compiled[:size], compiled[size:], chars, literals)


def make_ready(lang: str) -> None:
    """Compile all phrases of `lang`, which each would else be at its first use."""
    for stage in (*grammar(lang).stages, *grammar(lang).edits):
        for phrases in stage.phrases.values():
            for phrase in phrases:
                _compiled(phrase.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _characters(vocabulary: Words, made: set[str], literals: frozenset[str]) -> dict[tuple[frozenset[str], str], str]:
    """Return a character for every set of classes that an item can have."""
    keys: dict[tuple[frozenset[str], str], None] = {}
    for text, values in _known(vocabulary):
        kinds = frozenset(values)
        for kind in (kinds, kinds - {"unit_short", "ampm_short"}):
            keys[kind, text if text in literals else ""] = None
    for name in (*made, *_WRITTEN):
        keys[frozenset(name.split()), ""] = None
    for literal in literals:
        keys[frozenset(), literal] = None
    for literal in literals:
        if "/" in literal:  # one half is the first of February as well
            keys[frozenset({"day_month"}), literal] = None
    keys[frozenset({"sign"}), "-"] = None
    keys[frozenset({"sign"}), "+"] = None
    keys.pop((frozenset(), ""), None)
    return {key: chr(_FIRST + place) for place, key in enumerate(keys)}


def _known(vocabulary: Words) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return all that the scanner may find: words, phrases of several words, and numbers of every kind."""
    for text, values in vocabulary.single.items():
        yield text, _with_number(values)
    branches: list[tuple[str, Any]] = list(vocabulary.phrases.items())
    while branches:
        text, branch = branches.pop()
        branches += ((f"{text} {word}", below) for word, below in branch.items() if word)
        if "" in branch:
            yield text, _with_number(branch[""])
    for text in (*(str(n) for n in range(100)), *(f"0{n}" for n in range(10)), *_NUMBERS):
        yield text, numbers.digits(text)


def _with_number(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, **numbers.word(values["number_word"])} if "number_word" in values else values


def _stage(phrases: Iterable[Phrase]) -> Stage:
    """Return the phrases under the characters of the rarest thing that each needs.

    Raises PatternError for a phrase that needs nothing: it would fit everywhere.
    """
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if not phrase.needs:
            raise PatternError(phrase.rule)
        for char in min(phrase.needs, key=len):
            found.setdefault(char, []).append(phrase)
    return Stage({char: tuple(some) for char, some in found.items()})


def _compile(makes: str, rule: str, text: str, classes: dict[str, set[str]], rank: int) -> Phrase:
    out: list[str] = []
    depth: list[str] = []
    kinds: list[tuple[str, tuple[str, ...]]] = []
    needs: list[frozenset[str]] = []
    for token in _TOKEN.finditer(text):
        if token["mark"]:
            out.append(_bracket(token["mark"], depth, text))
            continue
        names = tuple(token["kinds"].split("|")) if token["kinds"] else (f"={_literal(token['word'])}",)
        chars = frozenset().union(*(classes.get(name, ()) for name in names))
        if not chars:
            raise PatternError(f"{text}: nothing is {' or '.join(names)}")
        group = f"[{''.join(sorted(chars))}]"
        if token["no"]:
            out.append(f"(?!{group})")
            continue
        if not depth:
            needs.append(chars)
        if token["kinds"]:
            name = token["name"] or names[0]
            kinds.append((name, names))
            group = f"(?P<{name}>{group})"
        out.append(group)
    if depth:
        raise PatternError(text)
    name, *constants = rule.split()
    given = {key: int(value) for key, _, value in (pair.partition("=") for pair in constants)}
    return Phrase(makes, name, given, "".join(out), tuple(kinds), tuple(needs), rank)


def _literal(word: str) -> str:
    return word.replace("_", " ")


def _bracket(mark: str, depth: list[str], text: str) -> str:
    if mark in "[(":
        depth.append(mark)
        return "(?:"
    if mark == "|":
        return "|"
    if not depth or depth.pop() + mark not in {"[]", "()"}:
        raise PatternError(text)
    return ")?" if mark == "]" else ")"
