"""The words of time of a language: which classes a word belongs to, and its value in each."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from graphs.understanding.local.clock.values import Clock, Part
from prompts.load import language

if TYPE_CHECKING:
    from collections.abc import Iterator

Values = dict[str, Any]

_read_as: ContextVar[str] = ContextVar("read_as", default="en")

_VALUED = ("weekday", "weekdays", "month", "relative_day", "ampm", "ampm_short", "unit", "unit_short", "mod", "zone",
           "zone_short", "place", "several", "edge", "edge_near", "half", "half_word", "to_date", "limits_after",
           "last_one", "decade_word")  # fmt: skip
_LISTED = ("one", "coming", "past", "filler", "tonight", "last_night", "adverb", "now", "hours", "weekend", "plural",
           "about", "vague_word")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """Single words and phrases of several words (as the tree of their words), with their values by class."""

    single: dict[str, Values] = field(default_factory=dict)
    phrases: dict[str, Any] = field(default_factory=dict)
    typos: dict[str, str] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    limits: dict[str, frozenset[str]] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, phrase: str, kind: str, value: object) -> None:
        """Let `phrase` belong to class `kind` with `value`."""
        first, *rest = split(phrase)
        if not rest:
            self.single.setdefault(first, {})[kind] = value
            return
        branch = self.phrases.setdefault(first, {})
        for word in rest:
            branch = branch.setdefault(word, {})
        branch.setdefault("", {})[kind] = value

    def meant(self, word: str) -> str:
        """Return the word that `word` is a slip of the pen for, or ""."""
        if len(word) < 6 or len(word) > 12 or word in self.sets["not_typos"]:
            return ""
        return next((self.typos[shape] for shape in _shorter(word) if shape in self.typos), "")


def split(phrase: str) -> list[str]:
    """Return the words of a phrase of the language data, as the scanner will see them."""
    return [word.strip(".") or word for word in phrase.replace("-", " ").split()]


@contextmanager
def reading(lang: str) -> Iterator[None]:
    """Read what is read within as `lang`: every rule asks for words, none of them cares which language they are of."""
    token = _read_as.set(lang)
    try:
        yield
    finally:
        _read_as.reset(token)


def language_read() -> str:
    """Return the language that is being read."""
    return _read_as.get()


def words() -> Words:
    """Return the words of the language that is being read."""
    return words_of(_read_as.get())


@cache
def words_of(lang: str) -> Words:
    """Return the words of `lang`, read once."""
    data = language("times", lang)
    found = Words()
    for kind in _VALUED:
        for value, names in data[kind].items():
            _add(found, names, kind, value)
    for kind in _LISTED:
        for name in data[kind]:
            found.add(name, kind, name)
    for at, units in data["edge_of"].items():
        for unit, names in units.items():
            _add(found, names, "edge_of", (at, unit))
    for entry in (*data["holiday"], *data["season"].values()):
        _add(found, entry["words"], "holiday" if entry in data["holiday"] else "season", entry)
    _add_parts(found, data)
    _add_numbers(found, data)
    _add_years(found, data)
    _add_typos(found, data)
    found.sets["dull"] = frozenset(data["dull"])
    found.sets.update({name: frozenset(members) for name, members in data["sets"].items()})
    for limit, names in data["limits"].items():
        found.limits[limit] = frozenset(names)
        _add(found, [name for name in names if " " in name], "joint", limit)
    for when in ("early", "late"):
        found.add(when, when, {name: found.parts[part] for name, part in data[when].items()})
    return found


def _add(found: Words, names: list[str], kind: str, value: object) -> None:
    for name in names:
        found.add(name, kind, value)


def _add_parts(found: Words, data: dict[str, Any]) -> None:
    for name, entry in data["part"].items():
        bounds = _minutes(entry["from"]), _minutes(entry["to"])
        part = Part(name, _time(entry["at"]), entry["half"], *bounds, vague=entry.get("vague", False))
        found.parts[name] = part
        _add(found, entry["words"], "part", part)
    for at, names in data["clock_word"].items():
        for word in names:
            found.add(word, "clock_word", Clock(_minutes(at) // 60, fixed=True))


def _add_numbers(found: Words, data: dict[str, Any]) -> None:
    """Add the numbers and ordinals, and those of two words: twenty five, twenty first."""
    for kind, written in (("number_word", data["number"]), ("ordinal", data["ordinal"])):
        for value, names in written.items():
            _add(found, names, kind, value)
        for (ten, tens), (one, ones) in product(data["number"].items(), written.items()):
            if 20 <= ten < 100 and 0 < one < 10 and (kind == "number_word" or ten + one <= 31):
                pairs = [f"{first} {second}" for first, second in product(tens, ones)]
                _add(found, [*pairs, *(pair.replace(" ", "") for pair in pairs)], kind, ten + one)


def _add_years(found: Words, data: dict[str, Any]) -> None:
    """Add the years as people say them: twenty twenty six, nineteen eighty, two thousand and five."""
    spoken = {value: names[0] for value, names in data["number"].items()}
    spoken = {ten + one: f"{spoken[ten]} {spoken[one]}" for ten in range(20, 100, 10) for one in range(1, 10)} | spoken
    for some in data["spoken_years"]:
        for year, form in product(range(some["from"], some["to"]), some["forms"]):
            found.add(form.format(rest=spoken[year % 100]), "year", year)


def _add_typos(found: Words, data: dict[str, Any]) -> None:
    for target in data["typo_targets"]:
        for shape in _shorter(target):
            found.typos[shape] = target


def _shorter(word: str) -> list[str]:
    """Return `word` and what is left of it when one letter is taken out: two words one letter apart share one."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _time(text: str) -> time:
    return time(_minutes(text) // 60, _minutes(text) % 60)
