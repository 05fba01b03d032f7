"""The words of one tenant and language: classes for patterns, values, spelling."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import OSA

from graphs.understanding.local.templates import Pattern, PatternError, compile_pattern, to_regex
from graphs.understanding.local.tokens import fold, tokenize
from prompts.load import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graphs.understanding.plan import CustomField, Value, Vocabulary

TOOL_FILES = (
    "clauses", "notes", "groups", "unseen",
    "update_lead", "log_interaction", "schedule_follow_up", "follow_ups", "tasks", "deals", "leads", "undo_change",
    "reads", "replies", "edits", "small_talk",
)  # fmt: skip
_LONG = 8  # letters from which on two may be wrong


@lru_cache(maxsize=64)
def lexicon(vocabulary: Vocabulary, lang: str = "en") -> Lexicon:
    """Return the lexicon of a tenant's vocabulary, made once."""
    return Lexicon(vocabulary, lang)


class Lexicon:
    """Everything the patterns of a tenant need, compiled when first used."""

    def __init__(self, vocabulary: Vocabulary, lang: str = "en") -> None:
        self.vocabulary = vocabulary
        self._lang = lang
        self._words = language("words", lang)
        self._patterns: dict[str, Pattern] = {}
        self._phrases: dict[tuple[str, ...], dict[str, tuple[tuple[str, ...], ...]]] = {}
        self._sources: dict[str, str] = {}
        self._spelt: dict[str, str] = {}
        self.short: Mapping[str, str] = self._words["short"]
        self.fillers = frozenset(self._words["fillers"])
        self.statuses = _values(vocabulary.statuses, language("statuses", lang)["statuses"])
        self.stages = _values(vocabulary.stages, language("statuses", lang)["stages"])
        self.several: Mapping[str, list[str]] = language("statuses", lang)["several"]
        self.outcomes: Mapping[str, list[str]] = language("statuses", lang)["outcomes"]

    def data(self, name: str) -> dict[str, Any]:
        """Return a file of the language data."""
        return language(name, self._lang)

    @cached_property
    def classes(self) -> dict[str, list[str]]:
        """Every class of words by name, from all files and the tenant's lists."""
        found: dict[str, list[str]] = dict(self._words["classes"])
        for name in TOOL_FILES:
            found.update(self.data(name).get("classes", {}))
        found.update(_kind_classes(self.data("kinds")))
        found["group_field"] = [word for words in self.data("reads")["fields"].values() for word in words]
        found["joins"] = self.data("clauses")["joins"]
        found["status"] = [*self.statuses, *self.several]
        found["stage"] = list(self.stages)
        found["field"] = [word for name in found if name.startswith("field_") for word in found[name]]
        found["custom"] = [phrase for one in self.custom_fields for phrase in custom_words(one)] or ["@nothing"]
        return found

    @property
    def custom_fields(self) -> tuple[CustomField, ...]:
        """The fields the tenant added to leads."""
        return tuple(one for one in self.vocabulary.custom_fields if one.record_type == "lead")

    def compile_all(self) -> None:
        """Compile every pattern of the language data."""
        for name in TOOL_FILES:
            for source in _patterns_in(self.data(name)):
                if "{field_X}" in source:
                    self._compile_of_fields(source)
                elif "_X}" not in source:
                    self.pattern(source)

    def _compile_of_fields(self, source: str) -> None:
        for name in self.classes:
            field = name.removeprefix("field_")
            if field != name and ("plain_X" not in source or f"plain_{field}" in self.classes):
                self.pattern(of_field(source, field))

    def phrases(self, names: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Return the phrases of classes as words, by their first word."""
        if names not in self._phrases:
            found: dict[str, list[tuple[str, ...]]] = {}
            for item in (item for name in names for item in self.classes[name]):
                words = tuple(self._shaped(str(item)).split())
                found.setdefault(words[0], []).append(words)
            self._phrases[names] = {first: tuple(dict.fromkeys(phrases)) for first, phrases in found.items()}
        return self._phrases[names]

    def pattern(self, source: str) -> Pattern:
        """Return `source` compiled (see `templates`)."""
        compiled = self._patterns.get(source)
        if compiled is None:
            compiled = self._patterns[source] = compile_pattern(source, self.class_regex)
        return compiled

    def class_regex(self, name: str) -> str:
        """Return the alternation of a class, longest first.  Raises PatternError for an unknown one."""
        if name not in self._sources:
            if name not in self.classes:
                raise PatternError(name)
            self._sources[name] = self._alternation(self.classes[name])
        return self._sources[name]

    def _alternation(self, items: Iterable[str]) -> str:
        ordered = sorted({str(item) for item in items}, key=lambda item: (-len(item.split()), -len(item)))
        return "(?:" + "|".join(self._item(item) for item in ordered) + ")"

    def _item(self, item: str) -> str:
        if not any(c.isalnum() for c in item):
            return re.escape(self._shaped(item)) + " "
        return to_regex(self._shaped(item), self.class_regex)

    def _shaped(self, item: str) -> str:
        """A class item as it looks in a shape: "he's" is two words, fillers are left out."""
        if not any(c.isalnum() for c in item):
            return " ".join(token.norm for token in tokenize(item)) or item
        words = [word for word in item.split() if word not in self.fillers]
        return _shape(" ".join(words) or item)

    @cached_property
    def _spelling(self) -> tuple[frozenset[str], tuple[str, ...]]:
        right = set(self._words["correct"])
        right.update(word for phrase in (*self.statuses, *self.stages) for word in phrase.split() if len(word) > 4)
        known = right | set(self._words["never_correct"]) | set(self.short)
        known.update(word for items in self.classes.values() for item in items for word in str(item).split())
        return frozenset(known), tuple(sorted(right))

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """The words that name a kind of follow-up, as things or acts."""
        kinds = self.data("kinds")
        tables = [kinds[table][one] for table in ("nouns", "base") for one in kinds["title"]]
        return frozenset(fold(word) for words in tables for phrase in words for word in phrase.split())

    @property
    def known_words(self) -> frozenset[str]:
        """Every word that some pattern or class knows."""
        return self._spelling[0]

    def spell(self, word: str) -> str:
        """Return the word meant by `word` where a word that matters is misspelt, else `word`."""
        if word not in self._spelt:
            self._spelt[word] = self._respell(word)
        return self._spelt[word]

    def _respell(self, word: str) -> str:
        known, right = self._spelling
        if word in known or not word.isalpha():
            return word
        for candidate in self._words["swapped"]:
            if sorted(word) == sorted(candidate) and OSA.distance(word, candidate) == 1:
                return str(candidate)
        if len(word) < 4 or word in known or not word.isalpha():
            return word
        for candidate in right:
            limit = 2 if len(candidate) >= _LONG else 1
            limit = 1 if len(word) <= _LONG else limit
            if abs(len(candidate) - len(word)) > limit or (candidate[0] != word[0] and len(candidate) < _LONG):
                continue
            if OSA.distance(word, candidate, score_cutoff=limit) <= limit:
                return candidate
        return word

    def status_of(self, phrase: str) -> tuple[str, ...]:
        """Return the statuses that `phrase` (a shape) names: one, several where it is open, none."""
        return _lookup(phrase, self.statuses, self.several)

    def stage_of(self, phrase: str) -> tuple[str, ...]:
        """Return the deal stages that `phrase` names."""
        return _lookup(phrase, self.stages, {})


def of_field(source: str, name: str) -> str:
    """Return `source` for one field: {field_X} stands for the words of each in turn, plain_X for its kind of value."""
    return source.replace("{field_X}", f"{{field_{name}}}").replace("plain_X", f"plain_{name}")


def _patterns_in(data: object) -> Iterator[str]:
    """Every pattern of a language file: what is no class and looks like one."""
    if isinstance(data, str):
        if any(mark in data for mark in "{[@^"):
            yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from () if name in {"classes", "short", "fillers", "examples"} else _patterns_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _patterns_in(value)


def custom_words(one: CustomField) -> tuple[str, ...]:
    """What people call a custom field: its label, its key, its words."""
    return tuple({fold(word).replace("_", " ") for word in (one.label, one.key, *one.words) if word})


def _shape(item: str) -> str:
    """A class item as pattern: "he's" is two words, entities stay."""
    if any(mark in item for mark in "@{<[("):
        return item
    return " ".join(
        word if word.startswith("'") else " ".join(token.norm for token in tokenize(word)) for word in item.split()
    )


def _values(values: tuple[Value, ...], said: Mapping[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in values:
        phrases = [one.value, one.value.replace("_", " "), one.value.replace("_", "-"), one.label, *one.words]
        for phrase in [*phrases, *said.get(one.value, [])]:
            found.setdefault(" ".join(token.norm for token in tokenize(fold(phrase))), one.value)
    return found


def _lookup(phrase: str, values: Mapping[str, str], several: Mapping[str, list[str]]) -> tuple[str, ...]:
    key = " ".join(phrase.split())
    if key in values:
        return (values[key],)
    known = set(values.values())
    return tuple(value for value in several.get(key, ()) if value in known)


def _kind_classes(kinds: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"had": kinds["had"], "report": kinds["report"]}
    for table, suffix in (
        ("nouns", "noun"),
        ("base", "base"),
        ("past", "past"),
        ("means", "means"),
        ("given", "given"),
        ("loose", "loose"),
    ):
        for kind, words in kinds[table].items():
            found[f"{kind}_{suffix}"] = words
        found[f"event_{suffix}"] = [word for words in kinds[table].values() for word in words]
    events = [kinds["nouns"][kind] for kind in ("call", "meeting", "viewing", "email")]
    found["contact_noun"] = [word for words in events for word in words]
    return found
