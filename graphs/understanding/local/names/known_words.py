"""What the language itself says about names: nicknames, titles, ordinary words, place cues (`people.yaml`)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from prompts.load import language

_REMEMBERED = 50_000  # words looked up before
_LONG = 7  # letters from which on a wrong one still leaves the word to be seen


class KnownWords:
    """What one language says about names, read from its data once."""

    def __init__(self, lang: str) -> None:
        self._data: dict[str, Any] = language("people", lang)
        self._common = {group: frozenset(said.split()) for group, said in language("common_words", lang).items()}
        self._plain = frozenset().union(*self._common.values())
        self._groups = {name: frozenset(said.split()) for name, said in self._data.items() if isinstance(said, str)}
        self._endings: list[dict[str, Any]] = self._data["endings"]
        self._remembered: dict[str, bool] = {}
        self.word_names = {kind: frozenset(said.split()) for kind, said in self._data["word_names"].items()}
        self.all_word_names = frozenset().union(*self.word_names.values())
        self.wording: dict[str, str] = self._data["wording"]

    def group(self, name: str) -> frozenset[str]:
        """Return the words of one group of `people.yaml`."""
        return self._groups[name]

    def mapping(self, name: str) -> dict[str, str]:
        """Return one mapping of `people.yaml` as it is written."""
        found: dict[str, str] = self._data[name]
        return found

    @property
    def phrases(self) -> list[dict[str, str]]:
        """The phrases that point at what was spoken of, as they are written."""
        found: list[dict[str, str]] = self._data["phrases"]
        return found

    @cached_property
    def short_forms(self) -> dict[str, tuple[str, ...]]:
        """Given name to its short forms, and to its other spellings."""
        short: dict[str, set[str]] = defaultdict(set)
        for name, forms in self._data["nicknames"].items():
            short[name].update(forms.split())
        for same in self._data["same_name"]:
            together = same.split()
            nicknames = set().union(*(short.get(name, set()) for name in together))
            for name in together:
                short[name] |= nicknames | set(together)
        return {name: tuple(sorted(forms - {name})) for name, forms in short.items()}

    @cached_property
    def long_forms(self) -> dict[str, tuple[str, ...]]:
        """Short form to the given names it may stand for."""
        long: dict[str, list[str]] = defaultdict(list)
        for name, forms in sorted(self.short_forms.items()):
            for form in forms:
                long[form].append(name)
        return {form: tuple(names) for form, names in long.items()}

    def is_common(self, word: str) -> bool:
        """Say whether a folded word is an ordinary one, a form of one, a compound of two, or has a digit."""
        known = self._remembered.get(word)
        if known is None:
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
            known = self._remembered[word] = self._is_common(word)
        return known

    def _is_common(self, word: str) -> bool:
        if len(word) < 2 or self.is_listed(word) or any(c.isdigit() for c in word):
            return True
        return self._is_inflected(word) or self._is_compound(word)

    def may_be_verb(self, word: str) -> bool:
        """Say whether a folded word is listed as a verb, or as a word of business, most of which are verbs too."""
        return word in self._common["verbs"] or word in self._common["sales"]

    def is_listed(self, word: str) -> bool:
        """Say whether a folded word is itself in the lists of ordinary words and of names that are words."""
        return word in self._plain or word in self.all_word_names

    def _is_inflected(self, word: str) -> bool:
        for ending in self._endings:
            stem = word.removesuffix(ending["ends"])
            if stem == word or len(stem) < ending["least"]:
                continue
            if stem + ending["put"] in self._plain or (stem[-1] == stem[-2] and stem[:-1] in self._plain):
                return True
        return False

    def _is_compound(self, word: str) -> bool:
        """Two words of business make one ("datasheet"); "Hopewell" and "Blackwood" are left to be surnames."""
        return any(
            self._makes_compounds(word[:cut]) and self._makes_compounds(word[cut:]) for cut in range(4, len(word) - 3)
        )

    def _makes_compounds(self, word: str) -> bool:
        return word in self._common["sales"] and word not in self.all_word_names

    def is_misspelt_common(self, word: str) -> bool:
        """Say whether a word is an ordinary one with a letter off ("statsu"), and no given name ("stuart").

        In short words the letters have to be the same ones, or lack one.
        """
        if not 5 <= len(word) <= 20 or word in self.short_forms or word in self.long_forms:
            return False
        alike = [known for size in (-1, 0, 1) for known in self._sized.get((len(word) + size, word[0]), ())]
        near = [known for known, _, _ in process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=None)]
        return any(len(word) >= _LONG or len(known) > len(word) or sorted(known) == sorted(word) for known in near)

    @cached_property
    def _sized(self) -> dict[tuple[int, str], list[str]]:
        sized: dict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(self._plain):
            sized[len(word), word[0]].append(word)
        return sized

    def kind_of(self, word: str) -> str:
        """Return the kind of a name that is a word ("verb", "month", ...), "other" for any common word, else ""."""
        for kind, group in self.word_names.items():
            if word in group:
                return str(kind)
        return "other" if self.is_common(word) else ""


@cache
def known_words(lang: str = "en") -> KnownWords:
    """Return what the language `lang` knows of names.  Raises FileNotFoundError when it has no data."""
    return KnownWords(lang)
